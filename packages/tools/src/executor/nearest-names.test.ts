import { expect, it } from 'vitest';
import { nearestNames } from './nearest-names.ts';

it('puts the closest name first and ignores letter case', () => {
  expect(nearestNames('GetWether', ['geocode', 'get_weather', 'add_date'], 2)).toEqual(['get_weather', 'geocode']);
});
