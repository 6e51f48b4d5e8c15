import { expect, it } from 'vitest';
import { targetHtml } from './round-words.ts';

it.each([
  [{ kind: 'confused-pair', other: 'b' }, 'a taken for b'],
  [{ kind: 'argument', argument: '/day' }, 'a: argument /day'],
  [{ kind: 'over-calling' }, 'a called for nothing'],
  [{ kind: 'tool' }, 'a, other misses'],
] as const)('says what is aimed at: %j', (target, words) => {
  const { markup } = targetHtml({ tool: 'a', misses: 1, trials: 1, ...target });
  expect(markup.replaceAll(/<[^>]+>/g, '')).toBe(words);
});
