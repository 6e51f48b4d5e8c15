import type { Browser, Page } from 'playwright-core';

const cards = '#example-list details.miss';

/** Uses the filters of example misses by keyboard and by mouse. Returns what is wrong, as lines of text. */
export async function checkFilters(browser: Browser, address: string): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  const all = await page.locator(cards).count();
  const found: string[] = [];
  const expect = (isRight: boolean, words: string) => {
    if (!isRight) found.push(`filters: ${words}`);
  };

  await page.getByLabel('Class', { exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  const chosen = await page.getByLabel('Class', { exact: true }).inputValue();
  expect(chosen !== '', 'the arrow key chooses no class');
  expect(
    (await shownValues(page, 'class')).every((value) => value === chosen),
    'a card of another class shows',
  );
  const byClass = await page.locator(`${cards}[data-class="${chosen}"]`).count();
  expect((await shownCards(page)) === byClass, `not all ${byClass} cards of ${chosen} show`);
  expect((await page.getByRole('status').textContent()) === `${byClass} of ${all} shown`, 'the count does not follow');

  for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  const profile = await page.getByLabel('Profile', { exact: true }).inputValue();
  expect(profile !== '', 'the tab key does not lead from class to profile');
  expect(
    (await shownValues(page, 'profile')).every((value) => value === profile),
    'a card of another profile shows',
  );
  expect((await shownCards(page)) < byClass, 'the second filter does not narrow');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page
    .getByRole('status')
    .filter({ hasText: `${all} in all` })
    .waitFor();
  expect((await shownCards(page)) === all, 'the button does not show all again by keyboard');

  await page.getByLabel('Model', { exact: true }).selectOption('2');
  expect(
    (await shownValues(page, 'model')).every((value) => value === '2'),
    'a card of another model shows',
  );
  await page.getByLabel('Tool', { exact: true }).selectOption({ index: 1 });
  expect(new Set(await shownValues(page, 'tool')).size <= 1, 'a card of another tool shows');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: `${all} in all` })
    .waitFor();

  const first = page.locator(cards).first();
  await first.locator('summary').click();
  expect(!(await first.locator('pre').first().isVisible()), 'a click does not close a card');
  await page.keyboard.press('Enter');
  expect(await first.locator('pre').first().isVisible(), 'the enter key does not open a card');
  await page.emulateMedia({ media: 'print' });
  expect(!(await page.locator('#filters').isVisible()), 'the filters are printed');
  await context.close();
  return found;
}

/** The page without its script: nothing that needs it shows, and everything can be opened. */
export async function checkWithoutScript(browser: Browser, address: string): Promise<string[]> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  const found: string[] = [];
  if (await page.locator('#filters').isVisible()) found.push('without script: filters that cannot work show');
  await page.locator('#more-examples > summary').click();
  const last = page.locator(cards).last();
  await last.locator('summary').click();
  if (!(await last.locator('pre').first().isVisible())) found.push('without script: an example cannot be opened');
  await context.close();
  return found;
}

async function shownCards(page: Page): Promise<number> {
  return page.locator(`${cards}:not([hidden])`).count();
}

async function shownValues(page: Page, name: string): Promise<(string | null)[]> {
  const shown = await page.locator(`${cards}:not([hidden])`).all();
  return Promise.all(shown.map((card) => card.getAttribute(`data-${name}`)));
}
