import { createRandom, type Example, type Removal, type SplitName } from '@imaginarium/contracts';
import { createNearDuplicateIndex } from '@imaginarium/similarity';
import { answerNoCall, buildNoCall, noCallRemoval } from './answer-no-call.ts';
import { createContaminationCheck, decontaminate } from './decontaminate.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { NoCallContext } from './no-call-examples.ts';
import { checkWording } from './paraphrase-check.ts';
import { removeDuplicates } from './remove-duplicates.ts';

/** A query that a tool served which is gone. */
export interface UnservedQuery {
  /** Of the example that it comes from; the no-call example is `no-call/ID`. */
  readonly id: string;
  readonly query: string;
  /** Stays: what was held out is held out, what was trained may be trained. */
  readonly split: SplitName;
}

/**
 * Makes no-call examples of given queries instead of imagined ones: each is answered with a seeded sample of the remaining tools
 * offered and kept when no call was made and the judge finds that none of the tools serves it and that the answer helps. Queries
 * near a call example, near a held-out one or near each other are never asked about. At most one call to `solve` and
 * `config.judge.attempts` to `judge` for each query.
 */
export async function noCallFromQueries(
  queries: readonly UnservedQuery[],
  context: Omit<NoCallContext, 'imagine' | 'near' | 'earlierQueries'>,
): Promise<{ readonly examples: Example[]; readonly removals: Removal[] }> {
  const { config, seed, tools } = context;
  const threshold = config.split.clusterThreshold;
  const calls = createNearDuplicateIndex({ threshold });
  for (const query of context.callQueries) calls.add(query);
  const removals: Removal[] = [];
  const rows = queries
    .map((row) => ({ ...row, id: `no-call/${row.id}`, tool: null }))
    .filter(({ id, query }) => {
      const reason =
        tools.length === 0
          ? 'no tool is left to be offered'
          : calls.nearest(query) === undefined
            ? undefined
            : 'it is near the query of a call example';
      if (reason !== undefined) removals.push(noCallRemoval(id, query, reason));
      return reason === undefined;
    });
  const heldOut = rows
    .filter(({ split }) => split === 'test')
    .map(({ id, query }) => ({ source: `test (${id})`, query }));
  const clean = decontaminate(rows, createContaminationCheck([...context.contaminants, ...heldOut], threshold));
  const unique = removeDuplicates(
    clean.kept,
    config.nearDuplicates.enabled ? config.nearDuplicates.threshold : undefined,
  );
  removals.push(...clean.removals, ...unique.removals);
  const outcomes = await mapConcurrently(
    unique.kept,
    async ({ id, query, split }) => {
      const offered = createRandom(`${seed}/${id}`).shuffle(tools).slice(0, config.noCall.offered);
      const wording = checkWording(query, offered, []);
      if (wording !== undefined) return noCallRemoval(id, query, wording);
      const row = await answerNoCall({ id, query, offered }, context);
      return 'stage' in row ? row : buildNoCall(row, split);
    },
    context,
  );
  const examples: Example[] = [];
  for (const outcome of outcomes) {
    if ('stage' in outcome) removals.push(outcome);
    else examples.push(outcome);
  }
  return { examples, removals };
}
