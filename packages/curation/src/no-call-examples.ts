import {
  cleanQuery,
  createRandom,
  type Example,
  type Random,
  type Removal,
  type ToolSpec,
} from '@imaginarium/contracts';
import { createNearDuplicateIndex } from '@imaginarium/similarity';
import { answerNoCall, buildNoCall, type NoCallRow, noCallRemoval, summaryOf } from './answer-no-call.ts';
import type { CurationConfig } from './curation-config.ts';
import type { Contaminant } from './decontaminate.ts';
import { createContaminationCheck, decontaminate } from './decontaminate.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { checkWording } from './paraphrase-check.ts';
import { NO_CALL_IMAGINE_SYSTEM, noCallImaginePrompt } from './prompts/no-call-prompt.ts';
import { removeDuplicates } from './remove-duplicates.ts';
import type { RowModel } from './row-model.ts';
import { splitExamples } from './split-examples.ts';

/** Examples wanted of requests that come close to a tool and that it cannot serve. */
export interface NearMisses {
  /** Legal name of one of the tools. */
  readonly tool: string;
  readonly wanted: number;
}

export interface NoCallContext {
  readonly imagine: RowModel;
  readonly solve: RowModel;
  readonly judge: RowModel;
  readonly config: CurationConfig;
  readonly seed: string | number;
  readonly tools: readonly ToolSpec[];
  /** Queries of the call examples: the same wording cannot both need a call and need none. */
  readonly callQueries: readonly string[];
  readonly contaminants: readonly Contaminant[];
  /** More examples, each lot near one of the tools: requests that look as if it served them. */
  readonly near?: readonly NearMisses[] | undefined;
  /** No-call queries made elsewhere, oldest first: new ones are to differ from the latest. */
  readonly earlierQueries?: readonly string[] | undefined;
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  readonly onDone?: (done: number) => void;
}

/** Queries imagined side by side; those of earlier waves are shown. Fixed, so that the outcome does not hang on concurrency. */
const WAVE = 16;
/** Earlier queries shown at most. */
const REMEMBERED = 40;
/**
 * Makes up to `wanted` examples in which no tool serves the query (method §6): imagined against a seeded sample of the
 * tools, answered with that sample offered, kept when no call was made and the judge finds the query unserved and the
 * answer helpful. Twice as many as wanted are tried at most. Split like seeds. Near misses of a tool, where asked for, come
 * after the others, the tool among those offered; their ids are `no-call/TOOL/N`, of the others `no-call/N`.
 */
export async function noCallExamples(
  wanted: number,
  context: NoCallContext,
): Promise<{ readonly examples: Example[]; readonly removals: Removal[] }> {
  const { config } = context;
  const removals: Removal[] = [];
  const calls = createNearDuplicateIndex({ threshold: config.split.clusterThreshold });
  for (const query of context.callQueries) calls.add(query);
  let kept: NoCallRow[] = [];
  const queries: string[] = [...(context.earlierQueries ?? [])];
  for (const lot of [{ tool: undefined, wanted }, ...(context.near ?? [])]) {
    const goal = kept.length + lot.wanted;
    for (let tried = 0; kept.length < goal && tried < lot.wanted * 2; ) {
      const size = Math.min(WAVE, goal - kept.length, lot.wanted * 2 - tried);
      const rows = await mapConcurrently(
        Array.from({ length: size }, (_, at) => tried + at),
        (number) => makeOne(number, lot.tool, queries.slice(-REMEMBERED), context),
        { ...context, onDone: undefined },
      );
      tried += size;
      for (const row of rows) {
        if (row.query !== '') queries.push(row.query);
        if ('stage' in row) removals.push(row);
        else if (calls.nearest(row.query) === undefined) kept.push(row);
        else removals.push(noCallRemoval(row.id, row.query, 'it is near the query of a call example'));
      }
      const unique = removeDuplicates(
        kept,
        config.nearDuplicates.enabled ? config.nearDuplicates.threshold : undefined,
      );
      kept = unique.kept;
      removals.push(...unique.removals);
      context.onDone?.(kept.length);
    }
  }
  const splits = splitExamples(kept, config.split, context.seed);
  const examples = kept.map((row) => buildNoCall(row, splits.get(row.id) ?? 'train'));
  const clean = decontaminate(examples, createContaminationCheck(context.contaminants, config.split.clusterThreshold));
  return { examples: clean.kept, removals: [...removals, ...clean.removals] };
}

async function makeOne(
  number: number,
  near: string | undefined,
  earlierQueries: readonly string[],
  context: NoCallContext,
): Promise<NoCallRow | Removal> {
  const { imagine, config, seed, tools } = context;
  const id = near === undefined ? `no-call/${number}` : `no-call/${near}/${number}`;
  const offered = drawOffered(tools, near, config.noCall.offered, createRandom(`${seed}/${id}`));
  const imagined = await imagine.ask({
    purpose: 'imagine',
    place: { item: id, step: 'no-call', ordinal: 0 },
    messages: [
      { role: 'system', content: NO_CALL_IMAGINE_SYSTEM },
      {
        role: 'user',
        content: noCallImaginePrompt({
          tools: offered.map(summaryOf),
          earlierQueries: [...earlierQueries],
          ...(near === undefined ? {} : { near }),
        }),
      },
    ],
    temperature: 1,
  });
  if (!imagined.ok) return noCallRemoval(id, '', imagined.reason);
  const query = cleanQuery(imagined.value.message.content);
  const wording = checkWording(query, offered, earlierQueries);
  if (wording !== undefined) return noCallRemoval(id, query, wording);
  return answerNoCall({ id, query, offered }, context);
}

function drawOffered(tools: readonly ToolSpec[], near: string | undefined, count: number, random: Random): ToolSpec[] {
  const own = tools.filter(({ name }) => name === near);
  const others = random.shuffle(tools.filter(({ name }) => name !== near)).slice(0, count - own.length);
  return own.length === 0 ? others : random.shuffle([...own, ...others]);
}
