import { describe, expect, it } from 'vitest';
import { asksSeveralThings, cleanQuery, namesTool } from './query.ts';

describe('cleanQuery', () => {
  it.each([
    ['  "When is the next full moon?" ', 'When is the next full moon?'],
    ['User query: When is Easter?', 'When is Easter?'],
    ['Reworded request: “When is Easter?”', 'When is Easter?'],
    ['Convert "ten" to digits', 'Convert "ten" to digits'],
  ])('%j becomes %j', (text, cleaned) => {
    expect(cleanQuery(text)).toBe(cleaned);
  });
});

describe('asksSeveralThings', () => {
  it.each([
    ['What is 3 days after Easter? And what is 4 days after?', true],
    ['1. What is 3 days after May 1?\n2. And after June 1', true],
    ['Run $sum(price?1:0) on my basket, will you?', false],
  ])('%j: %s', (query, several) => {
    expect(asksSeveralThings(query)).toBe(several);
  });
});

describe('namesTool', () => {
  it.each([
    ['Use add_days to find the date.', 'add_days', true],
    ['Is "add days" a good title for a poem?', 'add_days', false],
    ['Where did the search for flight 370 end?', 'search', false],
    ['Use the search tool to look for Ada Lovelace.', 'search', true],
    ['Ask the "Weather_dataSet" about Oslo', 'Weather_dataSet', true],
  ])('%j names %j: %s', (query, name, names) => {
    expect(namesTool(query, { name, originalName: name })).toBe(names);
  });
});
