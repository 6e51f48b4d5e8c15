import {
  createRandom,
  type ErrorCategory,
  ImaginariumError,
  type Observation,
  type Tool,
} from '@imaginarium/contracts';
import { type Environment, type OpenTools, openTools, toolSourceConfigSchema } from '@imaginarium/pipeline';
import { createExecutor, nearestNames, schemaProblem } from '@imaginarium/tools';
import type { Invocation } from '../command-context.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { renderTool, renderToolList } from '../rendering/tool.ts';

export interface ToolsOptions {
  readonly from: string;
  readonly server?: string;
  readonly secret?: readonly string[];
  readonly allowWrite?: boolean;
  readonly allowHost?: string[];
  readonly dryRun?: boolean;
}

/** `imaginarium tools list --from SOURCE` */
export async function listTools(invocation: Invocation<ToolsOptions>): Promise<void> {
  await withTools(invocation, async ({ tools, notices }) => {
    const { context } = invocation;
    if (context.isJson) context.answer({ tools: tools.map(({ spec }) => spec), notices });
    else context.print(renderToolList(tools, notices));
  });
}

/** `imaginarium tools show NAME --from SOURCE` */
export async function showTool(invocation: Invocation<ToolsOptions>): Promise<void> {
  await withTools(invocation, async ({ tools }) => {
    const tool = pick(tools, invocation.args[0] ?? '');
    if (invocation.context.isJson) invocation.context.answer(tool.spec);
    else invocation.context.print(renderTool(tool));
  });
}

/** `imaginarium tools validate --from SOURCE`: exit code 3 when a tool could not be offered to a model. */
export async function validateTools(invocation: Invocation<ToolsOptions>): Promise<void> {
  await withTools(invocation, async ({ tools, notices }) => {
    const { context } = invocation;
    const problems = tools.flatMap(({ spec }) => {
      const message = schemaProblem(spec.parameters);
      return message === undefined ? [] : [{ tool: spec.name, message }];
    });
    if (problems.length > 0)
      throw new ImaginariumError({
        code: 'input/tool-schema',
        message: [
          `${problems.length} of ${tools.length} tools cannot be offered to a model.`,
          ...problems.map(({ tool, message }) => `${tool}: ${message}`),
        ].join('\n'),
        hint: 'Mend the source, or leave these tools out with `only`.',
      });
    if (context.isJson) return context.answer({ tools: tools.length, notices });
    for (const { tool, message } of notices) context.print(`${tool}: ${message}`);
    context.print(`${tools.length} tools, ${notices.length} notices, no problems`);
  });
}

/**
 * `imaginarium tools call NAME '{"city": "Lyon"}' --from SOURCE`, through the safe executor as in a run. Prints what a model
 * would read, also of a call that fails; the exit code tells why: 2 the arguments, 3 the tool said no or cannot be called,
 * 4 it may not be called or a secret is missing, 5 it did not answer in time or could not be reached.
 */
export async function callTool(invocation: Invocation<ToolsOptions>): Promise<void> {
  await withTools(invocation, async ({ tools, secretValues }) => {
    const { args, options, context } = invocation;
    const tool = pick(tools, args[0] ?? '');
    const argumentsText = args[1] ?? '{}';
    const executor = createExecutor({
      tools: [tool],
      clock: context.clock,
      random: createRandom(1),
      secret: () => '',
      policy: {
        effects: { [tool.spec.name]: tool.spec.effect },
        allowWrites: options.allowWrite ? [tool.spec.name] : [],
        allowHosts: options.allowHost ?? [],
        dryRun: options.dryRun ?? false,
      },
      secretValues,
    });
    const call = { id: 'call_0', name: tool.spec.name, argumentsText, arguments: parseArguments(argumentsText) };
    const observation = await executor
      .execute(call, { place: { tool: tool.spec.name, step: 'by-hand', ordinal: 0 }, signal: context.signal })
      .catch((thrown: unknown) => {
        throw withSecretOption(thrown, tool);
      });
    const { status, failure, origin, content } = observation;
    if (context.isJson) context.answer(observation);
    else {
      const how = origin === 'none' ? 'not called' : origin;
      context.say(`${status} (${how}${failure ? `, ${failure}` : ''})`);
      context.print(content);
    }
    if (failure === undefined) return;
    const hint = HINTS[failure];
    if (hint) context.say(`hint: ${hint}`);
    process.exitCode = EXIT_CODES[MEANINGS[failure]];
  });
}

