import { endpointCapabilitySchema, endpointNameSchema } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { endpointMatrix } from './endpoint-matrix.ts';
import { refuseClosed } from './refuse-closed.ts';

const of = (name: string) => {
  const found = endpointMatrix().find(({ endpoint }) => endpoint === name);
  if (!found) throw new Error(name);
  return found;
};

describe('endpointMatrix', () => {
  it('has a valid row for every endpoint name, once', () => {
    for (const row of endpointMatrix()) expect(endpointCapabilitySchema.parse(row)).toEqual(row);
    expect(
      endpointMatrix()
        .map(({ endpoint }) => endpoint)
        .sort(),
    ).toEqual([...endpointNameSchema.options].sort());
  });

  it('dates and sources every row, and dates sunsets in order', () => {
    for (const { checkedOn, sources, sunsets } of endpointMatrix()) {
      expect(checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(sources.length).toBeGreaterThan(0);
      const dates = sunsets.map(({ date }) => date);
      expect(dates).toEqual([...dates].sort());
    }
  });

  it('names an open alternative for whatever is closing', () => {
    for (const { state, instead } of endpointMatrix()) {
      if (state === 'open') expect(instead).toBeNull();
      else expect(of(instead ?? 'none').state).toBe('open');
    }
  });
});

describe('refuseClosed', () => {
  it('lets OpenAI take jobs through 2027-01-06 and not a millisecond longer, and names the alternative', () => {
    expect(refuseClosed(of('openai'), Date.parse('2027-01-06T23:59:59.999Z'))).toBeNull();
    const problem = refuseClosed(of('openai'), Date.parse('2027-01-07T00:00:00Z'));
    expect(problem?.message).toContain('2027-01-06');
    expect(problem?.hint).toContain('--to huggingface');
  });

  it('refuses what is closed at any time and nothing that is open', () => {
    expect(refuseClosed({ ...of('openai'), state: 'closed' }, 0)).not.toBeNull();
    for (const row of endpointMatrix().filter(({ state }) => state === 'open'))
      expect(refuseClosed(row, Date.parse('2100-01-01'))).toBeNull();
  });
});
