import { type ArgumentProblem, type GoldCall, type JsonValue, toPointerPart } from '@imaginarium/contracts';
import type { WrittenArguments } from './parse-ste-reply.ts';
import { type PythonValue, pythonStr, pythonStrip, pythonValue, toJsonValue } from './python-text.ts';

export interface ArgumentMatch {
  readonly isCorrect: boolean;
  /** Whether a value that the gold call accepts besides its own made it so. */
  readonly isByAccepted: boolean;
  /** Gold arguments that are missing or differ, in the gold's order; empty when correct. */
  readonly problems: readonly ArgumentProblem[];
}

/**
 * The paper's string match (method §4): every gold argument is there and `str(value).strip().lower()` of both is equal;
 * arguments that the gold call lacks do not count. Values that it accepts besides are compared in the same way, where
 * their pointer names a whole argument.
 */
export function matchArguments(written: WrittenArguments, gold: GoldCall): ArgumentMatch {
  const problems: ArgumentProblem[] = [];
  let isByAccepted = false;
  for (const [key, expected] of Object.entries(gold.arguments)) {
    const actual = written.get(key);
    if (actual !== undefined && isSame(actual, expected)) continue;
    const path = `/${toPointerPart(key)}`;
    if (actual === undefined) problems.push({ path, problem: 'missing', expected });
    else if (gold.accepted?.[path]?.some((value) => isSame(actual, value))) isByAccepted = true;
    else problems.push({ path, problem: 'value', expected, actual: toJsonValue(actual) });
  }
  const isCorrect = problems.length === 0;
  return { isCorrect, isByAccepted: isCorrect && isByAccepted, problems };
}

function isSame(actual: PythonValue, expected: JsonValue): boolean {
  return actual === expected || normal(actual) === normal(pythonValue(expected));
}

function normal(value: PythonValue): string {
  return pythonStrip(pythonStr(value)).toLowerCase();
}
