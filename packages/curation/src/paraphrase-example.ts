import { cleanQuery, type Example, type Place, type Removal } from '@imaginarium/contracts';
import { askGrounding } from './ask-grounding.ts';
import { askRewording } from './ask-rewording.ts';
import { buildParaphrase } from './build-example.ts';
import type { GroundedCandidate } from './candidate.ts';
import type { CurationConfig } from './curation-config.ts';
import type { ContaminationCheck } from './decontaminate.ts';
import type { GroundedLeaf } from './ground-arguments.ts';
import { checkWording } from './paraphrase-check.ts';
import { PARAPHRASE_SYSTEM, paraphrasePrompt } from './prompts/paraphrase-prompt.ts';
import type { RowModel } from './row-model.ts';
import { checkSlots } from './slot-check.ts';

export interface ParaphraseContext {
  readonly paraphrase: RowModel;
  readonly judge: RowModel;
  readonly config: CurationConfig;
  /** Finds test, validation and foreign queries that a rewording comes too near to. */
  readonly heldOut: ContaminationCheck;
}

/** Rewordings wanted of each of a tool's training seeds (method §2): min(round(target / seeds) - 1, maximum), at least 0. */
export function paraphrasesWanted(seeds: number, { enabled, target, maximum }: CurationConfig['paraphrase']): number {
  if (!enabled || seeds === 0) return 0;
  return Math.max(0, Math.min(Math.round(target / seeds) - 1, maximum));
}

/**
 * Rewords one training seed up to `wanted` times, one after the other, so that each rewording avoids the ones before.
 * A rewording that fails a check is asked for again with the reason; each refusal and each model failure is a removal.
 */
export async function paraphraseExample(
  seed: GroundedCandidate,
  wanted: number,
  context: ParaphraseContext,
): Promise<{ readonly examples: Example[]; readonly removals: Removal[] }> {
  const { config, paraphrase } = context;
  const examples: Example[] = [];
  const removals: Removal[] = [];
  const avoid: { query: string; reason?: string }[] = [];
  const keep = seed.grounding
    .filter(({ from }) => from !== 'default' && from !== 'none')
    .map(({ leaf }) => ({ path: leaf.path, value: leaf.value }));
  let asked = 0;
  for (let ordinal = 1; ordinal <= wanted; ordinal++) {
    for (let attempt = 0; attempt < config.paraphrase.attempts; attempt++) {
      const id = `${seed.trial.id}~${ordinal}`;
      const reply = await paraphrase.ask({
        purpose: 'paraphrase',
        place: { tool: seed.tool.name, item: seed.trial.id, step: 'paraphrase', ordinal: asked++ },
        messages: [
          { role: 'system', content: PARAPHRASE_SYSTEM },
          { role: 'user', content: paraphrasePrompt({ query: seed.query, keep, avoid }) },
        ],
        temperature: 1,
      });
      const query = reply.ok ? cleanQuery(reply.value.message.content) : '';
      const reason = reply.ok ? await refuse(seed, query, asked, examples, context) : reply.reason;
      if (reason === undefined) {
        examples.push(buildParaphrase(seed, query, ordinal));
        avoid.push({ query });
        break;
      }
      removals.push({ stage: 'paraphrase', id, tool: seed.tool.name, query, reason });
      if (!reply.ok) return { examples, removals };
      avoid.push({ query, reason });
    }
  }
  return { examples, removals };
}

async function refuse(
  seed: GroundedCandidate,
  query: string,
  asked: number,
  siblings: readonly Example[],
  { judge, config, heldOut }: ParaphraseContext,
): Promise<string | undefined> {
  const wording = checkWording(query, [seed.tool], [seed.query, ...siblings.map((sibling) => sibling.query)]);
  if (wording !== undefined) return wording;
  const near = heldOut(query);
  if (near !== undefined) return `likeness ${near.similarity.toFixed(2)} to a held-out query (${near.source})`;
  const { reason, undecided } = checkSlots(seed.grounding, seed.query, query, seed.tool.parameters);
  if (reason !== undefined) return reason;
  return config.paraphrase.askJudge
    ? judgeRewording(seed, query, { asked, undecided, judge, config })
    : judgeValues(seed, query, { asked, undecided, judge, config });
}

interface Judging {
  readonly asked: number;
  readonly undecided: readonly GroundedLeaf[];
  readonly judge: RowModel;
  readonly config: CurationConfig;
}

/** One question about the whole rewording: an unreadable reply is no yes. */
async function judgeRewording(
  seed: GroundedCandidate,
  rewording: string,
  { asked, undecided, judge, config }: Judging,
): Promise<string | undefined> {
  const answer = await askRewording(
    {
      tool: seed.tool,
      query: seed.query,
      rewording,
      arguments: seed.solution.call.arguments,
      doubtful: undecided.map(({ path }) => path),
      place: placeOf(seed, asked, 'rewording'),
    },
    { model: judge, attempts: config.judge.attempts },
  );
  if (!answer.ok) return `it could not be judged: ${answer.reason}`;
  return answer.value.same ? undefined : `it does not ask the same: ${answer.value.reason} (judge)`;
}

/** Where nobody judges the whole rewording: a question about the values that rules cannot decide. */
async function judgeValues(
  seed: GroundedCandidate,
  query: string,
  { asked, undecided, judge, config: { grounding, judge: judging } }: Judging,
): Promise<string | undefined> {
  // With grounding switched off nobody asked where a choice comes from; its rewordings are not asked either.
  const open = undecided.filter(({ from }) => from !== 'choice' || grounding.enabled);
  if (open.length === 0) return undefined;
  const paths = (leaves: typeof open) => leaves.map(({ path }) => path).join(', ');
  if (!grounding.askJudge) return `only a judge could find ${paths(open)} in it, and none may be asked`;
  const answer = await askGrounding(
    {
      tool: seed.tool,
      query,
      arguments: seed.solution.call.arguments,
      leaves: open,
      place: placeOf(seed, asked, 'grounding'),
    },
    { model: judge, attempts: judging.attempts },
  );
  if (!answer.ok) return `its values could not be judged: ${answer.reason}`;
  const lost = open.filter((_, at) => !answer.value[at]);
  return lost.length === 0 ? undefined : `it loses ${paths(lost)} (judge)`;
}

function placeOf(seed: GroundedCandidate, asked: number, step: string): Place {
  return { tool: seed.tool.name, item: `${seed.trial.id}~?${asked}`, step, ordinal: 0 };
}
