// Opens reports of evaluations and of rounds from disk in headless Chromium, light and dark, wide and narrow, and uses them as a person would.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from './report-chromium.ts';
import { checkFilters, checkWithoutScript } from './report-filters.ts';
import { requiredSections, samplePages } from './report-samples.ts';

const screens = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const;
type Screen = (typeof screens)[number];

const folder = join(tmpdir(), 'imaginarium-report');
const checks = await readFile(fileURLToPath(new URL('report-page-checks.js', import.meta.url)), 'utf8');

/** Checks the made-up reports, and those at `saved` beside them. @throws Error that names everything wrong */
export async function run(saved: readonly string[] = []): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const pages = [...saved];
  for (const [name, make] of Object.entries(samplePages)) {
    const path = join(folder, `${name}.html`);
    await writeFile(path, await make());
    pages.push(path);
  }
  const browser = await chromium.launch({ executablePath: await chromiumPath() });
  try {
    const found: string[] = [];
    for (const path of pages) for (const screen of screens) found.push(...(await checkScreen(browser, path, screen)));
    const sample = pathToFileURL(join(folder, 'sample.html')).href;
    found.push(...(await checkFilters(browser, sample)), ...(await checkWithoutScript(browser, sample)));
    if (found.length > 0)
      throw new Error(`The report in Chromium, ${found.length} findings, the first:\n${found.slice(0, 40).join('\n')}`);
    console.log(
      `report: ${pages.length} pages x ${screens.length} screens in Chromium ${browser.version()}: no request, no console message, no overflow, no cut label, contrast AA, hostile text inert; filters work by keyboard and mouse, page readable without script (pictures: ${folder})`,
    );
  } finally {
    await browser.close();
  }
}

async function checkScreen(browser: Browser, path: string, { scheme, width }: Screen): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  const address = pathToFileURL(path).href;
  const found: string[] = [];
  page.on('console', (message) => found.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== address) found.push(`request: ${request.url().slice(0, 200)}`);
  });
  await page.goto(address);
  found.push(...(await ask(page, 'structure')), ...(await ask(page, 'inertness')), ...(await ask(page, 'layout')));
  for (const id of requiredSections[(await page.locator('.kicker').textContent()) ?? ''] ?? ['of any known kind'])
    if (!(await page.locator(`section[id="${id}"] > h2`).isVisible())) found.push(`no section ${id}`);
  const name = path.replace(/^.*[\\/]|\.html$/g, '');
  await page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`), fullPage: true });
  await ask(page, 'openAll');
  found.push(...(await ask(page, 'layout')), ...(await ask(page, 'contrasts')));
  await context.close();
  return found.map((line) => `${name}, ${scheme}, ${width} px: ${line}`);
}

/** Runs one check inside the page. Its script goes by the debugging protocol, which the page's policy does not govern. */
async function ask(page: Page, check: string): Promise<string[]> {
  const found: unknown = await page.evaluate(`${checks.trimEnd().replace(/;$/, '')}.${check}() ?? []`);
  return Array.isArray(found) ? found.map(String) : [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.slice(2));
