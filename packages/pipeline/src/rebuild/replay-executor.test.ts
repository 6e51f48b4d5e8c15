import {
  createMemoryJournal,
  type Observation,
  type ToolCall,
  type ToolSpec,
  type Trial,
} from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { runConfigSchema } from '../config/run-config.ts';
import { replayExecutor } from './replay-executor.ts';

const spec = (name: string, more: Partial<ToolSpec> = {}): ToolSpec => ({
  name,
  originalName: name,
  description: '',
  parameters: { type: 'object', properties: { n: { type: 'integer' } } },
  effect: 'read',
  effectFrom: 'user',
  source: { kind: 'functions', location: 'gone.mjs' },
  version: 'v',
  ...more,
});
const call = (name: string, args: ToolCall['arguments'] = {}): ToolCall => ({
  id: 'c',
  name,
  arguments: args,
  argumentsText: JSON.stringify(args),
});
const at = (ordinal: number) => ({ place: { tool: 'act', episode: 0, trial: 0, step: 'execute', ordinal } });
const said = (content: string): Observation => ({ status: 'ok', origin: 'live', content });

async function executorWith(observations: [ordinal: number, Observation][], seen: Observation[] = []) {
  const journal = createMemoryJournal();
  for (const [index, [ordinal, observation]] of observations.entries())
    await journal.append({ kind: 'tool', key: `${index}`, ...at(ordinal), at: 0, took: 0, observation });
  const attempts = seen.map((observation) => ({ call: call('act'), observation }));
  return replayExecutor({
    config: runConfigSchema.parse({ tools: [{ from: 'functions:gone.mjs' }] }),
    specs: [
      spec('act'),
      spec('erase', { effect: 'write' }),
      spec('old', { source: { kind: 'toolbench', location: 'x' } }),
    ],
    clock: createManualClock(),
    journal,
    known: { trialAt: () => ({ attempts }) as unknown as Trial, failureAt: () => undefined },
  });
}

describe('replayExecutor', () => {
  it('answers a call from the journal, one that failed in passing too', async () => {
    const timeout: Observation = { status: 'error', failure: 'timeout', origin: 'live', content: 'too slow' };
    const executor = await executorWith([
      [0, said('first')],
      [1, timeout],
    ]);
    expect(await executor.execute(call('act'), at(0))).toEqual(said('first'));
    expect(await executor.execute(call('act'), at(1))).toEqual(timeout);
  });

  it('refuses anew what was refused before it was made', async () => {
    const executor = await executorWith([[0, said('from before a change of the config')]]);
    const failures = await Promise.all(
      [call('act', { n: 'x' }), call('act', null), call('nobody'), call('erase'), call('old')].map((one, ordinal) =>
        executor.execute(one, at(one.name === 'erase' ? 0 : ordinal + 10)),
      ),
    );
    expect(failures.map(({ failure, origin }) => [failure, origin])).toEqual([
      ['invalid-arguments', 'none'],
      ['unparsable-call', 'none'],
      ['unknown-tool', 'none'],
      ['effect-denied', 'none'],
      ['not-executable', 'none'],
    ]);
  });

  it('takes the observation that the trial has, where the tool was changed between', async () => {
    const both: [number, Observation][] = [
      [0, said('code A')],
      [0, said('code B')],
    ];
    expect(await (await executorWith(both, [said('code A')])).execute(call('act'), at(0))).toEqual(said('code A'));
    expect(await (await executorWith(both)).execute(call('act'), at(0))).toEqual(said('code B'));
  });

  it('names the place of a call that the journal does not have', async () => {
    const executor = await executorWith([]);
    await expect(executor.execute(call('act'), at(2))).rejects.toMatchObject({
      code: 'input/not-in-journal',
      message: expect.stringContaining('act at act/0/0, execute 2'),
    });
  });
});
