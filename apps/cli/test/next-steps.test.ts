import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outlookOf, renderRoundSteps } from '../src/rendering/round-next-steps.ts';
import { config, round } from './round-fixtures.ts';

const project = join(process.cwd(), 'shop');
const training = { endpoint: 'local' as const, from: 'student-v1', job: 'ftjob-1' };
const checkpoint = 'openai:ft:student-v1:local:shop-r1:0a1b2c3d@http://127.0.0.1:40123/v1';

describe('what to type after a round', () => {
  const after = (at: typeof config, made: object) =>
    renderRoundSteps(project, {
      round: round(1, 'gate', { training: { ...training, checkpoint, ...made } }),
      nextStep: null,
      ...outlookOf(at, []),
    });

  it("says how a checkpoint of the project's own endpoint is asked", () => {
    const own = { ...config, training: { ...config.training, to: 'local' as const } };
    expect(after(own, {})).toMatch(
      /ask its checkpoint +imaginarium serve --folder shop\/endpoint\n +model ft:student-v1:local:shop-r1:0a1b2c3d\n/,
    );
    expect(after(own, { checkpoint: null })).not.toContain('serve');
    expect(after(own, { job: null })).not.toContain('serve');
  });

  it('says nothing of it where the project trains elsewhere', () => {
    const { training: settings } = config;
    expect(after({ ...config, training: { ...settings, to: 'openai' } }, {})).not.toContain('serve');
    const server = { ...settings, to: 'local' as const, baseUrl: 'http://127.0.0.1:8321/v1' };
    expect(after({ ...config, training: server }, {})).not.toContain('serve');
  });
});
