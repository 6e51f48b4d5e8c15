import type {
  Example,
  LossProof,
  PoolExample,
  RepairPair,
  SplitName,
  ToolDefinition,
  ToolSpec,
  TrainingRecord,
} from '@imaginarium/contracts';
import { loadChatTemplate } from './chat-template.ts';
import type { RecordConfig } from './config.ts';
import { createLengthCheck, type LengthCheck } from './length-check.ts';
import { createToolOffer, type Offerable, type ToolOffer } from './offer-tools.ts';
import { proveLoss } from './prove-loss.ts';
import type { SampledGeneral } from './sample-general.ts';
import type { ReplayedExample } from './sample-replay.ts';
import type { EmitContext, Line, Rendering, Target, TargetName } from './target.ts';
import { targets } from './targets.ts';
import { createTokenCounter, type TokenCounter } from './token-counter.ts';

type Rows<T> = Iterable<T> | AsyncIterable<T>;

export interface FormatRequest {
  /** What is new. Of a round, with the round of each. */
  readonly examples: Rows<Example | PoolExample>;
  readonly repairPairs?: Rows<PreferencePair>;
  /** The run's tools: definitions offered, and the versions that examples must have. */
  readonly tools: readonly ToolSpec[];
  readonly target: TargetName;
  readonly config: RecordConfig;
  readonly seed: string | number;
  /**
   * Examples of earlier rounds, already drawn (see sampleReplay), and tools that only those rounds have: they are no tools to offer beside
   * others, but right ones.
   */
  readonly replay?: { readonly examples: Rows<ReplayedExample>; readonly tools: readonly ToolSpec[] } | undefined;
  /** General records, already drawn (see sampleGeneral). They join the train split. */
  readonly general?: Rows<SampledGeneral>;
}

/** A repair pair and, of a round, why it is there. */
export type PreferencePair = RepairPair & { readonly why?: Pick<Lineage, 'origin' | 'round' | 'reason'> };

export type FormatOutcome =
  | { readonly record: TrainingRecord; readonly proof?: LossProof }
  | { readonly refused: { readonly exampleId: string; readonly reason: string } };

/**
 * Turns examples into records of one target, one at a time and in order: the run's own, replayed ones, general ones,
 * then preference pairs. What a target cannot hold, what would not validate, what would train nothing or be cut off
 * comes out as a refusal with its reason, never silently. Nothing is kept between examples: memory stays flat.
 *
 * @throws ImaginariumError `config/tokenizer`, `config/chat-template`
 */
export async function* formatExamples(request: FormatRequest): AsyncGenerator<FormatOutcome> {
  const { config, target: name } = request;
  const target = targets[name];
  const desk: Desk = {
    target,
    config,
    offer: createToolOffer(request.tools.map(definitionOf), { offered: config.tools.offered, seed: request.seed }),
    counter: config.tokenizer === undefined ? undefined : await createTokenCounter({ file: config.tokenizer }),
    isTooLong: createLengthCheck(name, config),
    render:
      name === 'trl' && config.chatTemplate !== undefined && config.trlForm === 'prompt-completion'
        ? await loadChatTemplate(config.chatTemplate)
        : target.render,
  };
  const own = new Map(request.tools.map((tool) => [tool.name, tool]));
  for await (const example of request.examples)
    yield* formatExample(desk, example, own, { origin: 'example', ...whyNew(example) });
  if (request.replay !== undefined) {
    const earlier = new Map(request.replay.tools.map((tool) => [tool.name, tool]));
    const current = new Map([...earlier, ...own]);
    for await (const { example, reason } of request.replay.examples)
      yield* formatExample(desk, example, current, { origin: 'replay', round: example.round, reason });
  }
  for await (const general of request.general ?? []) yield* formatGeneral(desk, general);
  if (config.preference && target.emitPreference !== undefined) {
    for await (const pair of request.repairPairs ?? []) yield* formatPair(desk, pair, own);
  }
}

interface Desk {
  readonly target: Target;
  readonly config: RecordConfig;
  readonly offer: ToolOffer;
  readonly counter: TokenCounter | undefined;
  readonly isTooLong: LengthCheck;
  readonly render: ((line: Line) => Rendering) | undefined;
}

type Tools = ReadonlyMap<string, ToolSpec>;
/** At once but for the rare record whose tokens must be counted: waiting costs more than formatting. */
type MaybeLater = FormatOutcome | Promise<FormatOutcome>;
type Lineage = TrainingRecord['lineage'];

function* formatExample(
  desk: Desk,
  example: Example,
  tools: Tools,
  why: Pick<Lineage, 'origin' | 'round' | 'reason'>,
): Generator<MaybeLater> {
  const { target } = desk;
  const problem = toolProblem(example, tools) ?? originProblem(example) ?? target.unsupported?.(example);
  if (problem !== undefined) {
    yield { refused: { exampleId: example.id, reason: problem } };
    return;
  }
  const offerable = offerableTo(example, tools);
  if (offerable === undefined && target.name !== 'ste') {
    yield { refused: { exampleId: example.id, reason: 'none of the tools that were judged not to serve it is given' } };
    return;
  }
  const { id: exampleId, seedId, trialId, tool, toolVersion } = example;
  const lines = target.emit(example, contextOf(desk, exampleId, offerable));
  const { origin, ...because } = why;
  const split = origin === 'replay' ? 'train' : example.split;
  for (const line of lines)
    yield finish(desk, line, split, 'sft', { origin, exampleId, seedId, trialId, tool, toolVersion, ...because });
}

