import { inspect } from 'node:util';
import { createMemoryJournal, systemClock } from '@imaginarium/contracts';
import { afterEach, expect, it } from 'vitest';
import { createHuggingFaceModel } from './huggingface/create-huggingface-model.ts';
import { withJournal } from './layers/with-journal.ts';
import { createOpenAIModel } from './openai/create-openai-model.ts';
import { type ScriptedReply, type ScriptedServer, startScriptedServer } from './testing/start-scripted-server.ts';

const canary = 'hf_canary0123456789';
const request = {
  purpose: 'solve' as const,
  place: { step: 'solve', ordinal: 0 },
  messages: [{ role: 'user' as const, content: 'hi' }],
};

let server: ScriptedServer;
afterEach(() => server.close());

const everyFailure: ScriptedReply[] = [
  ...[400, 401, 403, 404, 422, 429, 500].map((status) => ({
    status,
    body: { error: { message: `Incorrect API key provided: ${canary}`, code: canary } },
  })),
  { status: 418, body: `your key is ${canary}` },
  { status: 200, body: `{"choices": ${canary}` },
  { status: 200, body: { error: { message: canary } } },
  { failure: 'hang' },
  { failure: 'half-body' },
  { failure: 'close' },
];

it.each(['openai', 'huggingface'] as const)('%s keeps the key out of errors, journal and bodies', async (provider) => {
  server = await startScriptedServer((_, index) => everyFailure[index] ?? { text: 'fine' });
  const options = { model: 'm', apiKey: canary, timeoutMs: 2000 };
  const adapter =
    provider === 'openai'
      ? createOpenAIModel({ ...options, baseUrl: server.baseUrl })
      : createHuggingFaceModel({ ...options, endpointUrl: server.baseUrl });
  const journal = createMemoryJournal();
  const model = withJournal(adapter, { journal, clock: systemClock });

  for (const failure of everyFailure) {
    const error = await model.complete(request).catch((thrown: unknown) => thrown);
    expect(error, inspect(failure)).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(canary);
  }
  await model.complete(request);

  expect(JSON.stringify([...journal.entries()])).not.toContain(canary);
  expect(server.requests).toHaveLength(everyFailure.length + 1);
  expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toContain(canary);
  expect(server.requests.every(({ headers }) => headers.authorization === `Bearer ${canary}`)).toBe(true);
});
