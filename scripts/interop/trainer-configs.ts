import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type RecordFile, sha256, type TuningMethod } from '@imaginarium/contracts';
import { EXPORT_TOOLS, type ExportToolName, exportTarget, writeExport } from '@imaginarium/training';
import { parse } from 'yaml';
import { jobSettings } from '../../packages/training/src/huggingface/launch-job.ts';
import { pythonEnvironment } from './python-environment.ts';

const exec = promisify(execFile);
const FIELDS_SCRIPT = fileURLToPath(new URL('trainer_fields.py', import.meta.url));

/** Where each trainer declares what its config takes: paths in its wheel, and in those that it builds on. */
const DECLARED: Readonly<Record<ExportToolName, readonly string[]>> = {
  trl: [
    'trl/scripts/utils.py',
    'trl/trainer/base_config.py',
    'trl/trainer/sft_config.py',
    'trl/trainer/dpo_config.py',
    'trl/trainer/model_config.py',
    'transformers/training_args.py',
  ],
  axolotl: ['axolotl/utils/schemas/*.py'],
  'llama-factory': ['llamafactory/hparams/*.py', 'llamafactory/data/parser.py', 'transformers/training_args.py'],
  unsloth: ['unsloth_cli/config.py'],
};
const MODEL = 'mistralai/Mistral-7B-Instruct-v0.3';
const TURNS = [
  { role: 'user', content: 'Question' },
  { role: 'assistant', content: 'Answer' },
];
const ROW = {
  messages: TURNS,
  prompt: TURNS.slice(0, 1),
  completion: TURNS.slice(1),
  chosen: TURNS.slice(1),
  rejected: TURNS.slice(1),
};

/**
 * Every setting that we write for TRL (jobs and exports), Axolotl, LLaMA-Factory and Unsloth is a field of the release that we pin: its
 * wheels are fetched without dependencies and their classes read, not run. @throws Error naming the settings that are not there
 */
export async function run(): Promise<void> {
  const python = await pythonEnvironment();
  const folder = await mkdtemp(join(tmpdir(), 'trainers-'));
  try {
    for (const tool of EXPORT_TOOLS) {
      const { keys, requirements } = await keysOf(tool, folder);
      const wheels = join(folder, `wheels-${tool}`);
      await fetchWheels(python, requirements, wheels);
      const files = (await Promise.all(DECLARED[tool].map((path) => expand(wheels, path)))).flat();
      const { stdout } = await exec(python, [FIELDS_SCRIPT, ...files], { maxBuffer: 1 << 24 });
      const declared = new Set<string>(JSON.parse(stdout));
      const unknown = [...keys].filter((key) => !declared.has(key));
      if (unknown.length > 0) throw new Error(`${requirements.join(' ')} does not know ${unknown.join(', ')}`);
      process.stderr.write(`${tool}: ${keys.size} settings are fields of ${requirements.join(' ')}\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The names of all settings that are written for a tool. */
async function keysOf(tool: ExportToolName, folder: string): Promise<{ keys: Set<string>; requirements: string[] }> {
  const keys = new Set<string>();
  let requirements: string[] = [];
  for (const method of ['sft', 'dpo'] as const) {
    for (const loraRank of [0, 8]) {
      const target = exportTarget(tool, method);
      if (target === null) continue;
      const out = join(folder, `${tool}-${method}-${loraRank}`);
      const files = [
        await recordFile(folder, target, method, 'train'),
        await recordFile(folder, target, method, 'validation'),
      ];
      const request = { model: MODEL, method, seed: 1, hyperparameters: { loraRank, epochs: 2 } };
      await writeExport(out, { tool, ...request }, files);
      collect(parse(await readFile(join(out, 'train.yaml'), 'utf8')), keys);
      requirements = (await readFile(join(out, 'requirements.txt'), 'utf8')).trim().split('\n');
      if (tool !== 'trl') continue;
      const id = (split: string) =>
        `a/b@${'0'.repeat(40)}/${method === 'dpo' ? 'preference' : 'default'}/${split}/${method === 'dpo' ? 'preference' : 'messages'}`;
      const upload = (split: string) => ({ endpoint: 'huggingface' as const, id: id(split), sha256: '', bytes: 0 });
      const settings = jobSettings('a', {
        ...request,
        runKey: 'r',
        training: upload('train'),
        validation: upload('validation'),
      });
      for (const key of Object.keys(settings)) keys.add(key);
    }
  }
  return { keys, requirements };
}

/** Names of members at every depth. */
function collect(value: unknown, keys: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, keys);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) {
      keys.add(key);
      collect(member, keys);
    }
}

async function recordFile(
  folder: string,
  target: string,
  method: TuningMethod,
  split: RecordFile['split'],
): Promise<RecordFile> {
  const text = `${JSON.stringify(ROW)}\n`;
  const path = join(folder, `${target}-${split}.jsonl`);
  await writeFile(path, text);
  const kind = method === 'dpo' ? 'preference' : 'sft';
  return { path, target, kind, split, rows: 1, bytes: Buffer.byteLength(text), sha256: sha256(text), tokens: null };
}

async function fetchWheels(python: string, requirements: readonly string[], to: string): Promise<void> {
  const plain = requirements.map((line) => line.replace(/\[.*?\]/, ''));
  const pip = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary',
    ':all:',
  ];
  await exec(python, [...pip, '--dest', to, ...plain]);
  for (const wheel of await readdir(to))
    await exec(python, ['-m', 'zipfile', '-e', join(to, wheel), to], { maxBuffer: 1 << 24 });
}

async function expand(folder: string, path: string): Promise<string[]> {
  if (!path.includes('*')) return [join(folder, path)];
  const inside = join(folder, path.slice(0, path.lastIndexOf('/')));
  return (await readdir(inside)).filter((name) => name.endsWith('.py')).map((name) => join(inside, name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
