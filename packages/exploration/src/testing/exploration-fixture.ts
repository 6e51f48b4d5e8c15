import type { ChatModel, ChatRequest, Executor, Observation, ToolCall, ToolSpec } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { type ExplorationConfig, explorationConfigSchema } from '../exploration-config.ts';
import type { ExplorationContext } from '../exploration-context.ts';

export const tool: ToolSpec = {
  name: 'add_days',
  originalName: 'add_days',
  description: 'Adds days to a date.',
  parameters: { type: 'object', properties: { date: { type: 'string' }, days: { type: 'integer' } } },
  effect: 'read',
  effectFrom: 'user',
  source: { kind: 'functions', location: 'test' },
  version: 'v1',
};

export const good: Observation = { status: 'ok', origin: 'live', content: '"2026/01/15"' };
export const bad: Observation = {
  status: 'error',
  failure: 'tool-error',
  origin: 'live',
  content: 'date must be yyyy/MM/dd',
};

/** An executor that answers from a function and keeps the calls it saw. */
export function createScriptedExecutor(observe: (call: ToolCall) => Observation): Executor & { calls: ToolCall[] } {
  const calls: ToolCall[] = [];
  return {
    calls,
    execute: async (call) => {
      calls.push(call);
      return observe(call);
    },
  };
}

const HOLIDAYS = [
  'Easter Sunday',
  'the first of May',
  'Thanksgiving 2026',
  'my birthday on 3 June',
  'Christmas Eve',
  'Epiphany',
];

/** A model that imagines numbered queries, calls wrongly until it has seen an error or a success, answers and reflects. */
export function createLearner(): ChatModel & { requests: ChatRequest[] } {
  return createScriptedModel((request) => {
    const { episode = 0, trial = 0 } = request.place;
    if (request.purpose === 'imagine')
      return `Which day comes ${episode + 2} weeks after ${HOLIDAYS[episode * 3 + trial]}?`;
    if (request.purpose === 'reflect') return '{"solved": true, "reason": "the day was given"}';
    const seen = request.messages.filter((message) => message.role === 'tool');
    const own = request.messages.slice(request.messages.findLastIndex(({ role }) => role === 'user'));
    if (own.some((message) => message.role === 'tool' && message.content === good.content))
      return 'It is 15 January 2026.';
    const knows = seen.some(({ content }) => content === bad.content || content === good.content);
    return { calls: [{ name: tool.name, arguments: { date: knows ? '2026/01/01' : 'May 1', days: 14 } }] };
  });
}

export const strictOnFormat = (): ReturnType<typeof createScriptedExecutor> =>
  createScriptedExecutor((call) => (String(call.arguments?.date).includes('/') ? good : bad));

export function contextWith(
  model: ChatModel,
  executor: Executor,
  config: Partial<ExplorationConfig> = {},
): ExplorationContext {
  return {
    tool,
    config: explorationConfigSchema.parse(config),
    models: { imagine: model, solve: model, reflect: model },
    executor,
  };
}
