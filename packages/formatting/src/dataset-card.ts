import type { SplitName, TrainingRecord } from '@imaginarium/contracts';
import { stringify } from 'yaml';
import type { Target, TargetName } from './target.ts';
import { targets } from './targets.ts';

export interface DatasetCardFacts {
  readonly name: string;
  readonly target: TargetName;
  /** One entry a split and kind; `path` inside the data set's folder, a glob where it is sharded. */
  readonly files: readonly {
    readonly kind: TrainingRecord['kind'];
    readonly split: SplitName;
    readonly path: string;
    readonly rows: number;
  }[];
  /** The columns that the rows of a kind have: a Parquet file has no others. */
  readonly columns: Target['parquetColumns'];
  /** Rows by tool (null: no tool), split and origin. */
  readonly counts: readonly {
    readonly tool: string | null;
    readonly split: SplitName;
    readonly origin: TrainingRecord['lineage']['origin'];
    readonly rows: number;
  }[];
  /** The models that made the data, by purpose. */
  readonly models: Readonly<Record<string, string>>;
  readonly seed: string | number;
  /** True when the practice model, which is no language model, made the data. */
  readonly isPractice: boolean;
  /** What the format leaves out of the trace (see Target.losses). */
  readonly losses?: readonly string[];
  readonly refused?: number;
}

const SIZES: readonly [number, string][] = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
];

/**
 * The README.md of a data set on the Hugging Face Hub: front matter that says which files are which split, and what
 * the data is. The licence is left to the person who publishes it.
 */
export function datasetCard(facts: DatasetCardFacts): string {
  return [
    `---\n${stringify(frontMatter(facts)).trimEnd()}\n---`,
    `# ${facts.name}`,
    ...(facts.isPractice
      ? [
          '> **Practice data.** A rule-based stand-in, not a language model, wrote the queries and answers. Use it to try the pipeline, for tests and benchmarks; do not expect a model to learn from it.',
        ]
      : []),
    `Chat fine-tuning records that teach tools, in the format \`${facts.target}\`. Made by Imaginarium through simulated trial and error (arXiv 2403.04746): a model imagined queries for each tool, tried them with real calls, and what held up was kept, judged, made unique, reworded and split by seed trial.`,
    `## Records\n\n${countTable(facts)}`,
    `## Origins\n\n${origins(facts)}`,
    `## How it was made\n\n${making(facts)}`,
    `## Reading it\n\n${reading(facts)}`,
    '## Licence\n\nNot chosen yet. State it in the front matter (`license:`) before publishing; mind the terms of the models and tools above.',
    '',
  ].join('\n\n');
}

function frontMatter({ name, files, columns, isPractice }: DatasetCardFacts) {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const kinds = (['sft', 'preference'] as const).filter((kind) => files.some((file) => file.kind === kind));
  const nameOf = (kind: TrainingRecord['kind']) => (kind === 'sft' ? 'default' : kind);
  // Text needs no telling, and a trainer that finds columns declared takes them for objects.
  const declared = kinds.filter((kind) => columns[kind].some(({ dtype }) => dtype === 'json'));
  return {
    pretty_name: name,
    task_categories: ['text-generation'],
    tags: ['tool-use', 'function-calling', 'synthetic', 'imaginarium', ...(isPractice ? ['practice-data'] : [])],
    size_categories: [SIZES.find(([limit]) => rows < limit)?.[1] ?? 'n>1M'],
    configs: kinds.map((kind) => ({
      config_name: nameOf(kind),
      data_files: files.filter((file) => file.kind === kind).map(({ split, path }) => ({ split, path })),
    })),
    ...(declared.length === 0
      ? {}
      : {
          dataset_info: declared.map((kind) => ({
            config_name: nameOf(kind),
            features: columns[kind].map(({ name: column, dtype }) => ({ name: column, dtype })),
          })),
        }),
  };
}

function hasParquet(files: DatasetCardFacts['files']): boolean {
  return files.some(({ path }) => path.endsWith('.parquet'));
}

function reading({ target, files, columns }: DatasetCardFacts): string {
  const kinds = (['sft', 'preference'] as const).filter((kind) => files.some((file) => file.kind === kind));
  const areParsed = kinds.some((kind) => columns[kind].some(({ dtype }) => dtype === 'json'));
  const commands = targets[target].trainCommands;
  return [
    ...(areParsed
      ? [
          'Give `load_dataset` of `datasets` (4.7 or later) this folder or repository: the front matter declares the structured columns as `json`, so they come as objects, with no schemas merged over the rows and no nulls put into them.',
        ]
      : []),
    ...(commands
      ? [`The trainer reads it as it lies: ${kinds.map((kind) => `\`${commands[kind]}\``).join(', ')}.`]
      : []),
    ...(hasParquet(files) ? [parquetReading(areParsed)] : []),
    'From a JSONL file, `datasets` keeps ten decimals of a number in mixed objects, reads some fractions a digit off (0.35 as 0.35000000000000003) and no whole number past 64 bits, whether or not it is told the columns.',
  ].join(' ');
}

function parquetReading(areParsed: boolean): string {
  return areParsed
    ? 'In the Parquet files such a column is a JSON text. `datasets` parses it with arithmetic that would read some fractions a digit off (0.35 as 0.35000000000000003), so numbers are spelled there such that it reads them exactly (0.350000); only one that is nearer to zero than 1e-300 may be left a digit off, and a whole number past 64 bits comes as a float. `json.loads` of the text is always exact. The JSONL files hold the same records.'
    : 'In the Parquet files every structured column is a JSON text, so that Arrow cannot merge schemas and put nulls into them. `load_dataset` of this folder or repository gives the texts unchanged, and `json.loads` of a text the exact values. The JSONL files hold the same records as the trainer wants them.';
}

function countTable({ counts }: DatasetCardFacts): string {
  const splits = ['train', 'validation', 'test'] as const;
  const tools = [...new Set(counts.map((count) => count.tool))].sort((a, b) => (a ?? '~').localeCompare(b ?? '~'));
  const sum = (tool: string | null | undefined, split: SplitName) =>
    counts
      .filter((count) => (tool === undefined || count.tool === tool) && count.split === split)
      .reduce((rows, count) => rows + count.rows, 0);
  const row = (label: string, tool: string | null | undefined) =>
    `| ${label} | ${splits.map((split) => sum(tool, split)).join(' | ')} |`;
  return [
    `| tool | ${splits.join(' | ')} |`,
    '|---|---:|---:|---:|',
    ...tools.map((tool) => row(tool ?? '(none)', tool)),
    row('**all**', undefined),
  ].join('\n');
}

function origins({ counts }: DatasetCardFacts): string {
  const words = { example: 'this run', replay: 'replayed from earlier rounds', general: 'general conversations' };
  const lines = (['example', 'replay', 'general'] as const).map((origin) => {
    const rows = counts.filter((count) => count.origin === origin).reduce((total, count) => total + count.rows, 0);
    return rows === 0 ? undefined : `- ${words[origin]}: ${rows}`;
  });
  return lines.filter((line) => line !== undefined).join('\n') || '- none';
}

function making({ models, seed, losses, refused }: DatasetCardFacts): string {
  return [
    ...Object.entries(models).map(([purpose, model]) => `- ${purpose}: \`${model}\``),
    `- seed: \`${seed}\``,
    ...(refused ? [`- refused as not trainable in this format: ${refused}`] : []),
    ...(losses?.length ? [`- left out by the format: ${losses.join('; ')}`] : []),
  ].join('\n');
}
