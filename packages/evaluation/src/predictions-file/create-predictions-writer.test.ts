import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prediction, PredictionHeader } from '@imaginarium/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { createPredictionsWriter } from './create-predictions-writer.ts';
import { openPredictions } from './open-predictions.ts';

const folder = mkdtempSync(join(tmpdir(), 'writer-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `${files++}.jsonl`);

const header: PredictionHeader = {
  kind: 'predictions',
  format: 1,
  name: 'run',
  model: 'openai:m',
  protocol: 'native',
  toolNames: 'legal',
  prompt: { name: 'plain', system: 'Be brief.', hash: 'p' },
  parser: 'server',
  sampling: { temperature: 0 },
  toolSet: { kind: 'none' },
  demonstrations: null,
  repetitions: 2,
  data: { source: 'set.jsonl', hash: 'h', items: 2 },
  tools: [],
  createdAt: 1,
};
const predictionOf = (id: string, repetition = 0): Prediction => ({
  item: { id, query: id, calls: [], tool: null },
  repetition,
  message: null,
  failure: { code: 'endpoint/refused-request', message: 'no' },
  finishReason: null,
  usage: null,
  took: null,
  cost: null,
});
async function idsIn(path: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { item, repetition } of (await openPredictions(path)).rows()) ids.push(`${item.id}${repetition}`);
  return ids;
}

describe('a predictions file that is written', () => {
  it('begins with the header and is read as it was written', async () => {
    const path = newPath();
    const writer = await createPredictionsWriter(path, header);
    writer.append(predictionOf('a'));
    writer.append(predictionOf('b', 1));
    await writer.close();
    expect(JSON.parse(readFileSync(path, 'utf8').split('\n')[0] ?? '')).toEqual(header);
    expect(await idsIn(path)).toEqual(['a0', 'b1']);
  });

  it('goes on where it was cut off, in the middle of a line too, and knows what is done', async () => {
    const path = newPath();
    const first = await createPredictionsWriter(path, header);
    first.append(predictionOf('a'));
    await first.close();
    appendFileSync(path, JSON.stringify(predictionOf('b')).slice(0, 50));
    const again = { ...header, createdAt: 9, data: { ...header.data, source: '/elsewhere/set.jsonl' } };
    const second = await createPredictionsWriter(path, again);
    expect(second.resumed).toBe(1);
    expect(['a', 'b'].map((id) => second.has(id, 0))).toEqual([true, false]);
    expect(second.has('a', 1)).toBe(false);
    second.append(predictionOf('b'));
    expect(second.has('b', 0)).toBe(true);
    await second.close();
    expect(await idsIn(path)).toEqual(['a0', 'b0']);
  });

  it('begins anew where not even the header was whole', async () => {
    const path = newPath();
    writeFileSync(path, JSON.stringify(header).slice(0, 30));
    await (await createPredictionsWriter(path, header)).close();
    expect((await openPredictions(path)).header).toEqual(header);
  });

  it('asks again for what a broken line held', async () => {
    const path = newPath();
    writeFileSync(path, `${JSON.stringify(header)}\n{"item":\n${JSON.stringify(predictionOf('b'))}\n`);
    const writer = await createPredictionsWriter(path, header);
    expect([writer.has('a', 0), writer.has('b', 0), writer.resumed]).toEqual([false, true, 1]);
    await writer.close();
  });

  it.each<[string, Partial<PredictionHeader>, RegExp]>([
    ['another model', { model: 'openai:n' }, /`model` is "openai:m", not "openai:n"/],
    ['other data', { data: { ...header.data, hash: 'other' } }, /`data` is \{"hash":"h"\}, not \{"hash":"other"\}/],
    ['no prompt', { prompt: null }, /`prompt` is \{.*\}, not null/],
    [
      'other tools',
      { tools: [{ name: 'a', description: 'x'.repeat(99), parameters: {}, originalName: 'a' }] },
      /`tools` differs/,
    ],
  ])('does not go on with %s, and stays as it is', async (_, over, message) => {
    const path = newPath();
    const before = `${JSON.stringify(header)}\n{"half`;
    writeFileSync(path, before);
    await expect(createPredictionsWriter(path, { ...header, ...over })).rejects.toMatchObject({
      code: 'input/other-predictions',
      message: expect.stringMatching(message),
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.each(['{"a":1}\n', 'notes\n', `x\n${JSON.stringify(header)}\n`])(
    'never writes to another file: %j',
    async (text) => {
      const path = newPath();
      writeFileSync(path, text);
      await expect(createPredictionsWriter(path, header)).rejects.toMatchObject({ code: 'input/predictions' });
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );
});
