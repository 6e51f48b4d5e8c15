import type { Attempt } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { makeAttempt, makeTrial, WEATHER } from '../test/trial-fixture.ts';
import { filterByExecution } from './execution-filter.ts';
import { repairPairs } from './repair-pairs.ts';

const failed = (
  args: Parameters<typeof makeAttempt>[1],
  failure: Attempt['observation']['failure'],
  tool = 'get_weather',
) => makeAttempt(tool, args, { status: 'error', ...(failure === undefined ? {} : { failure }) });
const pairsOf = (attempts: Attempt[]) => {
  const trial = makeTrial('get_weather/1/2', 'Weather in Paris?', { attempts });
  return repairPairs(
    { ...filterByExecution([trial], [WEATHER], ['live']).kept[0]!, judgement: null, grounding: [] },
    'test',
  );
};
const good = makeAttempt('get_weather', { city: 'Paris' });

describe('repairPairs', () => {
  it('pairs each rejected call with the next good one, under the seed and split of its trial', () => {
    const [unread, invalid, refused] = [
      failed(null, 'unparsable-call'),
      failed({ town: 'Paris' }, 'invalid-arguments'),
      failed({ city: 'Pari' }, 'tool-error'),
    ];
    const second = makeAttempt('get_weather', { city: 'Paris', days: 2 });
    const pairs = pairsOf([unread, invalid, good, refused, second]);
    expect(pairs.map(({ id, rejected, chosen }) => [id, rejected, chosen])).toEqual([
      ['get_weather/1/2#0', unread, good],
      ['get_weather/1/2#1', invalid, good],
      ['get_weather/1/2#3', refused, second],
    ]);
    expect(pairs[0]).toMatchObject({ seedId: 'get_weather/1/2', split: 'test', tool: 'get_weather' });
  });

  it('makes no pair of a failure that was not the call’s fault, of another tool’s call, or of the same call', () => {
    expect(
      pairsOf([
        failed({ city: 'Pari' }, 'timeout'),
        failed({ city: 'Pari' }, 'tool-error', 'other'),
        failed({ city: 'Paris' }, 'tool-error'),
        good,
      ]),
    ).toEqual([]);
  });

  it('keeps a mistake made twice once', () => {
    expect(pairsOf([failed({ city: 'P' }, 'tool-error'), failed({ city: 'P' }, 'tool-error'), good])).toHaveLength(1);
  });
});
