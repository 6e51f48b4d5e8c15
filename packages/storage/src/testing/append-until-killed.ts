import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import type { JournalEntry } from '@imaginarium/contracts';
import { openJournal } from '../open-journal.ts';

/** The process that a test kills: appends to a journal for ever, eight at a time, and says each key that is acknowledged. */
const [, , path, round] = argv as [string, string, string, string];
const journal = await openJournal(path);

async function appendForEver(lane: number): Promise<never> {
  for (let nth = 0; ; nth++) {
    const key = `${round}/${lane}/${nth}`;
    const entry: JournalEntry = {
      kind: 'tool',
      key,
      place: { step: 'call', ordinal: nth },
      at: nth,
      took: 0,
      observation: { status: 'ok', origin: 'live', content: '日x'.repeat((nth * 977) % 5000) },
    };
    await journal.append(entry);
    writeSync(1, `${key}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => appendForEver(lane)));
