import { createRandom, messageSchema } from '@imaginarium/contracts';
import { z } from 'zod';

/** A conversation without tools, as it stands in a general file. It must end with the assistant. */
export const generalRecordSchema = z.object({
  id: z.string().optional(),
  messages: z
    .array(messageSchema)
    .min(2)
    .refine((messages) => messages.at(-1)?.role === 'assistant', { error: 'the last message must be the assistant’s' })
    .refine((messages) => messages.every((message) => message.role !== 'tool' && !('toolCalls' in message)), {
      error: 'a general conversation holds no tool calls',
    }),
});
export type GeneralRecord = z.infer<typeof generalRecordSchema>;

/**
 * Draws general records by seed, in one pass and memory of the draw alone (reservoir sampling, Vitter's algorithm R),
 * in the order of the file. Gives all when there are fewer than asked.
 *
 * @param request.count records wanted; use `Math.round(ratio * trainExamples)` for a ratio
 */
export async function sampleGeneral(request: {
  readonly records: Iterable<GeneralRecord> | AsyncIterable<GeneralRecord>;
  readonly count: number;
  readonly seed: string | number;
}): Promise<GeneralRecord[]> {
  const random = createRandom(request.seed).fork('general');
  const kept: { at: number; record: GeneralRecord }[] = [];
  let at = 0;
  for await (const record of request.records) {
    const place = at < request.count ? at : random.int(at + 1);
    if (place < request.count) kept[place] = { at, record };
    at++;
  }
  return kept
    .sort((one, other) => one.at - other.at)
    .map(({ at: line, record }) => ({ id: `general/${line}`, ...record }));
}
