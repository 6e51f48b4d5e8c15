import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluationConfigJsonSchema } from './evaluation-config.ts';
import { readEvaluationConfig, readScoringConfig } from './read-evaluation-config.ts';

const example = new URL('../../../../configs/examples/evaluation.yaml', import.meta.url).pathname;

describe('the config of an evaluation', () => {
  it('ships as an example that is valid', async () => {
    const { config, folder } = await readEvaluationConfig(example, {});
    expect(config).toMatchObject({ name: 'qwen3-icl', toolSet: { kind: 'oracle', size: 15 }, repetitions: 1 });
    expect(folder).toBe(new URL('.', `file://${example}`).pathname.replace(/\/$/, ''));
  });

  it('has a JSON Schema that is up to date (npm run schema writes it anew)', () => {
    const path = new URL('../../../../configs/evaluation-config.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(evaluationConfigJsonSchema())));
  });

  it('takes flags over the file, key by key', async () => {
    const keys = { model: { protocol: 'text' }, toolSet: { size: 3 }, repetitions: 2 };
    const { config } = await readEvaluationConfig(example, keys);
    expect(config.model).toMatchObject({ model: 'openai:qwen3@http://127.0.0.1:11434/v1', protocol: 'text' });
    expect(config.toolSet).toEqual({ kind: 'oracle', size: 3 });
    expect(config.repetitions).toBe(2);
  });

  it('can be flags alone, and is then called after the model or the files', async () => {
    const asked = await readEvaluationConfig(undefined, {
      test: 't.jsonl',
      model: { model: 'openai:org/m@http://h/v1' },
    });
    expect(asked.config).toMatchObject({ name: 'org-m', toolSet: { kind: 'all' } });
    const scored = await readScoringConfig(undefined, {}, ['evaluations/a/predictions.jsonl', 'b.jsonl']);
    expect(scored.config.name).toBe('a-vs-b');
  });

  it('scores a folder again where it is', async () => {
    const { config } = await readScoringConfig(undefined, {}, ['evaluations/a']);
    expect(config.output).toBe('evaluations/a');
  });

  it('says what is missing', async () => {
    await expect(readEvaluationConfig(undefined, { test: 't.jsonl' })).rejects.toMatchObject({
      code: 'usage/evaluate',
      message: expect.stringContaining('model'),
    });
  });
});
