import type { PlannedTool, Round, Verdict } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { learnedIn, underNamesOfNow } from './tool-history.ts';

type Planned = [tool: string, action: PlannedTool['action'], before?: string];

const rounds = (...all: Planned[][]): Round[] =>
  all.map((tools, at) => ({
    number: at + 1,
    tools: tools.map(([tool, action, before]) => ({
      ...{ tool, action, before: before ?? (action === 'explore' ? null : tool) },
      ...{ version: null, differences: [], reason: '' },
    })),
  })) as unknown as Round[];

const verdict = (tool: string | null) => ({ tool, itemId: `of ${tool}` }) as Verdict;

describe('learnedIn', () => {
  it('is the last round that explored a tool, under its name of now', () => {
    const history = rounds(
      [
        ['a', 'explore'],
        ['b', 'explore'],
        ['c', 'explore'],
      ],
      [
        ['a', 'keep'],
        ['b2', 'migrate', 'b'],
        ['c', 'explore', 'c'],
        ['d', 'explore'],
      ],
      [
        ['a', 'keep'],
        ['b3', 'migrate', 'b2'],
        ['c', 'keep'],
        ['d', 'drop'],
      ],
    );
    expect(learnedIn(history)).toEqual(
      new Map([
        ['a', 1],
        ['b3', 1],
        ['c', 2],
        ['d', 2],
      ]),
    );
  });
});

describe('underNamesOfNow', () => {
  it('follows a tool through all its names', () => {
    const later = rounds([['y', 'migrate', 'x']], [['z', 'migrate', 'y']], [['z', 'keep']]);
    expect(underNamesOfNow([verdict('x'), verdict('other'), verdict(null)], later).map(({ tool }) => tool)).toEqual([
      'z',
      'other',
      null,
    ]);
  });

  it('does not take a new tool for the one whose name it took over', () => {
    const later = rounds([
      ['second', 'migrate', 'first'],
      ['first', 'explore'],
    ]);
    expect(underNamesOfNow([verdict('first')], later)).toEqual(
      [verdict('second')].map(({ tool }) => ({ ...verdict('first'), tool })),
    );
  });
});
