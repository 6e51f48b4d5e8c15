import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluationConfigJsonSchema } from './evaluation-config.ts';
import { readEvaluationConfig, readScoringConfig } from './read-evaluation-config.ts';

const example = new URL('../../../../configs/examples/evaluation.yaml', import.meta.url).pathname;

const flags = {
  'model.model': '--model',
  'model.protocol': '--protocol',
  'toolSet.kind': '--tool-set',
  test: '--test',
};
const typed = (keys: Readonly<Record<string, unknown>> = {}) => ({ keys, flags });

describe('the config of an evaluation', () => {
  it('ships as an example that is valid', async () => {
    const { config, folder } = await readEvaluationConfig(example, typed());
    expect(config).toMatchObject({ name: 'qwen3-icl', toolSet: { kind: 'oracle', size: 15 }, repetitions: 1 });
    expect(folder).toBe(new URL('.', `file://${example}`).pathname.replace(/\/$/, ''));
  });

  it('has a JSON Schema that is up to date (npm run schema writes it anew)', () => {
    const path = new URL('../../../../configs/evaluation-config.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(evaluationConfigJsonSchema())));
  });

  it('takes flags over the file, key by key', async () => {
    const keys = { model: { protocol: 'text' }, toolSet: { size: 3 }, repetitions: 2, sampling: { temperature: 1 } };
    const { config } = await readEvaluationConfig(example, typed(keys));
    expect(config.model).toMatchObject({ model: 'openai:qwen3@http://127.0.0.1:11434/v1', protocol: 'text' });
    expect(config.toolSet).toEqual({ kind: 'oracle', size: 3 });
    expect(config.repetitions).toBe(2);
  });

  it('can be flags alone, and is then called after the model or the files', async () => {
    const asked = await readEvaluationConfig(
      undefined,
      typed({ test: 't.jsonl', model: { model: 'openai:org/m@http://h/v1' } }),
    );
    expect(asked.config).toMatchObject({ name: 'org-m', toolSet: { kind: 'all' } });
    const scored = await readScoringConfig(undefined, typed(), ['evaluations/a/predictions.jsonl', 'b.jsonl']);
    expect(scored.config.name).toBe('a-vs-b');
  });

  it('scores a folder again where it is', async () => {
    const { config } = await readScoringConfig(undefined, typed(), ['evaluations/a']);
    expect(config.output).toBe('evaluations/a');
  });

  it.each([
    ['what is missing', undefined, { test: 't.jsonl' }, 'to be said: --model.'],
    ['a choice that is none', undefined, { model: { model: 'practice:', protocol: 'x' } }, '--protocol "x": '],
    ['a choice that is none over a file', example, { toolSet: { kind: 'x' } }, '--tool-set "x": '],
  ])('says %s in terms of the flags', async (_, file, keys, message) => {
    await expect(readEvaluationConfig(file, typed(keys))).rejects.toMatchObject({
      code: 'usage/evaluate',
      message: expect.stringContaining(message),
    });
  });

  it('says that a flag is of no use for saved predictions, and passes over such keys of a file', async () => {
    const { config } = await readScoringConfig(example, typed(), ['evaluations/a']);
    expect(config).not.toHaveProperty('model');
    const asking = readScoringConfig(undefined, typed({ model: { protocol: 'text' } }), ['evaluations/a']);
    await expect(asking).rejects.toMatchObject({
      message: expect.stringContaining('--protocol is for asking a model'),
    });
  });

  it('refuses repetitions at temperature 0', async () => {
    const keys = { test: 't', model: { model: 'practice:' }, repetitions: 2 };
    await expect(readEvaluationConfig(undefined, typed(keys))).rejects.toMatchObject({ code: 'config/repetitions' });
  });
});
