import { type Embedder, ImaginariumError } from '@imaginarium/contracts';
import { describe, expect, it, type TestContext } from 'vitest';

/** What the embedder under test is set up for: it answers, its endpoint does not within the test, its endpoint fails. */
export type EmbedderScenario = 'answers' | 'hangs' | 'fails';

export interface EmbedderSubject {
  readonly embedder: Embedder;
  readonly close?: () => Promise<void>;
}

const TEXTS = ['How warm is it in Lisbon?', 'Convert three miles to metres.', 'x', 'Wie spät ist es in Kyōto? 🕐'];

/** The suite that every Embedder passes. `create` gives undefined for a scenario that it cannot be put into. */
export function embedderContract(
  name: string,
  create: (scenario: EmbedderScenario) => Promise<EmbedderSubject | undefined>,
): void {
  const scenario = (of: EmbedderScenario, test: (embedder: Embedder) => Promise<void>) => {
    return async ({ skip }: TestContext) => {
      const subject = await create(of);
      if (subject === undefined) return skip(`${name} has no scenario "${of}"`);
      try {
        await test(subject.embedder);
      } finally {
        await subject.close?.();
      }
    };
  };

  describe(`Embedder contract: ${name}`, () => {
    it(
      'gives one vector of length 1 a text, all with as many numbers',
      scenario('answers', async (embedder) => {
        const vectors = await embedder.embed(TEXTS);
        expect(vectors).toHaveLength(TEXTS.length);
        expect(new Set(vectors.map((vector) => vector.length)).size).toBe(1);
        for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }),
    );

    it(
      'gives a text the same vector wherever it stands',
      scenario('answers', async (embedder) => {
        const [forward, backward, twice] = [
          await embedder.embed(TEXTS),
          await embedder.embed(TEXTS.toReversed()),
          await embedder.embed(['x', 'x']),
        ];
        expect(backward.toReversed()).toEqual(forward);
        expect(twice).toEqual([forward[2], forward[2]]);
        expect(forward[0]).not.toEqual(forward[1]);
      }),
    );

    it(
      'gives a blank text zeros, and no text nothing',
      scenario('answers', async (embedder) => {
        const [spoken, blank] = await embedder.embed(['x', ' \n']);
        expect(blank).toEqual(new Float32Array(spoken?.length ?? 0));
        expect(await embedder.embed([''])).toEqual([blank]);
        expect(await embedder.embed([])).toEqual([]);
      }),
    );

    it(
      'does nothing when the signal is already aborted',
      scenario('answers', async (embedder) => {
        await expectFailure(embedder.embed(TEXTS, { signal: AbortSignal.abort() }), 'interrupted/aborted');
      }),
    );

    it(
      'leaves a call under way when the signal is aborted',
      scenario('hangs', async (embedder) => {
        const controller = new AbortController();
        const vectors = embedder.embed(TEXTS, { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await expectFailure(vectors, 'interrupted/aborted');
      }),
    );

    it(
      'fails with an error that has a code and says where',
      scenario('fails', async (embedder) => {
        const error = await expectFailure(embedder.embed(TEXTS));
        expect(error.category).toBe('endpoint');
        expect(error.message.length).toBeGreaterThan(10);
      }),
    );
  });
}

async function expectFailure(vectors: Promise<unknown>, code?: string): Promise<ImaginariumError> {
  const error = await vectors.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ImaginariumError);
  if (code !== undefined) expect((error as ImaginariumError).code).toBe(code);
  return error as ImaginariumError;
}
