import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordFile, sha256 } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EXPORT_TOOLS, type ExportRequest } from './export-tool.ts';
import { exportTarget, refuseExport, writeExport } from './write-export.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const turns = [
  { role: 'user', content: 'Question' },
  { role: 'assistant', content: 'Answer' },
];
const ROWS: Readonly<Record<string, object>> = {
  'trl sft': { prompt: [turns[0]], completion: [turns[1]] },
  'trl preference': { prompt: [turns[0]], chosen: [turns[1]], rejected: [turns[1]] },
  'openai sft': { messages: turns },
  'sharegpt sft': { conversations: [{ from: 'human', value: 'Question' }] },
  'sharegpt preference': { conversations: [], chosen: {}, rejected: {} },
};

async function records(
  target: string,
  kind: RecordFile['kind'],
  split: RecordFile['split'],
  row = ROWS[`${target} ${kind}`],
) {
  const text = `${JSON.stringify(row)}\n`;
  const path = join(folder, `${target}-${kind}-${split}.jsonl`);
  await writeFile(path, text);
  const measured = { rows: 1, bytes: Buffer.byteLength(text), sha256: sha256(text), tokens: null };
  return { path, target, kind, split, ...measured } satisfies RecordFile;
}

const requestFor = (tool: ExportRequest['tool'], facts: Partial<ExportRequest> = {}): ExportRequest => ({
  tool,
  model: 'mistralai/Mistral-7B-Instruct-v0.3',
  method: 'sft',
  seed: 7,
  hyperparameters: { epochs: 1 },
  ...facts,
});

async function exported(request: ExportRequest) {
  const kind = request.method === 'dpo' ? 'preference' : 'sft';
  const target = exportTarget(request.tool, request.method) ?? '';
  const files = [await records(target, kind, 'train'), await records(target, kind, 'validation')];
  const out = join(folder, 'out');
  const written = await writeExport(out, request, files);
  const read = (path: string) => readFile(join(out, path), 'utf8');
  return { ...written, read, config: parse(await read('train.yaml')), files: written.files, sources: files };
}

it.each(EXPORT_TOOLS)(
  '%s: data as they were, a config, pinned requirements and one command in the README',
  async (tool) => {
    const { files, read, command, sources } = await exported(requestFor(tool));
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'data/train.jsonl',
        'data/validation.jsonl',
        'requirements.txt',
        'train.yaml',
      ]),
    );
    expect(await read('data/train.jsonl')).toBe(await readFile(sources[0]?.path ?? '', 'utf8'));
    expect(await read('README.md')).toContain(command);
    for (const line of (await read('requirements.txt')).trimEnd().split('\n')) expect(line).toMatch(/==\d/);
  },
);

it.each(EXPORT_TOOLS.flatMap((tool) => (['sft', 'dpo'] as const).map((method) => ({ tool, method }))))(
  'the config for $tool, $method, is the one that was checked',
  async ({ tool, method }) => {
    if (exportTarget(tool, method) === null) return;
    const { read, files } = await exported(requestFor(tool, { method, hyperparameters: { epochs: 2, loraRank: 8 } }));
    const extra = files.filter((path) => /dataset_info|data\/README/.test(path));
    const texts = await Promise.all(['train.yaml', ...extra].map(async (path) => `# ${path}\n${await read(path)}`));
    await expect(texts.join('\n')).toMatchFileSnapshot(`__fixtures__/${tool}-${method}.txt`);
  },
);

it('trains all weights where the rank is 0', async () => {
  const { config } = await exported(requestFor('axolotl', { hyperparameters: { loraRank: 0 } }));
  expect(config).toMatchObject({ learning_rate: 2e-5, micro_batch_size: 4, gradient_accumulation_steps: 16 });
  expect(config).not.toHaveProperty('adapter');
});

describe('refuses', () => {
  const messagesOf = async (request: ExportRequest, ...files: RecordFile[]) =>
    (await refuseExport(request, files)).map(({ message }) => message).join();

  it('records of another target, naming the right one', async () => {
    const file = await records('openai', 'sft', 'train');
    const [problem] = await refuseExport(requestFor('llama-factory'), [file]);
    expect(problem?.message).toContain('formatted for openai; LLaMA-Factory takes sharegpt');
    expect(problem?.hint).toContain('sharegpt');
    await expect(writeExport(join(folder, 'out'), requestFor('llama-factory'), [file])).rejects.toMatchObject({
      code: 'input/not-exportable',
    });
  });

  it('preference training where tool calls would be lost', async () => {
    expect(await messagesOf(requestFor('axolotl', { method: 'dpo' }))).toContain('tool calls would be lost');
  });

  it("a system message that Mistral's template would leave out", async () => {
    const row = { messages: [{ role: 'system', content: 'Be brief.' }, ...turns] };
    const file = await records('openai', 'sft', 'train', row);
    expect(await messagesOf(requestFor('axolotl'), file)).toContain('leaves out');
    expect(await messagesOf(requestFor('axolotl', { model: 'Qwen/Qwen3-8B' }), file)).toBe('');
  });

  it('a model whose template is not known, and records of the other kind', async () => {
    const file = await records('sharegpt', 'sft', 'train');
    expect(await messagesOf(requestFor('llama-factory', { model: 'some/unheard-of' }), file)).toContain('not known');
    expect(await messagesOf(requestFor('llama-factory', { method: 'dpo' }), file)).toContain(
      'trains on preference records',
    );
  });

  it('a folder that is in use, and a file that has changed', async () => {
    const file = await records('openai', 'sft', 'train');
    await expect(writeExport(folder, requestFor('axolotl'), [file])).rejects.toMatchObject({
      code: 'usage/folder-in-use',
    });
    await expect(
      writeExport(join(folder, 'new'), requestFor('axolotl'), [{ ...file, bytes: 1 }]),
    ).rejects.toMatchObject({
      code: 'input/changed-file',
    });
  });
});
