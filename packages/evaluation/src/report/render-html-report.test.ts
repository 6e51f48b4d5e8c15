import { createHash } from 'node:crypto';
import { evaluationReportSchema } from '@imaginarium/contracts';
import { parseHTML } from 'linkedom';
import { describe, expect, it, vi } from 'vitest';
import { renderHtmlReport } from './render-html-report.ts';
import { hostileReport } from './testing/hostile-report.ts';
import { minimalReport, sampleReport } from './testing/sample-reports.ts';

const loads = vi.hoisted(() => ({ plot: 0 }));
vi.mock('@observablehq/plot', async (original) => {
  loads.plot += 1;
  return original();
});

function policyOf(page: string): string {
  return parseHTML(page).document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
}

function inner(page: string, tag: 'script' | 'style'): string {
  return page.slice(page.indexOf(`<${tag}>`) + tag.length + 2, page.indexOf(`</${tag}>`));
}

describe('renderHtmlReport', () => {
  it('loads the plotting library when a report is rendered, not before', async () => {
    expect(loads.plot).toBe(0);
    await renderHtmlReport(minimalReport());
    expect(loads.plot).toBe(1);
  });

  it('is given reports that the contract allows', () => {
    for (const report of [sampleReport(), minimalReport(), hostileReport()])
      expect(evaluationReportSchema.safeParse(report).error).toBeUndefined();
  });

  it('gives the same bytes for the same report', async () => {
    expect(await renderHtmlReport(sampleReport())).toBe(await renderHtmlReport(sampleReport()));
  });

  it('allows nothing but its own script and style, by their hashes', async () => {
    const page = await renderHtmlReport(sampleReport());
    const policy = policyOf(page);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    for (const tag of ['script', 'style'] as const)
      expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(inner(page, tag)).digest('base64')}'`);
    expect(page).not.toMatch(/\s(?:src|srcset|style|on\w+)=/);
    expect(page).not.toMatch(/href="[^#]/);
  });

  it('leaves hostile text as text', async () => {
    const page = await renderHtmlReport(hostileReport());
    expect(page).not.toMatch(/<script>window|<img|<\/title><script/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain('&lt;img src=x onerror=&quot;window.broken=1&quot;&gt;');
  });

  it('shows every model under both profiles, with intervals', async () => {
    const report = sampleReport();
    const { document } = parseHTML(await renderHtmlReport(report));
    const rows = [...document.querySelectorAll('table.scores tbody')].map((body) =>
      [...body.querySelectorAll('th[scope="row"]')].map((cell) => cell.textContent),
    );
    expect(rows).toEqual(report.evaluations.map(() => ['strict', 'ste']));
    const strict = report.evaluations[2]!.scores.strict.correct;
    const cell = document.querySelectorAll('table.scores tbody')[2]?.querySelectorAll('td')[2]?.textContent;
    expect(cell).toBe(
      `${(strict.value! * 100).toFixed(1)}%${(strict.low! * 100).toFixed(1)} to ${(strict.high! * 100).toFixed(1)}${strict.count} of ${strict.of}`,
    );
  });

  it('says in plain words when no difference is shown', async () => {
    const report = sampleReport();
    for (const comparison of report.comparisons) comparison.conclusion = 'no-difference-shown';
    const { document } = parseHTML(await renderHtmlReport(report));
    const words = [...document.querySelectorAll('table.comparisons td.words')].map((cell) => cell.textContent);
    expect(new Set(words)).toEqual(new Set(['no difference shown']));
    expect(words).toHaveLength(report.comparisons.length);
  });

  it('warns up front of different data, undecided verdicts and data problems', async () => {
    const report = sampleReport();
    report.evaluations[0]!.header.data = { ...report.evaluations[0]!.header.data, hash: 'other' };
    const warnings = parseHTML(await renderHtmlReport(report)).document.querySelector('.warnings')?.textContent ?? '';
    expect(warnings).toContain('2 different test sets');
    expect(warnings).toContain('Undecided for want of a judge');
    expect(warnings).toContain('3. mistral_FT 11');
    expect(parseHTML(await renderHtmlReport(minimalReport())).document.querySelector('.warnings')).toBeNull();
  });

  it('says what is unknown instead of leaving it out', async () => {
    const { document } = parseHTML(await renderHtmlReport(minimalReport()));
    expect(document.querySelector('#cost')?.textContent).toContain('price unknown');
    expect(document.querySelector('#cost')?.textContent).toContain('not recorded');
    expect(document.querySelector('#reproduction')?.textContent).toContain('unknown: the file does not say');
    expect(document.querySelector('#errors')?.textContent).toContain('No miss at all');
  });

  it('has a column for pass^k, irrelevance and several calls only where they were measured', async () => {
    const report = minimalReport();
    const heads = async () =>
      [...parseHTML(await renderHtmlReport(report)).document.querySelectorAll('table.scores thead th')].map(
        (head) => head.firstChild?.textContent,
      );
    expect(await heads()).toEqual(['Model', 'Profile', 'Well-formed', 'Tool match', 'Correct']);
    const { strict } = report.evaluations[0]!.scores;
    strict.passHatK = [1, 2].map((k) => ({ k, metric: strict.correct }));
    strict.multiCall = strict.correct;
    strict.irrelevance = strict.correct;
    expect((await heads()).slice(5)).toEqual(['Irrelevance', 'Several calls', 'pass^2']);
  });

  it('draws the worst tools and lists all of 800', async () => {
    const page = await renderHtmlReport(sampleReport({ models: ['a', 'b'], tools: 800, itemsPerTool: 2 }));
    const { document } = parseHTML(page);
    expect(document.querySelector('#tools figcaption')?.textContent).toContain('20 tools of 800');
    expect(document.querySelectorAll('#tools table tbody tr')).toHaveLength(800);
    expect(page.length).toBeLessThan(3_000_000);
  });
});
