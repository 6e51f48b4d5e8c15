import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TuningMethod } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRecordFile } from './check-record-file.ts';

const asked = { role: 'user', content: 'Hello?' };
const said = { role: 'assistant', content: 'Yes.' };
const supervised = { messages: [asked, said] };
const preference = {
  input: { messages: [asked] },
  preferred_output: [said],
  non_preferred_output: [{ ...said, content: 'No.' }],
};
const jsonl = (rows: readonly unknown[], end = '\n') => rows.map((row) => `${JSON.stringify(row)}${end}`).join('');
const twelve = (row: unknown) => Array.from({ length: 12 }, () => row);

describe('checkRecordFile', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'check-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function check(text: string | Buffer, method: TuningMethod = 'sft', split: 'train' | 'validation' = 'train') {
    const path = join(folder, 'train.jsonl');
    await writeFile(path, text);
    return checkRecordFile({ path, target: 'openai', method, split }).then(
      () => 'taken',
      (error: Error) => error.message.replaceAll(`${folder}/`, ''),
    );
  }

  it('takes records of the kind that the method trains on, with whatever line ends', async () => {
    expect(await check(jsonl(twelve(supervised)))).toBe('taken');
    expect(await check(jsonl(twelve(supervised), '\r\n'))).toBe('taken');
    expect(await check(jsonl(twelve(preference)), 'dpo')).toBe('taken');
    expect(await check(jsonl([supervised]), 'sft', 'validation')).toBe('taken');
  });

  it('refuses the other kind, by line', async () => {
    expect(await check(jsonl(twelve(preference)))).toContain('train.jsonl:1: a preference record; the method sft');
    expect(await check(jsonl(twelve(supervised)), 'dpo')).toContain('train.jsonl:1: a supervised record');
    expect(await check(jsonl([...twelve(supervised), preference]))).toContain('train.jsonl:13: a preference record');
  });

  it('refuses a file that is empty, small, cut off, marked or of bytes that are no text', async () => {
    expect(await check('')).toContain('the file is empty');
    expect(await check(jsonl(twelve(supervised).slice(3)))).toContain('at least 10');
    expect(await check(jsonl(twelve(supervised)).slice(0, -9))).toContain('train.jsonl:12 ');
    expect(await check(`\uFEFF${jsonl(twelve(supervised))}`)).toContain('train.jsonl:1: a byte order mark');
    expect(await check(Buffer.from(`${jsonl([supervised])}{"a":"\u00e9"}\n`, 'latin1'))).toContain('train.jsonl:2 ');
  });
});
