import type { Purpose } from '@imaginarium/contracts';
import type { CurationConfig } from './curation-config.ts';
import { paraphrasesWanted } from './paraphrase-example.ts';
import { itemsWanted } from './split-examples.ts';

export interface CallRange {
  readonly low: number;
  readonly high: number;
}

export interface CurationPlan {
  /** Model calls by purpose. */
  readonly calls: Readonly<Record<Extract<Purpose, 'judge' | 'paraphrase' | 'imagine' | 'solve'>, CallRange>>;
}

/** Share of the trials that reach the judge, and of the judged that become seeds, when little is kept. */
const LOW_YIELD = 0.4;

/**
 * Estimates the model calls of curation without making any. Low: two fifths of the trials are valid, two fifths of those
 * are kept, and every reply is accepted at once. High: every trial is valid and kept, a fifth of the replies is asked for
 * again, and half of the trials and paraphrases need the judge for grounding.
 */
export function planCuration({
  tools,
  trialsPerTool,
  config,
}: {
  readonly tools: number;
  readonly trialsPerTool: number;
  readonly config: CurationConfig;
}): CurationPlan {
  const low = estimate(tools, trialsPerTool * LOW_YIELD, trialsPerTool * LOW_YIELD * LOW_YIELD, config, 1, 0);
  const high = estimate(tools, trialsPerTool, trialsPerTool, config, 1.2, 0.5);
  // Few seeds are reworded more often than many: the ends of the range are those of both cases.
  const range = (purpose: keyof CurationPlan['calls']): CallRange => ({
    low: Math.floor(Math.min(low[purpose], high[purpose])),
    high: Math.ceil(Math.max(low[purpose] * 1.2, high[purpose])),
  });
  return {
    calls: {
      judge: range('judge'),
      paraphrase: range('paraphrase'),
      imagine: range('imagine'),
      solve: range('solve'),
    },
  };
}

function estimate(
  tools: number,
  judged: number,
  seeds: number,
  config: CurationConfig,
  again: number,
  grounding: number,
): Record<keyof CurationPlan['calls'], number> {
  const heldOut = Math.min(
    seeds / 2,
    itemsWanted(config.split.test, seeds) + itemsWanted(config.split.validation, seeds),
  );
  const trained = Math.max(0, seeds - heldOut);
  const paraphrases = tools * trained * paraphrasesWanted(Math.round(trained), config.paraphrase);
  const noCall = config.noCall.enabled ? (tools * seeds + paraphrases) * config.noCall.ratio : 0;
  const asksGrounding = config.grounding.enabled && config.grounding.askJudge ? grounding : 0;
  const perTrial = (config.judge.enabled ? again : 0) + asksGrounding;
  return {
    judge: tools * judged * perTrial + paraphrases * asksGrounding + noCall * again,
    paraphrase: paraphrases * again,
    imagine: noCall * again,
    solve: noCall * again,
  };
}
