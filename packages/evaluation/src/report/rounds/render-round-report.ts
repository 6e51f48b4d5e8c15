import type { RoundReport } from '@imaginarium/contracts';

/**
 * The report of a project after a round as one self-contained HTML page without any script: it opens from disk, loads
 * nothing, follows the reader's light or dark setting and fits wide and narrow screens. The same report gives the same
 * page, byte for byte. Nothing that comes from data can run in it.
 */
export async function renderRoundReport(report: RoundReport): Promise<string> {
  const { renderRoundPage } = await import('./round-page.ts');
  return renderRoundPage(report);
}
