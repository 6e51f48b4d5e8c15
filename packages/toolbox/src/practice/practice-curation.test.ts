import {
  createRandom,
  type GroundingMaterial,
  type JudgeMaterial,
  type Judgement,
  judgementSchema,
  type ParaphraseMaterial,
  type RewordingMaterial,
  readJsonReply,
} from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  askAbout,
  definition,
  definitions,
  FORMAT_ERROR,
  imagineMany,
  match,
  QUERY,
  RESULT,
  RIGHT,
} from '../../test/ask-practice.ts';
import { scenarios } from '../scenarios/index.ts';
import { answerNoCall } from './no-call-answer.ts';
import { imagineNoCallQuery } from './no-call-queries.ts';
import { renderWording } from './wording.ts';

describe('judge', () => {
  const judge = async (
    query: string,
    args: object,
    content: string,
    answer: string,
  ): Promise<Judgement | undefined> => {
    const material: JudgeMaterial = {
      tool: definition('add_days'),
      query,
      steps: [
        {
          call: { id: '0', name: 'add_days', arguments: args as never, argumentsText: JSON.stringify(args) },
          observation: { status: content === RESULT ? 'ok' : 'error', origin: 'live', content },
        },
      ],
      answer,
    };
    for (let ordinal = 0; ordinal < 3; ordinal++) {
      const reading = readJsonReply(await askAbout('judge', { ordinal }, material), judgementSchema);
      if (reading.ok) return reading.value;
    }
    return undefined;
  };
  const answer = '40 days after 3 May 2026 it is Friday, 2026/06/12.';
  const verdict = (informative: boolean, faithful: boolean, appropriate: boolean) => ({
    informative,
    faithful,
    appropriate,
  });

  it('finds the faults', async () => {
    expect(await judge(QUERY, RIGHT, RESULT, answer)).toMatchObject(verdict(true, true, true));
    expect(await judge(QUERY, RIGHT, RESULT, 'It will be a Friday: 2026/06/12.')).toMatchObject(
      verdict(true, true, true),
    );
    expect(await judge(QUERY, RIGHT, RESULT, answer.replace('12', '19'))).toMatchObject(verdict(true, false, true));
    expect(await judge(QUERY, RIGHT, RESULT, 'Done, that is settled.')).toMatchObject({ informative: false });
    expect(await judge(QUERY, { ...RIGHT, days: 41 }, RESULT, answer)).toMatchObject({ appropriate: false });
    expect(await judge(QUERY, RIGHT, FORMAT_ERROR, answer)).toMatchObject(verdict(false, false, false));
  });

  it('judges grounding value by value', async () => {
    const material: GroundingMaterial = {
      tool: definition('add_days'),
      query: QUERY,
      arguments: RIGHT,
      values: [
        { path: '/date', value: '2026/05/03' },
        { path: '/days', value: 41 },
      ],
    };
    const replies = await Promise.all(
      [0, 1, 2].map((ordinal) => askAbout('judge', { step: 'grounding', ordinal }, material)),
    );
    expect(replies).toContain('{"derivable":[true,false]}');
  });

  it('takes a rewording for the same by its scenario and slots, and writes some verdicts that cannot be read', async () => {
    const shape = z.object({ same: z.boolean(), reason: z.string() });
    let [right, wrong, unreadable] = [0, 0, 0];
    for (const [item, scenario] of scenarios.entries()) {
      const random = createRandom(`rewording/${item}`);
      const [slots, others] = [scenario.draw(random), scenario.draw(random)];
      const call = (drawn: typeof slots) => JSON.stringify(scenario.arguments(drawn));
      const [query = '', rewording = ''] = scenario.wordings.map((wording) => renderWording(wording, slots));
      const other = renderWording(scenario.wordings[1] ?? '', others);
      for (const [text, same] of [
        [rewording, true],
        [other, call(slots) === call(others)],
      ] as const) {
        const material = {
          tool: definition(scenario.tool),
          query,
          rewording: text,
          arguments: scenario.arguments(slots),
          doubtful: [],
        } satisfies RewordingMaterial;
        const place = { step: 'rewording', item: `${item}/${same}` };
        const reading = readJsonReply(await askAbout('judge', place, material), shape);
        if (!reading.ok) unreadable++;
        else if (reading.value.same === same) right++;
        else wrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(right).toBeGreaterThan(scenarios.length);
    expect(unreadable).toBeGreaterThan(0);
  });

  it('judges no-call answers', async () => {
    const tools = definitions.map(({ name, description }) => ({ name, description }));
    const shape = z.object({ served: z.boolean(), helpful: z.boolean(), reason: z.string() });
    const ask = async (query: string, given: string) =>
      readJsonReply(await askAbout('judge', { step: 'no-call' }, { tools, query, answer: given }), shape);
    expect(await ask(QUERY, 'None of my tools can do this.')).toMatchObject({ value: { served: true } });
    expect(await ask('Sing me a song.', 'None of my tools can do this.')).toMatchObject({
      value: { served: false, helpful: true },
    });
  });
});

describe('paraphrase', () => {
  it('finds six other wordings of each scenario, which mostly keep the slots', async () => {
    let kept = 0;
    let asked = 0;
    for (const [index, scenario] of scenarios.entries()) {
      const queries = await imagineMany(scenario.tool, 3, true);
      const query = queries.find((text) => match(text, new Set([scenario.tool])));
      const understood = query && match(query, new Set([scenario.tool]));
      if (!query || !understood) continue;
      const avoid: ParaphraseMaterial['avoid'] = [];
      for (let ordinal = 0; ordinal < 6; ordinal++) {
        const text = await askAbout('paraphrase', { item: String(index), ordinal }, { query, keep: [], avoid });
        const read = match(text, new Set([scenario.tool]));
        asked++;
        if (JSON.stringify(sorted(read?.slots)) === JSON.stringify(sorted(understood.slots))) kept++;
        expect(avoid.map((entry) => entry.query)).not.toContain(text);
        avoid.push({ query: text });
      }
    }
    expect(kept / asked).toBeGreaterThan(0.8);
    expect(kept / asked).toBeLessThan(1);
  });
});

describe('no-call', () => {
  it('asks in whole sentences and quotes them whole', () => {
    const queries = Array.from({ length: 500 }, (_, at) => imagineNoCallQuery([], createRandom(at)));
    for (const query of queries) {
      expect(query).not.toMatch(/\ba [aeiou]|[{}]/i);
      const quoted = /"(.*)"/.exec(answerNoCall(query, createRandom(query)))?.[1];
      if (quoted !== undefined) expect(query).toMatch(new RegExp(`^${quoted}[.?]`));
    }
    expect(new Set(queries).size).toBeGreaterThan(400);
  });
});

const sorted = (slots: object | undefined) =>
  Object.entries(slots ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
