import { ImaginariumError, type Random } from '@imaginarium/contracts';
import type { FunctionTool } from '@imaginarium/tools';
import { createQueryMatcher, type QueryMatcher } from './match-query.ts';
import type { Scenario } from './scenario.ts';

/** All that the stand-in knows: the scenarios of the toolbox, ready to be read and drawn. */
export interface PracticeKnowledge {
  readonly match: QueryMatcher;
  /** Names of the toolbox tools. */
  readonly tools: ReadonlySet<string>;
  /** @throws ImaginariumError `config/practice-model` when the tool is not of the toolbox */
  readonly scenariosOf: (tool: string) => readonly Scenario[];
  /** Tools of the same family. */
  readonly siblingsOf: (tool: string) => readonly string[];
}

export function createPracticeKnowledge(
  scenarios: readonly Scenario[],
  tools: readonly FunctionTool[],
): PracticeKnowledge {
  const byTool = new Map<string, Scenario[]>();
  for (const scenario of scenarios) byTool.set(scenario.tool, [...(byTool.get(scenario.tool) ?? []), scenario]);
  return {
    match: createQueryMatcher(scenarios),
    tools: new Set(byTool.keys()),
    scenariosOf: (tool) => {
      const known = byTool.get(tool);
      if (!known) throw practiceError(`It knows no tool "${tool}".`);
      return known;
    },
    siblingsOf: (name) => {
      const group = tools.find((tool) => tool.name === name)?.group;
      return tools.filter((tool) => tool.group === group && tool.name !== name).map((tool) => tool.name);
    },
  };
}

/** What the practice model cannot do is a mistake in the configuration: it is no language model. */
export function practiceError(what: string): ImaginariumError {
  return new ImaginariumError({
    code: 'config/practice-model',
    message: `The practice model is a rule-based stand-in, not a language model. ${what}`,
    hint: 'It can talk about the bundled toolbox only (toolbox:). Name a real model for your own tools, for example openai:gpt-5-mini.',
  });
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}
