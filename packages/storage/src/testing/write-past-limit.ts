import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { ImaginariumError } from '@imaginarium/contracts';
import { openJsonlAppender } from '../append-jsonl.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { writeJsonl } from '../write-jsonl.ts';
import { writeParquet } from '../write-parquet.ts';

/** The process that a test gives a limit of 8 or 16 KB a file: writes past it in each way, and prints the codes of the errors. */
const folder = argv[2] as string;
const jsonl = join(folder, 'rows.jsonl');
const noise = (bytes: number): string => randomBytes(bytes).toString('base64');
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (thrown) => (thrown instanceof ImaginariumError ? thrown.code : String(thrown)),
  );

await writeFile(join(folder, 'rows.json'), 'old');
// Under the limit as JSONL; past it as Parquet, whose columns repeat it.
await writeJsonl(jsonl, [{ id: 1, text: noise(5000) }]);
const appender = await openJsonlAppender(join(folder, 'log.jsonl'));
appender.append({ id: 1 });
const codes = {
  writeFileAtomic: await codeOf(writeFileAtomic(join(folder, 'rows.json'), noise(30_000))),
  writeJsonl: await codeOf(writeJsonl(jsonl, [{ id: 2, text: noise(30_000) }])),
  append: await codeOf((async () => appender.append({ id: 2, text: noise(30_000) }))()),
  writeParquet: await codeOf(writeParquet({ jsonl, columns: manyColumns(), folder, split: 'train' })),
};
appender.append({ id: 3 });
await appender.close();
process.stdout.write(JSON.stringify(codes));

function manyColumns(): Record<string, 'string'> {
  return Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`column_with_a_long_name_${at}`, 'string']));
}
