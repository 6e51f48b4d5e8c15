import {
  createRandom,
  type JsonObject,
  type Observation,
  systemClock,
  TOOL_NAME,
  type ToolSource,
  toolSpecSchema,
} from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExecutor, type ExecutorOptions } from '../executor/create-executor.ts';
import { schemaProblem } from '../executor/validate-arguments.ts';
import { toolVersion } from '../names/tool-version.ts';

export interface ToolContractSubject {
  readonly source: ToolSource;
  /** A call that works, and what its observation must hold. */
  readonly good: { readonly tool: string; readonly arguments: JsonObject; readonly content: RegExp };
  /** Arguments that the tool's schema refuses. */
  readonly bad: { readonly tool: string; readonly arguments: JsonObject };
  /** Allows what `good` needs, for example a write or a loopback host. */
  readonly policy?: ExecutorOptions['policy'];
}

/** The suite that every tool source passes: what it imports is legal, and whatever a model does with it is an observation. */
export function toolContract(name: string, create: () => Promise<ToolContractSubject>): void {
  describe(`${name} as a tool source`, () => {
    let subject: ToolContractSubject;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(() => subject?.source.close());

    const execute = (tool: string, args: JsonObject | null): Promise<Observation> =>
      createExecutor({
        tools: subject.source.tools,
        clock: systemClock,
        random: createRandom(1),
        secret: () => 'not-needed-here',
        ...(subject.policy && { policy: subject.policy }),
      }).execute(
        { id: 'call-1', name: tool, arguments: args, argumentsText: JSON.stringify(args) },
        { place: { tool, step: 'solve', ordinal: 0 } },
      );

    it('gives every tool a legal, unique name and keeps the original', () => {
      const names = subject.source.tools.map(({ spec }) => spec.name);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      for (const { spec } of subject.source.tools) {
        expect(spec.name).toMatch(TOOL_NAME);
        expect(spec.originalName).not.toBe('');
      }
    });

    it('describes every tool by a valid spec, an object schema that compiles, and its own version', () => {
      for (const { spec } of subject.source.tools) {
        expect(toolSpecSchema.parse(spec)).toEqual(spec);
        expect(spec.parameters.type).toBe('object');
        expect(schemaProblem(spec.parameters)).toBeUndefined();
        expect(spec.version).toBe(toolVersion(spec));
      }
    });

    it('answers a good call', async () => {
      const observation = await execute(subject.good.tool, subject.good.arguments);
      expect(observation).toMatchObject({ status: 'ok', content: expect.stringMatching(subject.good.content) });
    });

    it('answers bad arguments with what is wrong', async () => {
      const observation = await execute(subject.bad.tool, subject.bad.arguments);
      expect(observation).toMatchObject({ status: 'error', failure: 'invalid-arguments' });
      expect(observation.content).toContain(subject.bad.tool);
    });

    it('answers an unknown tool with the nearest names, and an unreadable call with why', async () => {
      const unknown = await execute(`${subject.good.tool}x`, {});
      expect(unknown).toMatchObject({ status: 'error', failure: 'unknown-tool' });
      expect(unknown.content).toContain(subject.good.tool);
      expect(await execute(subject.good.tool, null)).toMatchObject({ status: 'error', failure: 'unparsable-call' });
    });

    it('closes twice without harm', async () => {
      await subject.source.close();
      await subject.source.close();
    });
  });
}
