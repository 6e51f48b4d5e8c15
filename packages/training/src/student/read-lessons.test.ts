import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lessonsOf, readLessons } from './read-lessons.ts';
import { makeRecords, toJsonl } from './testing/made-up-records.ts';

const user = { role: 'user', content: 'Throw 2 dice.' };
const calls = (called: unknown) => [
  user,
  { role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: called }] },
];

describe('lessonsOf', () => {
  it.each([
    ['line', 7],
    ['messages', {}],
    ['messages', { messages: [user] }],
    ['chosen', { chosen: [], rejected: [] }],
    ['messages[0].content', { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }],
    ['messages[1].content', { messages: [user, { role: 'assistant' }] }],
    ['messages[1].tool_calls[0].function', { messages: calls({ arguments: '{}' }) }],
    ['messages[1].tool_calls[0].function.arguments', { messages: calls({ name: 'dice', arguments: '[2' }) }],
    ['messages[1].tool_calls[0].function.arguments', { messages: calls({ name: 'dice', arguments: { count: 2 } }) }],
    ['tools[0].function.name', { messages: calls({ name: 'dice', arguments: '{}' }), tools: [{ type: 'function' }] }],
  ])('names the field %s of a bad record', (field, row) => {
    const read = lessonsOf(row, 1);
    expect(read).toMatchObject({ field, hint: expect.stringMatching(/./) });
  });

  it('reads one decision a turn, what came back and the answer with it', () => {
    const [record] = makeRecords(['throw_dice'], 1, 1).filter(({ messages }) => messages.length === 4);
    expect(lessonsOf(record, 3)).toMatchObject({
      lessons: [
        { line: 3, call: { tool: 'throw_dice' }, observation: '{"result":"fine"}', answer: 'It came out as fine.' },
      ],
    });
  });

  it('skips turns of weight 0', () => {
    const messages = [
      user,
      { role: 'assistant', content: 'No.', weight: 0 },
      user,
      { role: 'assistant', content: 'Yes.' },
    ];
    expect(lessonsOf({ messages }, 1)).toMatchObject({ lessons: [{ call: null, answer: 'Yes.' }] });
  });
});

describe('readLessons', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'imaginarium-lessons-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('names file and line', async () => {
    const file = join(folder, 'bad.jsonl');
    await writeFile(
      file,
      toJsonl([...makeRecords(['throw_dice'], 2, 1), { messages: calls({ name: 'x', arguments: '?' }) }]),
    );
    await expect(readLessons(file)).rejects.toMatchObject({
      code: 'input/malformed-record',
      message: expect.stringContaining('bad.jsonl:4 messages[1].tool_calls[0].function.arguments'),
    });
  });

  it('refuses an empty file', async () => {
    const file = join(folder, 'empty.jsonl');
    await writeFile(file, '\n');
    await expect(readLessons(file)).rejects.toMatchObject({ code: 'input/empty' });
  });
});