/** An example of a run that stands alone is there because it is the run's. */
function whyNew(example: Example | PoolExample): Pick<Lineage, 'round' | 'reason'> {
  if (!('round' in example)) return {};
  const { round, migratedFrom = [], tool } = example;
  if (migratedFrom.length === 0) return { round, reason: `new in round ${round}` };
  return { round, reason: `of round ${round}, carried over to another version of ${tool}` };
}

function* formatGeneral(desk: Desk, general: SampledGeneral): Generator<MaybeLater> {
  const { id: exampleId, reason } = general;
  const lineage = { exampleId, seedId: exampleId, trialId: null, tool: null, toolVersion: null, round: null, reason };
  const problem = desk.target.unsupported?.(general);
  if (problem !== undefined) yield { refused: { exampleId, reason: problem } };
  else
    for (const line of desk.target.emitGeneral(general.messages, contextOf(desk, exampleId, undefined)))
      yield finish(desk, line, 'train', 'sft', { origin: 'general', ...lineage });
}

function* formatPair(desk: Desk, pair: PreferencePair, tools: Tools): Generator<MaybeLater> {
  const { id: exampleId, seedId, trialId, tool, toolVersion } = pair;
  const right = tools.get(tool);
  const problem = toolProblem(pair, tools) ?? pairProblem(pair);
  if (problem !== undefined) {
    yield { refused: { exampleId, reason: problem } };
    return;
  }
  const offerable = right && { right: definitionOf(right) };
  const line = desk.target.emitPreference?.(pair, contextOf(desk, exampleId, offerable)) ?? {};
  if ('refused' in line) yield { refused: { exampleId, reason: String(line.refused) } };
  else
    yield finish(desk, line, pair.split, 'preference', {
      origin: 'example',
      ...pair.why,
      ...{ exampleId, seedId, trialId, tool, toolVersion },
    });
}

function finish(desk: Desk, line: Line, split: SplitName, kind: TrainingRecord['kind'], lineage: Lineage): MaybeLater {
  const { target, render, config } = desk;
  const { exampleId } = lineage;
  const refuse = (reason: string): FormatOutcome => ({ refused: { exampleId, reason } });
  const problems = target.validate(line);
  if (problems.length > 0) return refuse(problems.join('; '));
  const record: TrainingRecord = { target: target.name, split, kind, line, lineage };
  if (render === undefined || kind === 'preference') {
    const checked = desk.isTooLong(line);
    const conclude = (reason: string | undefined) => (reason === undefined ? { record } : refuse(reason));
    return checked instanceof Promise ? checked.then(conclude) : conclude(checked);
  }
  const maxTokens = config.maxTokens[target.name];
  const verdict = proveLoss({
    rendering: render(line),
    target: target.name,
    exampleId,
    split,
    maxTokens,
    counter: desk.counter,
  });
  return 'refused' in verdict ? refuse(verdict.refused) : { record, proof: verdict.proof };
}

/** Undefined where nothing may be offered: to a query without a right tool only what was judged not to serve it. */
function offerableTo(example: Example, tools: Tools): Offerable | undefined {
  const right = example.tool === null ? undefined : tools.get(example.tool);
  if (right !== undefined) return { right: definitionOf(right) };
  const among = (example.offered ?? []).flatMap((name) => {
    const spec = tools.get(name);
    return spec === undefined ? [] : [definitionOf(spec)];
  });
  return among.length === 0 ? undefined : { among };
}

function contextOf(desk: Desk, exampleId: string, offerable: Offerable | undefined): EmitContext {
  const { config, target } = desk;
  return {
    tools: target.name === 'ste' || offerable === undefined ? [] : desk.offer(exampleId, offerable),
    system: config.system,
    trlForm: config.trlForm,
    foldSystem: config.foldSystem,
  };
}

const definitions = new WeakMap<ToolSpec, ToolDefinition>();

function definitionOf(spec: ToolSpec): ToolDefinition {
  const known = definitions.get(spec);
  if (known !== undefined) return known;
  const { name, description, parameters } = spec;
  const made = { name, description, parameters };
  definitions.set(spec, made);
  return made;
}

function toolProblem(row: { readonly tool: string | null; readonly toolVersion: string | null }, tools: Tools) {
  if (row.tool === null) return undefined;
  const spec = tools.get(row.tool);
  if (spec === undefined) return `the tool ${row.tool} is not among the tools given`;
  if (spec.version === row.toolVersion) return undefined;
  return `the schema of ${row.tool} has changed since (${row.toolVersion?.slice(0, 12)}, now ${spec.version.slice(0, 12)})`;
}

function originProblem(example: Example): string | undefined {
  return example.origin === 'dry-run' ? 'its observation is from a dry run: the tool was never called' : undefined;
}

function pairProblem({ chosen, rejected }: RepairPair): string | undefined {
  const isSame = chosen.call.name === rejected.call.name && sameArguments(chosen.call, rejected.call);
  return isSame ? 'the rejected call equals the good one: only the outcome of the tool differed' : undefined;
}

function sameArguments(one: RepairPair['chosen']['call'], other: RepairPair['chosen']['call']): boolean {
  if (one.arguments === null || other.arguments === null) return one.argumentsText === other.argumentsText;
  return JSON.stringify(one.arguments) === JSON.stringify(other.arguments);
}
