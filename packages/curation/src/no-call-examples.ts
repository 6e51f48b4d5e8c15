import {
  cleanQuery,
  createRandom,
  type Example,
  type Random,
  type Removal,
  type ToolSpec,
} from '@imaginarium/contracts';
import { createNearDuplicateIndex } from '@imaginarium/similarity';
import { z } from 'zod';
import type { CurationConfig } from './curation-config.ts';
import type { Contaminant } from './decontaminate.ts';
import { createContaminationCheck, decontaminate } from './decontaminate.ts';
import { definitionOf } from './judge-trial.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { nearestTools } from './nearest-tools.ts';
import { checkWording } from './paraphrase-check.ts';
import {
  NO_CALL_IMAGINE_SYSTEM,
  NO_CALL_JUDGE_SYSTEM,
  NO_CALL_SOLVE_SYSTEM,
  noCallImaginePrompt,
  noCallJudgePrompt,
} from './prompts/no-call-prompt.ts';
import { removeDuplicates } from './remove-duplicates.ts';
import { askStructured, type RowModel } from './row-model.ts';
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
/** Tools that the judge is shown at most. */
const JUDGED_TOOLS = 64;

const noCallJudgementSchema = z.object({ served: z.boolean(), helpful: z.boolean(), reason: z.string() });

interface Imagined {
  readonly id: string;
  readonly tool: null;
  readonly query: string;
  readonly answer: string;
  /** Names of the tools that the judge was shown. */
  readonly judged: readonly string[];
}

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
  let kept: Imagined[] = [];
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
        else removals.push(removal(row.id, row.query, 'it is near the query of a call example'));
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
  { imagine, solve, judge, config, seed, tools }: NoCallContext,
): Promise<Imagined | Removal> {
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
  if (!imagined.ok) return removal(id, '', imagined.reason);
  const query = cleanQuery(imagined.value.message.content);
  const wording = checkWording(query, offered, earlierQueries);
  if (wording !== undefined) return removal(id, query, wording);
  const solved = await solve.ask({
    purpose: 'solve',
    place: { item: id, step: 'no-call', ordinal: 0 },
    messages: [
      { role: 'system', content: NO_CALL_SOLVE_SYSTEM },
      { role: 'user', content: query },
    ],
    tools: offered.map(definitionOf),
  });
  if (!solved.ok) return removal(id, query, solved.reason);
  const { message, finishReason } = solved.value;
  if (message.toolCalls !== undefined || /^\s*Action Input\s*:/m.test(message.content))
    return removal(id, query, 'a call was made');
  const answer = message.content.trim();
  if (answer === '' || finishReason === 'length') return removal(id, query, 'no whole answer was given');
  const judged = nearestTools(query, tools, offered, JUDGED_TOOLS).map(summaryOf);
  const verdict = await askStructured(judge, {
    request: { purpose: 'judge', place: { item: id, step: 'no-call', ordinal: 0 }, temperature: 0 },
    system: NO_CALL_JUDGE_SYSTEM,
    user: noCallJudgePrompt({ tools: judged, query, answer }),
    name: 'no_call_judgement',
    schema: noCallJudgementSchema,
    attempts: config.judge.attempts,
  });
  if (!verdict.ok) return removal(id, query, verdict.reason);
  const { served, helpful, reason } = verdict.value;
  if (served) return removal(id, query, `a tool serves it: ${reason}`);
  if (!helpful) return removal(id, query, `the answer does not help: ${reason}`);
  return { id, tool: null, query, answer, judged: judged.map(({ name }) => name) };
}

function drawOffered(tools: readonly ToolSpec[], near: string | undefined, count: number, random: Random): ToolSpec[] {
  const own = tools.filter(({ name }) => name === near);
  const others = random.shuffle(tools.filter(({ name }) => name !== near)).slice(0, count - own.length);
  return own.length === 0 ? others : random.shuffle([...own, ...others]);
}

const summaryOf = ({ name, description }: ToolSpec) => ({ name, description });

function removal(id: string, query: string, reason: string): Removal {
  return { stage: 'no-call', id, tool: null, query, reason };
}

function buildNoCall({ id, query, answer, judged }: Imagined, split: Example['split']): Example {
  return {
    id,
    kind: 'no-call',
    tool: null,
    toolVersion: null,
    trialId: null,
    paraphraseOf: null,
    seedId: id,
    split,
    query,
    solution: null,
    answer,
    messages: [
      { role: 'user', content: query },
      { role: 'assistant', content: answer },
    ],
    trace: [],
    origin: null,
    judgement: null,
    grounding: [],
    offered: [...judged],
  };
}
