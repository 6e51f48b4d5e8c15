import { ImaginariumError } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { refuseMixedVersions } from './refuse-mixed-versions.ts';
import { makeExample, makeNoCall, makeTool, objectOf } from './testing/pool-fixture.ts';

const tool = makeTool('t', objectOf({}));
const refusal = (...examples: Parameters<typeof refuseMixedVersions>[0]): string => {
  try {
    refuseMixedVersions(examples, [tool]);
  } catch (thrown) {
    if (thrown instanceof ImaginariumError && thrown.code === 'input/mixed-versions') return thrown.message;
    throw thrown;
  }
  return '';
};

describe('refuseMixedVersions', () => {
  it('lets examples of the one version pass, and no-call examples that offer what is there', () => {
    expect(refusal(makeExample(tool, {}), makeNoCall('n', ['t']))).toBe('');
  });

  it('names the tool, both versions and an example', () => {
    const old = { toolVersion: 'c0ffee' };
    const message = refusal(
      makeExample(tool, {}),
      makeExample(tool, {}, { id: 'e1', ...old }),
      makeExample(tool, {}, old),
    );
    expect(message).toContain(`t has the version ${tool.version.slice(0, 12)}, but 2 of its examples are of c0ffee`);
    expect(message).toContain('e1');
  });

  it('refuses examples and offers of a tool that is not there', () => {
    expect(refusal(makeExample(makeTool('gone', objectOf({})), {}))).toContain('gone');
    expect(refusal(makeNoCall('n', ['t', 'gone']))).toContain('Example n offers the tool gone');
  });
});
