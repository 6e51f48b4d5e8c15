import { describe, expect, it } from 'vitest';
import { makeAttempt, makeTrial, WEATHER } from '../test/trial-fixture.ts';
import { filterByExecution } from './execution-filter.ts';

const run = (
  trial: ReturnType<typeof makeTrial>,
  origins: ('live' | 'recorded' | 'simulated' | 'dry-run')[] = ['live'],
) => filterByExecution([trial], [WEATHER], origins);

describe('filterByExecution', () => {
  it('takes the last good call of the trial’s own tool, with the attempts before it', () => {
    const attempts = [
      makeAttempt('get_weather', { city: 'Pari' }, { status: 'error', failure: 'tool-error' }),
      makeAttempt('get_weather', { city: 'Paris' }),
      makeAttempt('other', { city: 'Rome' }),
    ];
    const [kept] = run(makeTrial('get_weather/0/0', 'Weather in Paris?', { attempts })).kept;
    expect(kept?.solution.call.arguments).toEqual({ city: 'Paris' });
    expect(kept?.earlier).toEqual(attempts.slice(0, 1));
  });

  it.each([
    ['did not finish: exhausted', { outcome: 'exhausted' as const, answer: null }],
    ['no final answer', { answer: ' ' }],
    ['holds no call', { attempts: [] }],
    [
      'no call succeeded: tool-error',
      { attempts: [makeAttempt('get_weather', {}, { status: 'error', failure: 'tool-error' })] },
    ],
    ['no call succeeded', { attempts: [makeAttempt('get_weather', null)] }],
    ['never called its own tool', { attempts: [makeAttempt('other', {})] }],
    ['origin is simulated', { attempts: [makeAttempt('get_weather', {}, { origin: 'simulated' })] }],
    ['another version', { toolVersion: 'older' }],
    ['not among the tools', { tool: 'gone' }],
  ])('removes a trial that %s', (reason, change) => {
    const { kept, removals } = run(makeTrial('get_weather/0/0', 'Weather?', change));
    expect(kept).toEqual([]);
    expect(removals).toEqual([expect.objectContaining({ stage: 'execution', id: 'get_weather/0/0' })]);
    expect(removals[0]?.reason).toContain(reason);
  });

  it('never lets a dry run through, even when its origin is allowed', () => {
    const attempts = [makeAttempt('get_weather', {}, { origin: 'dry-run' })];
    expect(run(makeTrial('get_weather/0/0', 'Weather?', { attempts }), ['live', 'dry-run']).kept).toEqual([]);
  });

  it('lets simulated observations through when asked to', () => {
    const attempts = [makeAttempt('get_weather', {}, { origin: 'simulated' })];
    expect(run(makeTrial('get_weather/0/0', 'Weather?', { attempts }), ['simulated']).kept).toHaveLength(1);
  });
});
