import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaProblem } from '@imaginarium/tools';
import { describe, expect, it } from 'vitest';
import { STE_JUDGED_TOOLS } from './judged-tools.ts';
import { readTestSet } from './read-test-set.ts';

const REFERENCE =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const STE = `${REFERENCE}/ste`;

// Skipped where the published data of the paper is not beside the repository (IMAGINARIUM_REFERENCE).
describe.skipIf(!existsSync(STE))('the test set of the paper', () => {
  it('has 750 items of 50 tools, 19 of them judged, without a problem', async () => {
    const set = await readTestSet(`${STE}/tool_test.json`);
    expect(set.items).toHaveLength(750);
    expect(set.tools).toHaveLength(50);
    expect(set.problems).toEqual([]);
    expect(new Set(set.items.map(({ id }) => id)).size).toBe(750);
    expect(new Set(set.items.filter(({ isJudged }) => isJudged).map(({ tool }) => tool)).size).toBe(19);
    expect(set.items.filter(({ isJudged }) => isJudged)).toHaveLength(285);
    expect(set.items[0]).toEqual({
      id: 'add_date/0',
      query: 'What is the date 90 days from 2022-10-14?',
      calls: [{ tool: 'add_date', arguments: { date: '2022-10-14', days: 90 } }],
      tool: 'add_date',
    });
    expect(set.tools.find(({ name }) => name === 'add_date')?.parameters).toMatchObject({ required: ['date', 'days'] });
  });

  it('has judged tools where the saved results hold a judge’s words', () => {
    const judged = new Set<string>();
    for (const file of readdirSync(`${STE}/saved_results`)) {
      const saved: Record<string, object[]> = JSON.parse(readFileSync(`${STE}/saved_results/${file}`, 'utf8'));
      for (const [tool, rows] of Object.entries(saved))
        if (rows.some((row) => 'chatgpt_args_jud' in row)) judged.add(tool);
    }
    expect(judged).toEqual(STE_JUDGED_TOOLS);
  });

  it('is described the same by its own rows and by the file of descriptions', async () => {
    const own = await readTestSet(`${STE}/tool_test.json`);
    const described = await readTestSet(`${STE}/tool_test.json`, { tools: `${STE}/API_descriptions.json` });
    expect(described.hash).toBe(own.hash);
  });

  it('has a legal JSON Schema for each tool, and golds whose arguments it describes', async () => {
    const { items, tools } = await readTestSet(`${STE}/tool_test.json`);
    expect(tools.map(({ parameters }) => schemaProblem(parameters)).filter((problem) => problem !== undefined)).toEqual(
      [],
    );
    const described = new Map(tools.map(({ name, parameters }) => [name, Object.keys(parameters.properties ?? {})]));
    const strange = items.flatMap(({ id, calls }) =>
      calls.flatMap(({ tool, arguments: args }) =>
        Object.keys(args).flatMap((key) => (described.get(tool)?.includes(key) ? [] : [`${id} ${key}`])),
      ),
    );
    expect(strange).toEqual([]);
  });
});
