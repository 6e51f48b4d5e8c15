import type { CallRange, Purpose } from '@imaginarium/contracts';
import type { CurationConfig } from './curation-config.ts';
import { paraphrasesWanted } from './paraphrase-example.ts';
import { itemsWanted } from './split-examples.ts';

export interface CurationPlan {
  /** Model calls by purpose. */
  readonly calls: Readonly<Record<Extract<Purpose, 'judge' | 'paraphrase' | 'imagine' | 'solve'>, CallRange>>;
}

/** Share of the trials that reach the judge, and of the judged that become seeds, when little is kept. */
const LOW_YIELD = 0.4;
/** Times a question is asked on average when replies are bad. */
const AGAIN = 1.5;
/** Share of the calls with a value that only a judge can derive (choices and booleans among them), when there are many. */
const JUDGED_VALUES = 0.75;

type Calls = Record<keyof CurationPlan['calls'], number>;

/**
 * Estimates the model calls of curation without making any. Low: two fifths of the trials are valid, two fifths of those
 * are kept, every reply is accepted at once. High: all trials are valid and kept, or as many as need most rewordings;
 * half of the replies are asked for again, and three quarters of the calls hold a value that only the judge can derive.
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
  const fewest = Math.floor(trialsPerTool * LOW_YIELD ** 2);
  const yields = Array.from({ length: trialsPerTool - fewest + 1 }, (_, at) => fewest + at);
  const low = yields.map((seeds) => estimate(trialsPerTool * LOW_YIELD, seeds, config, 1, 0));
  const high = yields.map((seeds) => estimate(trialsPerTool, seeds, config, AGAIN, JUDGED_VALUES));
  const range = (purpose: keyof Calls): CallRange => ({
    low: Math.floor(tools * Math.min(...low.map((calls) => calls[purpose]))),
    high: Math.ceil(tools * Math.max(...high.map((calls) => calls[purpose]))),
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

/** Calls for one tool. */
function estimate(judged: number, seeds: number, config: CurationConfig, again: number, judgedValues: number): Calls {
  const { split, judge, grounding, noCall } = config;
  const heldOut = Math.min(
    Math.floor(seeds / 2),
    itemsWanted(split.test, seeds) + itemsWanted(split.validation, seeds),
  );
  const trained = seeds - heldOut;
  const paraphrases = trained * paraphrasesWanted(trained, config.paraphrase);
  const noCalls = noCall.enabled ? (seeds + paraphrases) * noCall.ratio * again : 0;
  const asksGrounding = grounding.enabled && grounding.askJudge ? judgedValues * again : 0;
  const reworded = paraphrases * again;
  return {
    judge:
      judged * ((judge.enabled ? again : 0) + asksGrounding) +
      reworded * (config.paraphrase.askJudge ? again : grounding.askJudge ? judgedValues * again : 0) +
      noCalls,
    paraphrase: reworded,
    imagine: noCalls,
    solve: noCalls,
  };
}
