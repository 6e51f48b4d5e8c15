import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile, SplitName, TrainingRecord } from '@imaginarium/contracts';
import {
  type DatasetCardFacts,
  type FormatOutcome,
  type FormattingConfig,
  lineSpeller,
  type TargetName,
  targets,
  usedColumns,
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
  readonly columns: DatasetCardFacts['columns'];
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
  const beside = new Map<string, JsonlWriter>();
  const cardCounts = new Map<string, DatasetCardFacts['counts'][number] & { rows: number }>();
  const members = { sft: new Set<string>(), preference: new Set<string>() };
  let refused = 0;

  const writeBeside = async (name: string, row: unknown): Promise<void> => {
    const writer = beside.get(name) ?? (await createJsonlWriter(join(folder, name)));
    beside.set(name, writer);
    await writer.write(row);
  };
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
        await writeBeside('refused.jsonl', outcome.refused);
        return;
      }
      const { record, proof } = outcome;
      const file = await fileOf(record);
      file.rows++;
      await file.writer.write(record.line);
      for (const member of Object.keys(record.line)) members[record.kind].add(member);
      await writeBeside('lineage.jsonl', { file: file.name, line: file.rows, ...record.lineage });
      if (proof) await writeBeside('proofs.jsonl', { file: file.name, line: file.rows, ...proof });
      if (record.kind === 'sft') countForCard(cardCounts, record);
    },
    finish: async ({ parquet, rowsPerShard }) => {
      const outputs: OutputFile[] = [];
      const cardFiles: DatasetCardFacts['files'][number][] = [];
      const counts: Record<string, number> = {};
      const columns = usedColumns(targets[target].parquetColumns, members);
      for (const file of [...files.values()].sort((a, b) => rankOf(a) - rankOf(b))) {
        outputs.push(outputOf(file.name, await file.writer.finish()));
        counts[file.kind === 'sft' ? file.split : 'preference'] =
          file.rows + (file.kind === 'sft' ? 0 : (counts.preference ?? 0));
        if (parquet) outputs.push(...(await writeShards(folder, columns, file, rowsPerShard)));
        cardFiles.push({
          kind: file.kind,
          split: file.split,
          path: parquet ? join(parquetFolder(file.kind), `data/${file.split}-*.parquet`) : file.name,
          rows: file.rows,
        });
      }
      for (const [name, writer] of beside) outputs.push(outputOf(name, await writer.finish()));
      return { outputs, counts, cardFiles, columns, cardCounts: [...cardCounts.values()], refused };
    },
    abort: async () => {
      await Promise.all([...files.values()].map(({ writer }) => writer.abort()));
      await Promise.all([...beside.values()].map((writer) => writer.abort()));
    },
  };
}

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

function rankOf({ kind, split }: RecordFile): number {
  return SPLITS.indexOf(split) + (kind === 'preference' ? SPLITS.length : 0);
}

/** Supervised records and preferences have different columns, so they are data sets apart. */
function parquetFolder(kind: Kind): string {
  return kind === 'sft' ? '.' : 'preference';
}

async function writeShards(
  folder: string,
  columnsByKind: WrittenRecords['columns'],
  file: RecordFile,
  rowsPerShard: number,
): Promise<OutputFile[]> {
  const declared = columnsByKind[file.kind];
  const columns = Object.fromEntries(declared.map(({ name }) => [name, 'string' as const]));
  const spellLine = lineSpeller(declared);
  const jsonl = join(folder, file.name);
  const into = parquetFolder(file.kind);
  await mkdir(join(folder, into, 'data'), { recursive: true });
  const shards = await writeParquet({
    jsonl,
    columns,
    folder: join(folder, into),
    split: file.split,
    spellLine,
    rowsPerShard,
  });
  return shards.map((shard) => ({ ...shard, path: join(into, shard.path) }));
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
