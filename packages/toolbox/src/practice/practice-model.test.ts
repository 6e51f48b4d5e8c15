import { type ChatRequest, renderMaterial, type ToolDefinition } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { ask, askAbout, definition, model, QUERY, solveMany, user } from '../../test/ask-practice.ts';
import { createPracticeModel } from './practice-model.ts';

describe('determinism', () => {
  it('gives the same reply to the same request, other replies at other places and under other seeds', async () => {
    const request = (trial: number): ChatRequest => ({
      purpose: 'imagine',
      place: { step: 'imagine', trial, ordinal: 0 },
      messages: [user(renderMaterial({ tool: definition('convert_units') }))],
    });
    const again = createPracticeModel({ seed: 7 });
    const other = createPracticeModel({ seed: 8 });
    const trials = Array.from({ length: 30 }, (_, trial) => trial);
    const replies = async (from: typeof model) => Promise.all(trials.map((trial) => from.complete(request(trial))));
    expect(await replies(again)).toEqual(await replies(model));
    expect(await replies(other)).not.toEqual(await replies(model));
    expect(new Set((await replies(model)).map(({ message }) => message.content)).size).toBeGreaterThan(5);
  });

  it('counts usage by characters and says that it is an estimate', async () => {
    const [reply] = await solveMany([user(QUERY)], 1);
    expect(reply?.usage.isEstimated).toBe(true);
    expect(reply?.usage.inputTokens).toBe(
      Math.ceil((QUERY.length + JSON.stringify(definition('add_days')).length) / 4),
    );
  });
});

describe('what it does not know', () => {
  it('refuses tools of other sources and says that a real model is needed', async () => {
    const foreign: ToolDefinition = { name: 'send_mail', description: 'Sends mail.', parameters: { type: 'object' } };
    const refusal = { code: 'config/practice-model', hint: expect.stringContaining('openai:') };
    await expect(askAbout('imagine', {}, { tool: foreign })).rejects.toMatchObject(refusal);
    await expect(ask('solve', {}, [user('Mail my boss.')], [foreign])).rejects.toMatchObject(refusal);
    await expect(ask('imagine', {}, [user('no material')])).rejects.toMatchObject(refusal);
    await expect(askAbout('judge', { step: 'unheard-of' }, {})).rejects.toMatchObject(refusal);
  });
});