const MEANINGS: Readonly<Record<NonNullable<Observation['failure']>, ErrorCategory>> = {
  'unparsable-call': 'usage',
  'invalid-arguments': 'usage',
  'unknown-tool': 'input',
  'not-executable': 'input',
  'not-recorded': 'input',
  'tool-error': 'input',
  'effect-denied': 'permission',
  'address-denied': 'permission',
  timeout: 'endpoint',
  'rate-limited': 'endpoint',
  unreachable: 'endpoint',
};

const HINTS: Readonly<Partial<Record<NonNullable<Observation['failure']>, string>>> = {
  'invalid-arguments': 'imaginarium tools show NAME --from SOURCE says what the tool takes.',
  'effect-denied': 'To call it for real, add --allow-write; to check the call alone, --dry-run.',
  'address-denied': 'If this host is meant, add --allow-host HOST (or HOST:PORT).',
  'not-executable': 'Of an OpenAPI description without a server, give one with --server URL.',
};

/** On the command line a secret is given by an option. */
function withSecretOption(thrown: unknown, { spec }: Tool): unknown {
  if (!(thrown instanceof ImaginariumError) || thrown.code !== 'secret/missing') return thrown;
  const names = spec.auth?.map(({ secret }) => secret) ?? ['NAME'];
  const hint = `Add ${names.map((name) => `--secret ${name}=env:VARIABLE`).join(' ')}`;
  return new ImaginariumError({ code: thrown.code, message: thrown.message, hint, cause: thrown });
}

async function withTools(
  { options, context }: Invocation<ToolsOptions>,
  act: (tools: OpenTools) => Promise<void>,
): Promise<void> {
  const source = toolSourceConfigSchema.parse({
    from: options.from,
    ...(options.server ? { server: options.server } : {}),
    secrets: Object.fromEntries((options.secret ?? []).map(splitSecret)),
  });
  const environment: Environment = context;
  const opened = await openTools([source], process.cwd(), environment);
  try {
    await act(opened);
  } finally {
    await opened.close();
  }
}

function splitSecret(text: string): [string, string] {
  const match = /^([^=]+)=(env:[A-Za-z_][A-Za-z0-9_]*)$/.exec(text);
  if (match) return [match[1] as string, match[2] as string];
  throw new ImaginariumError({
    code: 'usage/secret',
    message: '--secret takes NAME=env:VARIABLE.',
    hint: 'The value itself never stands on the command line: put it into an environment variable.',
  });
}

function pick(tools: readonly Tool[], name: string): Tool {
  const tool = tools.find(({ spec }) => spec.name === name || spec.originalName === name);
  if (tool) return tool;
  throw new ImaginariumError({
    code: 'input/unknown-tool',
    message: `The source has no tool "${name}".`,
    hint: `Nearest of its ${tools.length}: ${nearestNames(
      name,
      tools.map(({ spec }) => spec.name),
      5,
    ).join(', ')}`,
  });
}

function parseArguments(text: string): Record<string, never> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, never>;
  } catch (cause) {
    throw refusal(text, cause);
  }
  throw refusal(text);
}

function refusal(text: string, cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'usage/arguments',
    message: `The arguments are not a JSON object: ${text}`,
    hint: `Quote them for the shell: imaginarium tools call NAME '{"key": "value"}' --from SOURCE`,
    cause,
  });
}
