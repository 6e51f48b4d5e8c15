import { describe, expect, it } from 'vitest';
import { ImaginariumError, stopsRun } from './error.ts';

describe('ImaginariumError', () => {
  it('has the category of its code', () => {
    expect(new ImaginariumError({ code: 'budget/reached', message: '' }).category).toBe('budget');
  });
});

describe('stopsRun', () => {
  it.each([
    ['endpoint/context-length', false],
    ['endpoint/refused-request', false],
    ['endpoint/broken-reply', false],
    ['endpoint/quota', true],
    ['endpoint/unreachable', true],
    ['secret/refused', true],
    ['interrupted/signal', true],
  ] as const)('%s: %s', (code, stops) => {
    expect(stopsRun(new ImaginariumError({ code, message: '' }))).toBe(stops);
  });
});
