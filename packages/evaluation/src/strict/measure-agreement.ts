import type { Prediction, PredictionHeader } from '@imaginarium/contracts';
import { replyText } from '../replies.ts';
import { parseSteReply } from '../ste/parse-ste-reply.ts';
import { toJsonObject } from '../ste/python-text.ts';
import { compareArguments } from './compare-arguments.ts';

/** How a cached verdict on the arguments and the strict comparison of the same arguments go together. */
export interface AgreementCounts {
  readonly total: number;
  readonly bothCorrect: number;
  readonly bothWrong: number;
  /** Correct by the cached verdict only. */
  readonly onlyCached: number;
  /** Correct by the strict comparison only. */
  readonly onlyStrict: number;
  /** Share of equal verdicts, 0 to 1; null when there are none to compare. */
  readonly share: number | null;
}

export interface Agreement {
  /** Items that the paper has a model judge. */
  readonly judged: AgreementCounts;
  /** Items that the paper compares as text. */
  readonly compared: AgreementCounts;
}

export interface AgreementTally {
  /** Counts a row that carries a cached verdict on its arguments, which is there where its tool matched; passes over others. */
  add(prediction: Prediction): void;
  finish(): Agreement;
}

/**
 * Measures how far the strict comparison of arguments agrees with the verdicts that saved results carry. Only the
 * comparison is measured: arguments are read, and tools matched, by the paper's rules, as they were for the verdicts.
 */
export function createAgreementTally(header: Pick<PredictionHeader, 'tools'>): AgreementTally {
  const tools = new Map(header.tools.map((tool) => [tool.name, tool]));
  const counts = { judged: emptyCounts(), compared: emptyCounts() };
  return {
    add: ({ item, message, cached }) => {
      const [gold] = item.calls;
      if (message === null || gold === undefined || !cached?.toolMatch || cached.argumentsCorrect === undefined) return;
      const reply = parseSteReply(replyText(message));
      if (reply.kind !== 'call') return;
      const isCorrect = compareArguments(gold, toJsonObject(reply.arguments), tools.get(gold.tool)).length === 0;
      const count = counts[item.isJudged ? 'judged' : 'compared'];
      if (cached.argumentsCorrect) count[isCorrect ? 'bothCorrect' : 'onlyCached']++;
      else count[isCorrect ? 'onlyStrict' : 'bothWrong']++;
    },
    finish: () => ({ judged: withShare(counts.judged), compared: withShare(counts.compared) }),
  };
}

/** The agreement over all rows of a predictions file. */
export async function measureAgreement(
  rows: AsyncIterable<Prediction> | Iterable<Prediction>,
  header: Pick<PredictionHeader, 'tools'>,
): Promise<Agreement> {
  const tally = createAgreementTally(header);
  for await (const row of rows) tally.add(row);
  return tally.finish();
}

/** The agreement over several files. */
export function sumAgreements(agreements: readonly Agreement[]): Agreement {
  const sum = (part: keyof Agreement) => {
    const counts = emptyCounts();
    for (const agreement of agreements) for (const key of VERDICT_PAIRS) counts[key] += agreement[part][key];
    return withShare(counts);
  };
  return { judged: sum('judged'), compared: sum('compared') };
}

const VERDICT_PAIRS = ['bothCorrect', 'bothWrong', 'onlyCached', 'onlyStrict'] as const;

function emptyCounts(): Record<(typeof VERDICT_PAIRS)[number], number> {
  return { bothCorrect: 0, bothWrong: 0, onlyCached: 0, onlyStrict: 0 };
}

function withShare(counts: ReturnType<typeof emptyCounts>): AgreementCounts {
  const total = VERDICT_PAIRS.reduce((sum, pair) => sum + counts[pair], 0);
  return { total, ...counts, share: total === 0 ? null : (counts.bothCorrect + counts.bothWrong) / total };
}
