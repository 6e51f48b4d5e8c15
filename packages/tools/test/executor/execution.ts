import {
  createRandom,
  type JsonObject,
  type Recording,
  type RecordingStore,
  systemClock,
  type Tool,
  type ToolCall,
  type ToolOutput,
  type ToolSpec,
} from '@imaginarium/contracts';
import { createExecutor, type ExecutorOptions } from '../../src/executor/create-executor.ts';
import { toolVersion } from '../../src/names/tool-version.ts';

/** A tool for tests that reads, takes anything, and answers as `call` says. */
export function toolOf(call: Tool['call'], more: Partial<ToolSpec> = {}): Tool {
  const definition = { name: 'act', description: 'Acts.', parameters: { type: 'object' } };
  const spec: ToolSpec = {
    ...definition,
    originalName: 'act',
    effect: 'read',
    effectFrom: 'default',
    source: { kind: 'functions', location: 'test' },
    version: toolVersion(definition),
    ...more,
  };
  return call ? { spec, call } : { spec };
}

export const answering = (output: unknown, more?: Partial<ToolSpec>) => toolOf(async () => output as ToolOutput, more);

export const callOf = (args: JsonObject | null, name = 'act'): ToolCall => ({
  id: 'call-1',
  name,
  arguments: args,
  argumentsText: JSON.stringify(args),
});

export const place = { tool: 'act', episode: 0, trial: 0, step: 'solve', ordinal: 0 };

export const executorOf = (tools: Tool | readonly Tool[], options: Partial<ExecutorOptions> = {}) =>
  createExecutor({
    tools: 'spec' in tools ? [tools] : tools,
    clock: systemClock,
    random: createRandom(1),
    secret: () => 'a-secret-value',
    ...options,
  });

export const run = (tools: Tool | readonly Tool[], args: JsonObject | null, options?: Partial<ExecutorOptions>) =>
  executorOf(tools, options).execute(callOf(args), { place });

/** Recordings in memory. */
export function createMemoryRecordings(): RecordingStore & { readonly kept: Map<string, Recording> } {
  const kept = new Map<string, Recording>();
  return {
    kept,
    get: (key) => kept.get(key),
    put: async (recording) => {
      kept.set(recording.key, recording);
    },
  };
}
