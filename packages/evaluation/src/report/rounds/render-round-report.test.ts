import { createHash } from 'node:crypto';
import { type RoundReport, roundReportSchema } from '@imaginarium/contracts';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { hostileRoundReport } from '../testing/hostile-round-report.ts';
import {
  firstRoundReport,
  improveRoundReport,
  longRoundReport,
  sampleRoundReport,
  wideRoundReport,
} from '../testing/sample-round-reports.ts';
import { renderRoundReport } from './render-round-report.ts';

/** Pages by what they show: a report that several cases look at is drawn once. */
const pages = new Map<string, Promise<string>>();

async function open(report: RoundReport) {
  const key = JSON.stringify(report);
  const page = pages.get(key) ?? renderRoundReport(report);
  pages.set(key, page);
  return parseHTML(await page).document;
}

/** Text of an element as a person reads it. */
function words(element: { textContent: string | null } | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** Small, since most of what is proven needs few tools. */
const two = { batches: [3, 2] };

/** What a drawing says, without what it says when it is pointed at. */
function drawnTexts(
  figure: ReturnType<ReturnType<typeof parseHTML>['document']['querySelector']> | undefined,
  width: 'wide' | 'narrow',
): string[] {
  return [...(figure?.querySelectorAll(`.${width} svg text`) ?? [])].map(({ firstChild }) => words(firstChild));
}

/** A report of two rounds with one old and one new tool, whose figures are easy to reckon. */
function smallReport(): RoundReport {
  const report = sampleRoundReport({ batches: [1, 1], itemsPerTool: 20, kept: 0.5 });
  const [matrix] = report.matrices;
  const [old] = matrix?.tools ?? [];
  if (old === undefined) throw new Error('The sample has no tool.');
  old.name = 'old_tool';
  old.cells = [18, 9].map((count) => ({ value: count / 20, count, of: 20, low: null, high: null, clusters: 1 }));
  old.forgetting = { value: 0.45, low: 0.2, high: 0.7, of: 20 };
  old.backwardTransfer = { value: -0.45, low: -0.7, high: -0.2, of: 20 };
  matrix?.batches[0]?.tools.splice(0, 1, 'old_tool');
  return report;
}

describe('renderRoundReport', () => {
  it('is given reports that the contract allows, and gives the same bytes for the same report', async () => {
    for (const make of [
      () => sampleRoundReport(),
      firstRoundReport,
      improveRoundReport,
      longRoundReport,
      wideRoundReport,
    ])
      expect(roundReportSchema.safeParse(make()).error).toBeUndefined();
    expect(roundReportSchema.safeParse(hostileRoundReport()).error).toBeUndefined();
    expect(await renderRoundReport(firstRoundReport())).toBe(await renderRoundReport(firstRoundReport()));
  });

  it('allows its own style by its hash and no script at all', async () => {
    const page = await renderRoundReport(sampleRoundReport(two));
    const style = page.slice(page.indexOf('<style>') + 7, page.indexOf('</style>'));
    const policy = parseHTML(page).document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/\s(?:src|srcset|style|on\w+)=/);
    expect(page).not.toMatch(/href="[^#]/);
  });

  it('leaves hostile text as text', async () => {
    const page = await renderRoundReport(hostileRoundReport());
    const { document } = parseHTML(page);
    expect(document.querySelectorAll('script, img')).toHaveLength(0);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page.match(/<\/title>/g)?.length).toBe(page.match(/<title>/g)?.length);
    expect(page).toContain('&lt;img src=x onerror=&quot;window.broken=1&quot;&gt;');
    for (const element of document.querySelectorAll('*'))
      for (const { name } of element.attributes) expect(name).not.toMatch(/^on|^style$/);
  });

  it('says in words whether the gate passed and, if not, why', async () => {
    const failed = await open(sampleRoundReport(two));
    expect(words(failed.querySelector('.verdict'))).toBe(
      '✕Gate not passed3 old tools shown worse; all old tools together shown worse.',
    );
    const passed = await open(firstRoundReport());
    expect(words(passed.querySelector('.verdict'))).toContain('Gate passed');
    const accepted = await open(improveRoundReport());
    expect(words(accepted.querySelector('.verdict'))).toMatch(
      /Gate not passed.*A person took the round all the same: “The two tools/,
    );
    const unjudged = sampleRoundReport(two);
    Object.assign(unjudged.rounds.at(-1) ?? {}, { gate: null, state: 'open' });
    expect(words((await open(unjudged)).querySelector('.verdict'))).toContain('No gate yet');
  });

  it('warns of practice models, and only of them', async () => {
    expect(words((await open(firstRoundReport())).querySelector('.warnings'))).toContain('prove nothing');
    expect((await open(sampleRoundReport(two))).querySelector('.warnings')).toBeNull();
  });

  it('names a failed step before any figure', async () => {
    const report = sampleRoundReport(two);
    Object.assign(report.rounds.at(-1) ?? {}, {
      failure: { step: 'train', code: 'endpoint/gone', message: 'The checkpoint is gone.', hint: 'Name another.' },
    });
    expect(words((await open(report)).querySelector('.warnings'))).toContain(
      'The step “train” failed (endpoint/gone): The checkpoint is gone. Name another.',
    );
  });

  it('gives each tool its share after each round, in the heat map and in the table beside it', async () => {
    const document = await open(smallReport());
    const [, tools] = document.querySelectorAll('#matrix > figure');
    const drawn = drawnTexts(tools, 'wide');
    expect(drawn).toEqual(expect.arrayContaining(['Round 1', 'Round 2', 'old_tool', '90%', '45%']));
    expect(drawn).toContain('Forgetting, points');
    const row = [...document.querySelectorAll('#matrix > details table tr')].find((line) =>
      words(line).startsWith('old_tool'),
    );
    expect([...(row?.querySelectorAll('td') ?? [])].map(words)).toEqual([
      '90.0%18 of 20',
      '45.0%9 of 20',
      '+45.0+20.0 to +70.0',
      '−45.0−70.0 to −20.0',
    ]);
  });

  it('leaves a cell empty before its tool was learned, and marks one that was not tested after', async () => {
    const report = smallReport();
    for (const row of report.matrices[0]?.tools ?? [])
      if (row.name === 'old_tool')
        Object.assign(row, { cells: [row.cells[0], null], forgetting: null, backwardTransfer: null });
    const [, tools] = (await open(report)).querySelectorAll('#matrix > figure');
    const drawn = drawnTexts(tools, 'wide');
    expect(drawn.filter((text) => text === '–')).toHaveLength(1);
    expect(drawn.filter((text) => text.endsWith('%'))).toHaveLength(2);
  });

  it('outlines cells of fewer than ten items', async () => {
    const dashes = async (itemsPerTool: number) => {
      const document = await open(sampleRoundReport({ batches: [3], itemsPerTool }));
      return [...document.querySelectorAll('#matrix > figure .wide g[stroke-dasharray] rect')].length;
    };
    expect(await dashes(9)).toBe(3);
    expect(await dashes(10)).toBe(0);
  });

  it('draws no change where nothing can have been forgotten, and says so', async () => {
    const document = await open(firstRoundReport());
    expect(words(document.querySelector('#matrix'))).toContain('nothing could be forgotten yet');
    expect(document.querySelectorAll('#matrix circle')).toHaveLength(0);
    expect(words(document.querySelector('#gate .tiles'))).toContain('Old toolsnone: nothing could be forgotten');
  });

  it('shows the gate’s matrix first and the other behind an expander', async () => {
    const report = sampleRoundReport(two);
    report.matrices.reverse();
    const document = await open(report);
    expect(words(document.querySelector('#matrix > figure figcaption'))).toContain('(ste)');
    expect([...document.querySelectorAll('#matrix > details > summary')].map(words).at(-1)).toContain('profile strict');
  });

  it('draws the 80 worst of 817 tools and lists them all', async () => {
    const page = await renderRoundReport(wideRoundReport());
    const { document } = parseHTML(page);
    const [, tools] = document.querySelectorAll('#matrix > figure');
    expect(words(tools?.querySelector('figcaption'))).toContain('The 80 of 817 tools');
    expect(drawnTexts(tools, 'wide').filter((text) => text.endsWith('%'))).toHaveLength(80);
    expect(document.querySelectorAll('#matrix > details > .scroll tbody tr:not(.rowgroup)')).toHaveLength(817 + 2);
    expect(page.length).toBeLessThan(3_000_000);
  });

  it('shows the last rounds on a narrow screen, and says that it does', async () => {
    const document = await open(longRoundReport());
    const figure = document.querySelector('#matrix > figure');
    expect(words(figure?.querySelector('figcaption'))).toContain('The last 10 of 24 rounds');
    const heads = drawnTexts(figure, 'narrow').filter((text) => /^R\d/.test(text));
    expect(heads.at(0)).toBe('R15');
    expect(heads.at(-1)).toBe('R24');
  });

  it('says what the round did to each tool, and what had changed', async () => {
    const text = words((await open(improveRoundReport())).querySelector('#changes'));
    for (const piece of [
      'Explored5',
      'Carried over1',
      'Dropped1',
      'optional argument /limit added',
      'type of /date changed from "string" to "integer"',
      'values of /currency: + "EUR" + "CHF" − "DEM"',
    ])
      expect(text).toContain(piece);
  });

  it('reckons what a fixed item cost, and leaves it open where a price is unknown', async () => {
    const document = await open(improveRoundReport());
    const rows = [...document.querySelectorAll('#improvements tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map(words),
    );
    expect(rows).toEqual([
      ['7', '42', '210', '$0.1764', '39', '5', '0', '$0.03528'],
      ['4', '24', '120', '$0.1008', '21', '2', '1', '$0.0504'],
      ['2', '12', '60', 'price unknown', '9', '0', '2', '–'],
      ['13', '78', '390', 'price unknown', '69', '7', '3', '–'],
    ]);
    expect((await open(sampleRoundReport(two))).querySelector('#improvements')).toBeNull();
  });

  it('counts records by origin and round, with their shares', async () => {
    const rows = [...(await open(sampleRoundReport(two))).querySelectorAll('#mix tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map(words).join(' '),
    );
    expect(rows).toEqual([
      'Round 2 (this) own examples 300 12.8%',
      'Round 1 replay 45 1.9%',
      'No round general records 2,000 85.3%',
      'All  2,345 100.0%',
    ]);
  });

  it('leaves out the gate’s own step while that writes the page', async () => {
    const report = sampleRoundReport(two);
    Object.assign(report.rounds.at(-1)?.steps.gate ?? {}, { state: 'running', finishedAt: null });
    const document = await open(report);
    expect(words(document.querySelector('#steps .totals'))).toContain('6 steps');
    expect(document.querySelector('#steps .note')).toBeNull();
  });

  it('proposes what to do next, with its commands and tools', async () => {
    const report = sampleRoundReport(two);
    const gate = report.rounds.at(-1)?.gate;
    Object.assign(gate ?? {}, {
      proposals: [
        {
          kind: 'targeted-trials',
          tools: Array.from({ length: 14 }, (_, index) => `t${index}`),
          message: 'Run `round improve`.',
        },
      ],
    });
    const proposal = (await open(report)).querySelector('#gate .next li');
    expect(words(proposal)).toMatch(/^Targeted trials\. Run round improve\.t0, t1, .*t11 and 2 more$/);
    expect(words(proposal?.querySelector('code'))).toBe('round improve');
  });

  it('adds up steps, and names those that are left', async () => {
    const report = sampleRoundReport(two);
    const round = report.rounds.at(-1);
    delete round?.steps.gate;
    Object.assign(round?.steps.mix ?? {}, { counts: { repairPairs: 38, kept: 1200 } });
    const document = await open(report);
    expect([...document.querySelectorAll('#steps .totals > *')].map(words)).toEqual([
      'All',
      '6 steps',
      '1 h 43 min',
      '955',
      '$0.382',
      '',
    ]);
    expect(words(document.querySelector('#steps .note'))).toBe('Not done: gate.');
    expect(words(document.querySelector('#steps table'))).toContain('repair pairs 38, kept 1,200');
  });
});
