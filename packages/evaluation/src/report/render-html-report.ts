import type { EvaluationReport } from '@imaginarium/contracts';

/**
 * A report as one self-contained HTML page: it opens from disk, loads nothing, follows the reader's light or dark
 * setting, fits wide and narrow screens, and can be read without its script. The same report gives the same page, byte
 * for byte. Nothing that comes from data can run in it. The plotting library is loaded by the first call, not by the import.
 */
export async function renderHtmlReport(report: EvaluationReport): Promise<string> {
  const { renderPage } = await import('./page.ts');
  return renderPage(report);
}
