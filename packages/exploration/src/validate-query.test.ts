import { describe, expect, it } from 'vitest';
import { validateQuery } from './validate-query.ts';

const context = {
  tool: { name: 'add_days', originalName: 'add_days' },
  remembered: [{ query: 'What is the date 90 days from 14 October 2022?' }],
  nearDuplicateThreshold: 0.7,
};

describe('validateQuery', () => {
  it.each([
    ['', /empty/],
    ['Date?', /empty or too short/],
    ['Use add_days to find the date 3 weeks from today.', /names the tool/],
    ['What is 3 days after Easter? And what is 4 days after?', /more than one/],
    ['1. What is 3 days after May 1?\n2. And after June 1', /more than one/],
    ['What is the date 91 days from 14 October 2022?', /repeats/],
    ['x'.repeat(2001), /longer/],
  ])('refuses %j', (query, reason) => {
    expect(validateQuery(query, context)).toMatch(reason);
  });

  it.each([
    'My visa starts on 3 May 2026 and lasts six weeks, when does it end?',
    'Is "add days" a good title for a poem about summer?',
    'Run the JSONata expression $sum(items.price ? 1 : 0) on my basket, please',
  ])('accepts %j', (query) => {
    expect(validateQuery(query, context)).toBeUndefined();
  });

  it('lets a plain-word name occur in plain speech, but not as a tool', () => {
    const search = { ...context, tool: { name: 'search', originalName: 'search' } };
    expect(validateQuery('In which article did the search for Malaysia Airlines 370 end?', search)).toBeUndefined();
    expect(validateQuery('Use the search tool to look for Ada Lovelace.', search)).toMatch(/names the tool/);
  });
});
