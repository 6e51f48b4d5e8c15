import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { JournalEntry, Recording } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './open-journal.ts';
import { openRecordings } from './open-recordings.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

function entry(key: string): JournalEntry {
  return {
    kind: 'model',
    key,
    place: { step: 'solve', ordinal: 0 },
    at: 1,
    took: 2,
    purpose: 'solve',
    model: 'practice:',
    reply: {
      message: { role: 'assistant', content: `answer to ${key}` },
      finishReason: 'stop',
      usage: { inputTokens: 1, outputTokens: 1, isEstimated: true },
      model: 'practice',
    },
    cost: null,
  };
}

describe('the journal', () => {
  it('has every entry again when opened anew, the last of a key', async () => {
    const journal = await openJournal(path);
    const observed: JournalEntry = {
      kind: 'tool',
      key: 'c',
      place: { step: 'call', ordinal: 0 },
      at: 1,
      took: 2,
      observation: { status: 'ok', origin: 'live', content: '5' },
    };
    await Promise.all([journal.append(entry('a')), journal.append(entry('b')), journal.append(observed)]);
    const later = { ...entry('a'), at: 9 };
    await journal.append(later);
    await journal.close();
    const again = await openJournal(path);
    expect([...again.entries()]).toEqual([later, entry('b'), observed]);
    expect(again.get('a')).toEqual(later);
    expect(again.get('none')).toBeUndefined();
    await again.close();
  });

  it('names a broken middle line, and drops a torn last one', async () => {
    const good = JSON.stringify(entry('a'));
    await writeFile(path, `${good}\n{"kind":"model"}\n${good}\n`);
    await expect(openJournal(path)).rejects.toMatchObject({
      code: 'input/malformed',
      message: expect.stringContaining(`${path}:2 `),
    });
    await writeFile(path, `${good}\n${good.slice(0, 50)}`);
    const journal = await openJournal(path);
    expect([...journal.entries()]).toEqual([entry('a')]);
    await journal.close();
  });

  it('loses nothing that it acknowledged when its process is killed at any moment', async () => {
    const child = fileURLToPath(new URL('./testing/append-until-killed.ts', import.meta.url));
    const acknowledged = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const tsx = fileURLToPath(import.meta.resolve('tsx'));
      const appending = spawn(
        process.execPath,
        ['-C', '@imaginarium/source', '--import', tsx, child, path, `${round}`],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const lines = createInterface({ input: appending.stdout });
      const [enough, exited] = [5 + round * 23, once(appending, 'exit')];
      let seen = 0;
      for await (const key of lines) {
        acknowledged.add(key);
        if (++seen === enough) appending.kill('SIGKILL');
      }
      expect(seen).toBeGreaterThanOrEqual(enough);
      await exited;
      const journal = await openJournal(path);
      for (const key of acknowledged) expect(journal.get(key), key).toBeDefined();
      await journal.close();
      // As if the kill had fallen into the middle of a write: the next process mends it.
      await appendFile(path, JSON.stringify(entry('torn')).slice(0, 30 + round));
    }
  }, 60_000);
});

describe('the recordings', () => {
  it('are there again when opened anew, and a line that is none is named', async () => {
    const recording: Recording = {
      key: 'k',
      tool: 't',
      version: 'v',
      arguments: { a: 1 },
      output: { content: [1, null] },
      at: 5,
    };
    const store = await openRecordings(path);
    await store.put(recording);
    await store.close();
    const again = await openRecordings(path);
    expect(again.get('k')).toEqual(recording);
    await again.close();
    await writeFile(path, `${(await readFile(path, 'utf8')).replace('"t"', '5')}`);
    await expect(openRecordings(path)).rejects.toMatchObject({ message: expect.stringMatching(/:1 .*tool: /) });
  });
});
