import type { ArgumentProblem, ToolSpec, Verdict } from '@imaginarium/contracts';

/** Tools by name, with the arguments that the tests speak of. */
export const tools: ToolSpec[] = ['add_days', 'days_between', 'evaluate_math'].map((name) => ({
  name,
  originalName: name,
  description: `It is ${name}.`,
  parameters: {
    type: 'object',
    properties: {
      date: { type: 'string' },
      direction: { type: 'string' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    },
    required: ['date'],
  },
  effect: 'read',
  effectFrom: 'user',
  source: { kind: 'functions', location: 'test' },
  version: 'v1',
}));

let count = 0;

/** A verdict of a new item: right, unless it says how it missed. */
export function verdict(tool: string | null, change: Partial<Verdict> = {}): Verdict {
  const { miss = null } = change;
  return {
    itemId: `item/${count++}`,
    repetition: 0,
    profile: 'strict',
    tool,
    isWellformed: true,
    isToolMatch: miss !== 'wrong-tool',
    isCorrect: miss === null,
    miss,
    calledTool: tool,
    decidedBy: null,
    ...change,
  };
}

export const wrongTool = (tool: string, calledTool: string): Verdict =>
  verdict(tool, { miss: 'wrong-tool', calledTool });

export const wrongValue = (tool: string, ...paths: string[]): Verdict =>
  verdict(tool, {
    miss: 'wrong-value',
    problems: paths.map((path): ArgumentProblem => ({ path, problem: 'value', expected: 'a', actual: 'b' })),
  });

export const unwanted = (calledTool: string): Verdict => verdict(null, { miss: 'unwanted-call', calledTool });

export const times = (number: number, make: () => Verdict): Verdict[] => Array.from({ length: number }, make);
