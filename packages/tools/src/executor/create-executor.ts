import {
  type Clock,
  canonicalJson,
  type Executor,
  ImaginariumError,
  isTooDeep,
  type JsonObject,
  type JsonValue,
  MOST_LEVELS,
  type Observation,
  type ObservationOrigin,
  type Place,
  type Random,
  type RecordingStore,
  type Tool,
  type ToolCall,
  type ToolCallContext,
  type ToolOutput,
} from '@imaginarium/contracts';
import type { z } from 'zod';
import { callWithinTime } from './call-within-time.ts';
import { executionPolicySchema } from './execution-policy.ts';
import { effectOf, gate } from './gate.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { nearestNames } from './nearest-names.ts';
import { type Failure, failureOfOutput, failureOfThrown } from './observe-failure.ts';
import { createRateLimit } from './rate-limit.ts';
import { type RecordingMode, record, recordingKey } from './recordings.ts';
import { createRedactor } from './redact.ts';
import { shortenObservation } from './shorten-observation.ts';
import { createArgumentValidator } from './validate-arguments.ts';

export interface ExecutorOptions {
  readonly tools: readonly Tool[];
  readonly clock: Clock;
  /** Each call gets a source of its own, forked by place and tool: order and concurrency do not change results. */
  readonly random: Random;
  /** The value of a secret by name. Values handed out are redacted from then on. @throws ImaginariumError `secret/missing` */
  readonly secret: (name: string) => string;
  /** @default a fetch that refuses private addresses except `policy.allowHosts` */
  readonly fetch?: typeof globalThis.fetch;
  /** @default read-only, 15 s, 2,048 characters (see `executionPolicySchema`) */
  readonly policy?: z.input<typeof executionPolicySchema>;
  readonly recordings?: RecordingStore;
  /** @default 'live' */
  readonly recordingMode?: RecordingMode;
  /** Values that must be seen nowhere; those shorter than 6 characters are left alone. @default [] */
  readonly secretValues?: readonly string[];
  /** Gets the whole text of every observation, redacted, not shortened. */
  readonly log?: (full: { readonly place: Place; readonly call: ToolCall; readonly content: string }) => void;
}

/**
 * The one way to call tools: gate, validate, recordings, rate limit, guarded fetch, isolation in time, redaction,
 * shortening, in that order. All that a tool or a model does wrong is an observation.
 * @throws ImaginariumError `interrupted/aborted` when the caller's signal aborts; `secret/missing` when a tool asks for a
 * secret that was not given: only a person can mend that; what the recording store throws
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const { clock, recordings, recordingMode = 'live', log } = options;
  const policy = executionPolicySchema.parse(options.policy ?? {});
  const tools = new Map(options.tools.map((tool) => [tool.spec.name, tool]));
  const validate = createArgumentValidator();
  const waitForTurn = createRateLimit(policy.callsPerSecond, clock);
  const redactor = createRedactor(options.secretValues ?? []);
  const context: Omit<ToolCallContext, 'signal' | 'random'> = {
    clock,
    fetch: options.fetch ?? createGuardedFetch({ allowHosts: policy.allowHosts }),
    secret: (name) => {
      const value = options.secret(name);
      redactor.add(value);
      return value;
    },
  };

  const attempt = async (call: ToolCall, place: Place, signal: AbortSignal | undefined): Promise<Outcome> => {
    const { arguments: args } = call;
    if (args === null) return refused('unparsable-call', call.parseError ?? 'The arguments are not a JSON object.');
    const tool = tools.get(call.name);
    if (!tool) return refused('unknown-tool', unknownTool(call.name, [...tools.keys()]));
    const { spec } = tool;

    const decision = gate(spec, policy);
    if (decision === 'deny')
      return refused('effect-denied', `${spec.name} may change something, and it is not allowed to be called.`);

    const problem = validate(spec, args);
    if (problem) return refused(problem.failure, problem.content);
    if (decision === 'dry-run')
      return { origin: 'dry-run', content: `Dry run: ${spec.name} was not executed. Its arguments are valid.` };

    const key = recordingKey(spec, args);
    const isReplayed = recordingMode === 'replay' || (recordingMode === 'cache' && effectOf(spec, policy) === 'read');
    const recorded = isReplayed ? recordings?.get(key) : undefined;
    if (recorded) return outcomeOf(redactor.json(recorded.output as JsonObject) as unknown as ToolOutput, 'recorded');
    if (recordingMode === 'replay') return refused('not-recorded', `No recording answers this call of ${spec.name}.`);
    if (!tool.call) return refused('not-executable', `${spec.name} is only described: it cannot be called here.`);

    let output: ToolOutput;
    try {
      await waitForTurn(spec.name, signal);
      const random = options.random.fork(`${canonicalJson(place)}/${spec.name}`);
      output = await callWithinTime(tool.call, args, { ...context, random, timeoutMs: policy.timeoutMs, signal });
    } catch (thrown) {
      throwIfAborted(signal, spec.name);
      if (thrown instanceof ImaginariumError && thrown.category === 'secret') throw thrown;
      return { origin: 'live', ...failureOfThrown(thrown) };
    }
    const clean = { ...output, content: redactor.json(output.content) };
    if (recordings && recordingMode !== 'live')
      await record(recordings, spec, { key, args: redactor.json(args), output: clean, clock });
    return outcomeOf(clean, 'live');
  };

  return {
    execute: async (given, { place, signal }) => {
      throwIfAborted(signal, given.name);
      const call = isTooDeep(given.arguments) ? { ...given, arguments: null, parseError: TOO_DEEP } : given;
      const outcome = await attempt(call, place, signal);
      const content = typeof outcome.content === 'string' ? redactor.text(outcome.content) : outcome.content;
      log?.({
        place,
        call: redactor.json(call as unknown as JsonObject) as unknown as ToolCall,
        content: typeof content === 'string' ? content : JSON.stringify(content),
      });
      return observe({ ...outcome, content }, policy.observationLimit);
    },
  };
}

const TOO_DEEP = `The arguments are nested more than ${MOST_LEVELS} levels deep.`;

interface Outcome {
  readonly origin: ObservationOrigin;
  readonly failure?: Failure;
  readonly content: JsonValue;
}

/** A call that was not made. */
const refused = (failure: Failure, content: string): Outcome => ({ origin: 'none', failure, content });

/** A simulator's answer stays marked as one, recorded or not. */
function outcomeOf(output: ToolOutput, origin: ObservationOrigin): Outcome {
  const failure = failureOfOutput(output);
  return { origin: output.isSimulated ? 'simulated' : origin, content: output.content, ...(failure && { failure }) };
}

function observe({ origin, failure, content }: Outcome, limit: number): Observation {
  return {
    status: failure ? 'error' : 'ok',
    ...(failure && { failure }),
    origin,
    ...shortenObservation(content, limit),
  };
}

function unknownTool(name: string, known: readonly string[]): string {
  const nearest = nearestNames(name, known);
  return `There is no tool named "${name}".${nearest.length > 0 ? ` Nearest: ${nearest.join(', ')}.` : ''}`;
}

function throwIfAborted(signal: AbortSignal | undefined, tool: string): void {
  if (!signal?.aborted) return;
  throw new ImaginariumError({
    code: 'interrupted/aborted',
    message: `The call of ${tool} was interrupted.`,
    cause: signal.reason,
  });
}
