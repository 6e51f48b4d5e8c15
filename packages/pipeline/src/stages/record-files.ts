import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile, SplitName, TrainingRecord } from '@imaginarium/contracts';
import {
  type DatasetCardFacts,
  type FormatOutcome,
  type FormattingConfig,
  type TargetName,
  targets,
} from '@imaginarium/formatting';
import { createJsonlWriter, type JsonlWriter, writeParquet } from '@imaginarium/storage';
import { outputOf } from './output-of.ts';

type Kind = TrainingRecord['kind'];

interface RecordFile {
  readonly kind: Kind;
  readonly split: SplitName;
  /** `train.jsonl`, `preference-train.jsonl` */
  readonly name: string;
  readonly writer: JsonlWriter;
  rows: number;
}

export interface WrittenRecords {
  /** Paths are inside the target's folder. */
  readonly outputs: readonly OutputFile[];
  /** Records by split and kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly cardFiles: DatasetCardFacts['files'];
  readonly cardCounts: DatasetCardFacts['counts'];
  readonly refused: number;
}

export interface RecordFiles {
  write(outcome: FormatOutcome): Promise<void>;
  finish(config: Pick<FormattingConfig, 'parquet' | 'rowsPerShard'>): Promise<WrittenRecords>;
  abort(): Promise<void>;
}

/**
 * The files of one target's data set, written in one pass: a data file a split and kind, and beside them where each line comes
 * from (lineage.jsonl, by file and line from 1), what of it is trained (proofs.jsonl) and what was refused (refused.jsonl).
 */
export async function createRecordFiles(folder: string, target: TargetName): Promise<RecordFiles> {
  const files = new Map<string, RecordFile>();
  const beside = {
    lineage: await createJsonlWriter(join(folder, 'lineage.jsonl')),
    proofs: await createJsonlWriter(join(folder, 'proofs.jsonl')),
    refused: await createJsonlWriter(join(folder, 'refused.jsonl')),
  };
  const cardCounts = new Map<string, DatasetCardFacts['counts'][number] & { rows: number }>();
  let refused = 0;

  const fileOf = async ({ kind, split }: TrainingRecord): Promise<RecordFile> => {
    const name = `${kind === 'preference' ? 'preference-' : ''}${split}.jsonl`;
    let file = files.get(name);
    if (file === undefined) {
      file = { kind, split, name, writer: await createJsonlWriter(join(folder, name)), rows: 0 };
      files.set(name, file);
    }
    return file;
  };

  return {
    write: async (outcome) => {
      if ('refused' in outcome) {
        refused++;
        await beside.refused.write(outcome.refused);
        return;
      }
      const { record, proof } = outcome;
      const file = await fileOf(record);
      file.rows++;
      await file.writer.write(record.line);
      await beside.lineage.write({ file: file.name, line: file.rows, ...record.lineage });
      if (proof) await beside.proofs.write({ file: file.name, line: file.rows, ...proof });
      if (record.kind === 'sft') countForCard(cardCounts, record);
    },
    finish: async ({ parquet, rowsPerShard }) => {
      const outputs: OutputFile[] = [];
      const cardFiles: DatasetCardFacts['files'][number][] = [];
      const counts: Record<string, number> = {};
      for (const file of [...files.values()].sort((a, b) => rankOf(a) - rankOf(b))) {
        outputs.push(outputOf(file.name, await file.writer.finish()));
        counts[file.kind === 'sft' ? file.split : `preference ${file.split}`] = file.rows;
        if (parquet) outputs.push(...(await writeShards(folder, target, file, rowsPerShard)));
        cardFiles.push({
          kind: file.kind,
          split: file.split,
          path: parquet ? `${dataFolder(file.kind)}/${file.split}-*.parquet` : file.name,
          rows: file.rows,
        });
      }
      for (const [name, writer] of Object.entries(beside))
        outputs.push(outputOf(`${name}.jsonl`, await writer.finish()));
      return { outputs, counts, cardFiles, cardCounts: [...cardCounts.values()], refused };
    },
    abort: async () => {
      await Promise.all([...files.values()].map(({ writer }) => writer.abort()));
      await Promise.all(Object.values(beside).map((writer) => writer.abort()));
    },
  };
}

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

function rankOf({ kind, split }: RecordFile): number {
  return SPLITS.indexOf(split) + (kind === 'preference' ? SPLITS.length : 0);
}

/** The Hub reads a folder a configuration: supervised records and preferences have different columns. */
function dataFolder(kind: Kind): string {
  return kind === 'sft' ? 'data' : 'preference';
}

async function writeShards(
  folder: string,
  target: TargetName,
  file: RecordFile,
  rowsPerShard: number,
): Promise<OutputFile[]> {
  const columns = Object.fromEntries(
    targets[target].parquetColumns[file.kind].map(({ name }) => [name, 'string' as const]),
  );
  const into = dataFolder(file.kind);
  await mkdir(join(folder, into), { recursive: true });
  return writeParquet({
    jsonl: join(folder, file.name),
    columns,
    folder: join(folder, into),
    split: file.split,
    rowsPerShard,
  });
}

function countForCard(
  counts: Map<string, DatasetCardFacts['counts'][number] & { rows: number }>,
  { split, lineage: { tool, origin } }: TrainingRecord,
): void {
  const key = JSON.stringify([tool, split, origin]);
  const known = counts.get(key);
  if (known) (known as { rows: number }).rows++;
  else counts.set(key, { tool, split, origin, rows: 1 });
}
