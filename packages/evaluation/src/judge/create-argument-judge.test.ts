import { argumentsMaterialSchema, ImaginariumError, readMaterial, type TestTool } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import type { ArgumentQuestion } from '../scorer.ts';
import { createArgumentJudge } from './create-argument-judge.ts';

const tool: TestTool = {
  name: 'search',
  originalName: 'Search',
  description: 'Searches.',
  parameters: { type: 'object' },
};
const gold = { tool: 'search', arguments: { q: 'capital of France' }, accepted: { '/q': ['French capital'] } };
const question: ArgumentQuestion = {
  item: { id: 'search/1', query: 'What is the capital of France?', calls: [gold], tool: 'search' },
  gold,
  arguments: { q: 'France capital city' },
  tool,
};
const verdict = (equivalent: boolean) => `Sure: ${JSON.stringify({ equivalent, reason: 'It asks for the same.' })}`;

describe('the judge of arguments', () => {
  it.each([true, false])('says %s as the model does, and shows it all that it needs', async (equivalent) => {
    const model = createScriptedModel(() => verdict(equivalent));
    expect(await createArgumentJudge(model)(question)).toBe(equivalent);
    const [request] = model.requests;
    expect(request).toMatchObject({
      purpose: 'judge',
      place: { tool: 'search', item: 'search/1', step: 'arguments', ordinal: 0 },
      temperature: 0,
      responseSchema: { schema: { required: ['equivalent', 'reason'] } },
    });
    expect(argumentsMaterialSchema.parse(readMaterial(request?.messages.at(-1)?.content ?? ''))).toEqual({
      tool: { name: 'search', description: 'Searches.', parameters: { type: 'object' } },
      query: question.item.query,
      expected: gold.arguments,
      accepted: gold.accepted,
      actual: question.arguments,
    });
  });

  it('asks nothing where the arguments are equal', async () => {
    const model = createScriptedModel(() => verdict(false));
    const equal = { ...question, arguments: { q: 'capital of France' } };
    expect([await createArgumentJudge(model)(equal), model.requests.length]).toEqual([true, 0]);
  });

  it('asks once more with the reason when a reply cannot be read', async () => {
    const model = createScriptedModel((_, index) => (index === 0 ? 'Now I think it is fine.' : verdict(true)));
    expect(await createArgumentJudge(model)(question)).toBe(true);
    expect(model.requests.map(({ place }) => place.ordinal)).toEqual([0, 1]);
    expect(model.requests[1]?.messages.at(-1)?.content).toContain('the reply holds no JSON object');
  });

  it.each(['Yes.', '{"equivalent": "true", "reason": ""}', '{"equivalent": true'])(
    'stays undecided when %j is all it gets: there is no default',
    async (reply) => {
      const model = createScriptedModel(() => reply);
      expect([await createArgumentJudge(model)(question), model.requests.length]).toEqual([null, 2]);
    },
  );

  it('stays undecided where this request is refused, and throws what stops a run', async () => {
    const failing = (code: 'endpoint/refused-request' | 'budget/reached') =>
      createArgumentJudge(createScriptedModel(() => new ImaginariumError({ code, message: 'no' })))(question);
    expect(await failing('endpoint/refused-request')).toBeNull();
    await expect(failing('budget/reached')).rejects.toMatchObject({ code: 'budget/reached' });
  });
});
