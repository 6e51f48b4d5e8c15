import {
  canonicalJson,
  createRandom,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  messageOf,
  type ToolCallContext,
  toolDefinitionSchema,
} from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createQueryMatcher } from '../practice/match-query.ts';
import type { Scenario, Slots } from '../practice/scenario.ts';
import { renderWording } from '../practice/wording.ts';
import { toolboxTools } from '../tools/index.ts';
import { scenarios } from './index.ts';

const DRAWS = 20;
const match = createQueryMatcher(scenarios);
const toolNames = new Set(toolboxTools.map(({ name }) => name));
const context = (): ToolCallContext => ({
  signal: new AbortController().signal,
  clock: { now: () => Date.UTC(2026, 4, 3, 10), sleep: async () => undefined },
  random: createRandom('observation'),
  fetch: () => Promise.reject(new Error('the toolbox works offline')),
  secret: () => '',
});
type Outcome = { readonly value: JsonValue } | { readonly error: string };

async function attempt(name: string, args: JsonObject): Promise<Outcome> {
  const tool = toolboxTools.find((candidate) => candidate.name === name);
  if (!tool) return { error: `no tool ${name}` };
  const read = tool.parameters.safeParse(args);
  if (!read.success) return { error: z.prettifyError(read.error) };
  try {
    return { value: await tool.run(read.data, context()) };
  } catch (thrown) {
    return { error: messageOf(thrown) };
  }
}

const draws = (scenario: Scenario, count = DRAWS): Slots[] =>
  Array.from({ length: count }, (_, at) =>
    scenario.draw(createRandom(`${scenario.tool}/${scenario.wordings[0]}/${at}`)),
  );

describe.each(toolboxTools.map((tool) => ({ name: tool.name, tool })))('tool $name', ({ name, tool }) => {
  it('has a legal definition, only reads, and is talked about', () => {
    const definition = {
      name,
      description: tool.description,
      parameters: z.toJSONSchema(tool.parameters, { io: 'input' }),
    };
    expect(toolDefinitionSchema.safeParse(definition).error).toBeUndefined();
    expect(name).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
    expect(tool.effect).toBe('read');
    expect(scenarios.some((scenario) => scenario.tool === name)).toBe(true);
  });
});

describe.each(scenarios.map((scenario, at) => ({ label: `${at} ${scenario.tool}`, scenario })))(
  'scenario $label',
  ({ scenario }) => {
    it('has wordings that differ, hold every slot once, ask once and do not name the tool', () => {
      expect(toolNames.has(scenario.tool)).toBe(true);
      expect(new Set(scenario.wordings).size).toBeGreaterThanOrEqual(8);
      const slots = Object.keys(draws(scenario, 1)[0] ?? {}).sort();
      for (const wording of scenario.wordings) {
        const named = [...wording.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
        expect(named, wording).toEqual(slots);
        expect(wording.match(/\?(?=\s|$)/g)?.length ?? 0, wording).toBeLessThanOrEqual(1);
        expect(wording.toLowerCase()).not.toContain(scenario.tool);
      }
    });

    it('is read back from every wording with the slots that were drawn, among all tools', () => {
      const misread = draws(scenario).flatMap((slots) =>
        scenario.wordings.flatMap((wording, index) => {
          const query = renderWording(wording, slots);
          const read = match(query, toolNames);
          const isRight =
            read?.scenario === scenario &&
            read.wording === index &&
            canonicalJson(read.slots) === canonicalJson(slots) &&
            read.context === '';
          return isRight ? [] : [{ query, tool: read?.scenario.tool, wording: read?.wording, slots: read?.slots }];
        }),
      );
      expect(misread).toEqual([]);
    });

    it('draws from a wide pool', () => {
      expect(new Set(draws(scenario).map((slots) => JSON.stringify(slots))).size).toBeGreaterThan(DRAWS / 2);
    });

    it('calls the tool rightly, and answers with what it returned', async () => {
      for (const slots of draws(scenario)) {
        const args = scenario.arguments(slots);
        const outcome = await attempt(scenario.tool, args);
        expect(outcome, JSON.stringify(args)).not.toHaveProperty('error');
        if ('error' in outcome) continue;
        expect(typeof outcome.value, 'text would be taken for an error').toBe('object');
        expect(isJsonObject(outcome.value) && 'error' in outcome.value).toBe(false);
        expect(JSON.stringify(outcome.value).length).toBeLessThanOrEqual(2048);
        const answer = scenario.answer(slots, outcome.value);
        const leaves = leavesOf(outcome.value).filter((leaf) => answer.includes(leaf));
        expect(leaves, `${answer} ← ${JSON.stringify(outcome.value)}`).not.toHaveLength(0);
      }
    });

    it('makes mistakes that the tool rejects, or that give another result', async () => {
      for (const slots of draws(scenario, 8)) {
        const right = await attempt(scenario.tool, scenario.arguments(slots));
        for (const mistake of scenario.mistakes) {
          const args = mistake.arguments(slots);
          const wrong = await attempt(scenario.tool, args);
          if ('error' in wrong || mistake.kind === 'extra-argument') continue;
          expect(canonicalJson(wrong.value), `${mistake.kind} ${JSON.stringify(args)}`).not.toBe(
            canonicalJson('value' in right ? right.value : null),
          );
        }
      }
    });
  },
);

function leavesOf(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isJsonObject(value)) return Object.values(value).flatMap(leavesOf);
  return value === null || value === '' ? [] : [String(value)];
}
