import type { Attempt, JsonObject, Observation, ToolSpec, Trial } from '@imaginarium/contracts';

export function makeTool(name: string, properties: JsonObject, description = `About ${name}.`): ToolSpec {
  return {
    name,
    originalName: name,
    description,
    parameters: { type: 'object', properties },
    effect: 'read',
    effectFrom: 'default',
    source: { kind: 'functions', location: 'test' },
    version: `version of ${name}`,
  };
}

export const WEATHER = makeTool('get_weather', {
  city: { type: 'string' },
  days: { type: 'integer', default: 1 },
  unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
});

export function makeAttempt(tool: string, args: JsonObject | null, observation: Partial<Observation> = {}): Attempt {
  return {
    call: { id: 'call_9', name: tool, arguments: args, argumentsText: args === null ? '{oops' : JSON.stringify(args) },
    observation: { status: 'ok', origin: 'live', content: '{"sky":"clear"}', ...observation },
  };
}

/** A finished trial of one good call, unless told otherwise; `id` is `tool/episode/trial`. */
export function makeTrial(id: string, query: string, change: Partial<Trial> & { args?: JsonObject } = {}): Trial {
  const [tool = '', episode, trial] = id.split('/');
  const { args = {}, ...rest } = change;
  const attempts = rest.attempts ?? [makeAttempt(tool, args)];
  return {
    id,
    tool,
    toolVersion: `version of ${tool}`,
    episode: Number(episode),
    trial: Number(trial),
    query,
    rejectedQueries: [],
    messages: [
      { role: 'user', content: query },
      ...attempts.flatMap(({ call, observation }) => [
        { role: 'assistant' as const, content: '', toolCalls: [call] },
        { role: 'tool' as const, toolCallId: call.id, name: call.name, content: observation.content },
      ]),
      { role: 'assistant', content: 'The sky is clear.' },
    ],
    attempts,
    answer: 'The sky is clear.',
    outcome: 'finished',
    reflection: { solved: true, reason: 'answered' },
    ...rest,
  };
}
