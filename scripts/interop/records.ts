/**
 * Interop of the training records with the real consumers: `datasets` loads Parquet and JSONL, by the card and without it, `mistral-common`
 * accepts and tokenises the Mistral records as we do, OpenAI's published schemas accept the OpenAI lines.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, exampleSchema, type JsonObject, repairPairSchema, toolSpecSchema } from '@imaginarium/contracts';
import {
  createTokenCounter,
  type DatasetCardFacts,
  datasetCard,
  exactSpelling,
  formatExamples,
  formattingConfigSchema,
  lineSpeller,
  renderMistralV3,
  type TargetName,
  type TokenCounter,
  targetNameSchema,
  targets,
  usedColumns,
  validateFile,
} from '@imaginarium/formatting';
import { readJsonl, writeJsonl, writeParquet } from '@imaginarium/storage';
import { checkOpenAiMessages } from './openai-messages.ts';
import { pythonEnvironment, runPython } from './python-environment.ts';
import { type VariedRows, variedRows } from './varied-examples.ts';

const reference =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../shared/reference', import.meta.url));
const model = `${reference}/mistral/mistral_instruct_tokenizer_240323.model.v3`;

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * @param runFolder a finished run whose records are checked as they lie, and its examples for every target
 * @throws Error when a check fails
 */
export async function run(runFolder?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-records-'));
  try {
    const counter = existsSync(model) ? await createTokenCounter({ file: model }) : undefined;
    const lines = await writeAll(folder, '', variedRows(), counter);
    if (runFolder !== undefined) lines.push(...(await writeAll(folder, '-run', await rowsOfRun(runFolder), counter)));
    checkOpenAi(lines);
    await writeSpellings(folder);
    if (counter !== undefined) await writeSampleIds(folder, counter);
    await runPython(await pythonEnvironment(), 'check_records.py', [
      folder,
      ...(counter === undefined ? [] : ['--reference', reference]),
      ...(runFolder === undefined ? [] : ['--run', runFolder]),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes every target's data set as a run does: JSONL, Parquet and the card; and the Mistral token ids. @returns the OpenAI lines */
async function writeAll(folder: string, suffix: string, rows: VariedRows, counter: TokenCounter | undefined) {
  const openai: JsonObject[] = [];
  for (const target of targetNameSchema.options) {
    const made = await formatAll(target, rows);
    const name = `${target}${suffix}`;
    await writeDataSet(join(folder, name), target, made);
    for await (const { line, problem } of validateFile(target, [...made.sft, ...made.preference])) {
      if (line > 0) throw new Error(`${name}, line ${line}: ${problem}`);
    }
    if (target === 'openai') openai.push(...made.sft, ...made.preference);
    if (target === 'mistral' && counter !== undefined)
      await writeJsonl(
        join(folder, `${name}-ids.jsonl`),
        made.sft.map((line) => idsOf(line, counter)),
      );
    say(`     ${name}: ${made.sft.length} records, ${made.preference.length} preferences, ${made.refused} refused`);
  }
  return openai;
}

type Made = Awaited<ReturnType<typeof formatAll>>;

async function writeDataSet(folder: string, target: TargetName, made: Made): Promise<void> {
  const membersOf = (lines: readonly JsonObject[]) => new Set(lines.flatMap((line) => Object.keys(line)));
  const columns = usedColumns(targets[target].parquetColumns, {
    sft: membersOf(made.sft),
    preference: membersOf(made.preference),
  });
  const files: DatasetCardFacts['files'][number][] = [];
  for (const kind of ['sft', 'preference'] as const) {
    const lines = made[kind];
    if (lines.length === 0) continue;
    const [prefix, inside] = kind === 'sft' ? ['', ''] : ['preference-', 'preference/'];
    await mkdir(join(folder, inside, 'data'), { recursive: true });
    const jsonl = join(folder, `${prefix}train.jsonl`);
    await writeJsonl(jsonl, lines);
    const texts = Object.fromEntries(columns[kind].map((column) => [column.name, 'string' as const]));
    const spellLine = lineSpeller(columns[kind]);
    await writeParquet({ jsonl, columns: texts, folder: join(folder, inside), split: 'train', spellLine });
    files.push({ kind, split: 'train', path: `${inside}data/train-*.parquet`, rows: lines.length });
  }
  const facts = { name: target, target, files, columns, counts: [], models: {}, seed: 1, isPractice: true };
  await writeFile(join(folder, 'README.md'), datasetCard(facts));
}

async function formatAll(target: TargetName, rows: VariedRows) {
  const made = { sft: [] as JsonObject[], preference: [] as JsonObject[], refused: 0 };
  const config = formattingConfigSchema.parse({ system: 'Be exact.', maxTokens: { mistral: 8192, trl: 8192 } });
  for await (const outcome of formatExamples({ ...rows, target, config, seed: 1 })) {
    if ('refused' in outcome) made.refused++;
    else made[outcome.record.kind].push(outcome.record.line);
  }
  return made;
}

function idsOf(line: JsonObject, counter: TokenCounter): number[] {
  const rendering = targets.mistral.render?.(line);
  return rendering === undefined ? [] : counter.encodeRendering(rendering);
}

/** Numbers with their spelling for `datasets`: decimals of 2 to 6 places up to a million, and doubles of every size, by seed. */
async function writeSpellings(folder: string): Promise<void> {
  const random = createRandom('spellings');
  const numbers = [2, 3, 4, 6].flatMap((places) =>
    Array.from({ length: 40_000 }, () => ({
      kind: `${places} decimals`,
      number: Number((random.next() * 10 ** random.int(7)).toFixed(places)),
    })),
  );
  for (let count = 0; count < 20_000; count++)
    numbers.push({ kind: 'full doubles', number: (random.next() - 0.5) * 10 ** (random.int(30) - 15) });
  await writeJsonl(
    join(folder, 'spellings.jsonl'),
    numbers.map(({ kind, number }) => ({ kind, number, spelling: exactSpelling(number) })),
  );
}

async function writeSampleIds(folder: string, counter: TokenCounter): Promise<void> {
  const samples = `${reference}/mistral/samples`;
  const ids = readdirSync(samples).map((sample) => ({
    sample,
    tokens: counter.encodeRendering(
      renderMistralV3(JSON.parse(readFileSync(`${samples}/${sample}/sample.json`, 'utf8'))),
    ),
  }));
  await writeJsonl(join(folder, 'sample-ids.jsonl'), ids);
}

function checkOpenAi(lines: readonly JsonObject[]): void {
  const spec = `${reference}/openai/openapi-fine-tuning.json`;
  if (!existsSync(spec)) {
    say('skip OpenAI schemas: the reference folder with the API description is absent');
    return;
  }
  const { checked, problems } = checkOpenAiMessages(spec, lines);
  if (problems.length > 0)
    throw new Error(`OpenAI lines break the published schemas:\n${problems.slice(0, 5).join('\n')}`);
  say(`ok   OpenAI's schemas accept ${checked} messages and tools of ${lines.length} lines`);
}

async function rowsOfRun(folder: string): Promise<VariedRows> {
  const rows: VariedRows = { tools: [], examples: [], repairPairs: [] };
  for await (const tool of readJsonl(join(folder, 'tools.jsonl'), { schema: toolSpecSchema })) rows.tools.push(tool);
  for await (const example of readJsonl(join(folder, 'examples.jsonl'), { schema: exampleSchema }))
    rows.examples.push(example);
  for await (const pair of readJsonl(join(folder, 'repair-pairs.jsonl'), { schema: repairPairSchema }))
    rows.repairPairs.push(pair);
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv[2]);
