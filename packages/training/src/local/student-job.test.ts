import { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStudentTrainer } from '../student/student-trainer.ts';
import { MADE_UP_TOOLS, makeRecords, toJsonl } from '../student/testing/made-up-records.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ trainers: [createStudentTrainer()] });
});
afterAll(() => server.end());

describe("the student behind the local server, driven by OpenAI's own SDK", () => {
  it('is trained on an uploaded file and then calls the right tools with the right arguments', async () => {
    const { client } = server;
    const names = MADE_UP_TOOLS.slice(0, 3);
    const file = await client.files.create({
      file: await toFile(Buffer.from(toJsonl(makeRecords(names, 40, 1))), 'train.jsonl'),
      purpose: 'fine-tune',
    });
    const [base] = (await client.models.list()).data;
    await expect(
      client.fineTuning.jobs.create({ model: base!.id, training_file: file.id, method: { type: 'dpo' } }),
    ).rejects.toMatchObject({ status: 400, code: 'unsupported_method', param: 'method.type' });
    expect((await client.fineTuning.jobs.list()).data).toEqual([]);
    const { id } = await client.fineTuning.jobs.create({ model: base!.id, training_file: file.id, seed: 1 });
    await expect
      .poll(async () => (await client.fineTuning.jobs.retrieve(id)).finished_at, { timeout: 60_000, interval: 100 })
      .not.toBeNull();
    const job = await client.fineTuning.jobs.retrieve(id);
    expect(job).toMatchObject({ status: 'succeeded', error: null, trained_tokens: expect.any(Number) });
    const { data: checkpoints } = await client.fineTuning.jobs.checkpoints.list(id);
    expect(checkpoints[0]?.metrics.valid_mean_token_accuracy).toBeGreaterThan(0.5);

    const heldOut = makeRecords(names, 10, 2).flatMap(({ messages, tools }) => {
      const [user, assistant] = messages as unknown as [
        { content: string },
        { tool_calls?: [{ function: { name: string; arguments: string } }] },
      ];
      return assistant.tool_calls ? [{ query: user.content, gold: assistant.tool_calls[0].function, tools }] : [];
    });
    const share = async (model: string): Promise<number> => {
      let right = 0;
      for (const { query, gold, tools } of heldOut) {
        const { choices } = await client.chat.completions.create({
          model,
          messages: [{ role: 'user', content: query }],
          tools: tools as never,
        });
        const call = choices[0]?.message.tool_calls?.[0];
        if (call?.type !== 'function' || call.function.name !== gold.name) continue;
        try {
          expect(JSON.parse(call.function.arguments)).toEqual(JSON.parse(gold.arguments));
          right++;
        } catch {
          // A wrong argument is what is counted.
        }
      }
      return right / heldOut.length;
    };
    const [before, after] = [await share(base!.id), await share(job.fine_tuned_model!)];
    expect(after).toBeGreaterThan(0.7);
    expect(before).toBeLessThan(0.3);
  }, 90_000);
});
