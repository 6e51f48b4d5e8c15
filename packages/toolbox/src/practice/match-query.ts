import { splitContext } from './context-sentences.ts';
import type { Scenario, Slots } from './scenario.ts';
import { compileWording, type WordingPattern } from './wording.ts';

/** A query understood: the scenario and wording that it was written from, and what it says. */
export interface QueryMatch {
  readonly scenario: Scenario;
  /** Position in `scenario.wordings`. */
  readonly wording: number;
  readonly slots: Slots;
  /** Sentence in front of the request, empty where there is none. */
  readonly context: string;
}

/** Reads a query as a request of one of the offered tools; undefined when it is none that the scenarios know. */
export type QueryMatcher = (query: string, tools: ReadonlySet<string>) => QueryMatch | undefined;

/** Every wording is compiled once; a query is tried against those with its first word and those that begin with a slot. */
export function createQueryMatcher(scenarios: readonly Scenario[]): QueryMatcher {
  const patterns = scenarios
    .flatMap((scenario) => scenario.wordings.map((_, index) => compileWording(scenario, index)))
    .sort((one, other) => other.fixed - one.fixed);
  const open = patterns.filter(({ firstWord }) => firstWord === undefined);
  const byFirstWord = new Map<string, WordingPattern[]>();
  for (const { firstWord } of patterns) {
    if (firstWord === undefined || byFirstWord.has(firstWord)) continue;
    byFirstWord.set(
      firstWord,
      patterns.filter((pattern) => pattern.firstWord === firstWord || pattern.firstWord === undefined),
    );
  }
  return (query, tools) => {
    const { context, request } = splitContext(query.trim());
    const space = request.search(/\s/);
    for (const pattern of byFirstWord.get(request.slice(0, Math.max(0, space))) ?? open) {
      if (!tools.has(pattern.scenario.tool)) continue;
      const read = pattern.regex.exec(request);
      if (!read) continue;
      const slots = Object.fromEntries(pattern.slots.map((name, at) => [name, read[at + 1] ?? '']));
      return { scenario: pattern.scenario, wording: pattern.index, slots, context };
    }
    return undefined;
  };
}
