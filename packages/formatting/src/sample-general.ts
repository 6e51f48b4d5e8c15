import { createRandom } from '@imaginarium/contracts';
import type { GeneralRecord } from './to-general-record.ts';

/** A general record that was drawn. */
export type SampledGeneral = GeneralRecord & {
  readonly id: string;
  /** Why it is there, for a person: `general: 20 of 219 of bundled`. */
  readonly reason: string;
};

/**
 * Draws general records by seed, in one pass and memory of the draw alone (reservoir sampling, Vitter's algorithm R),
 * in the order of the rows. Gives all when there are fewer than asked.
 *
 * @param request.count records wanted; use `Math.round(ratio * trainExamples)` for a ratio
 * @param request.from what the records are from, for a person
 */
export async function sampleGeneral(request: {
  readonly records: Iterable<GeneralRecord> | AsyncIterable<GeneralRecord>;
  readonly from: string;
  readonly count: number;
  readonly seed: string | number;
}): Promise<SampledGeneral[]> {
  const random = createRandom(request.seed).fork('general');
  const kept: { at: number; record: GeneralRecord }[] = [];
  let at = 0;
  for await (const record of request.records) {
    const place = at < request.count ? at : random.int(at + 1);
    if (place < request.count) kept[place] = { at, record };
    at++;
  }
  const reason = `general: ${kept.length} of ${at} of ${request.from}`;
  return kept
    .sort((one, other) => one.at - other.at)
    .map(({ at: line, record: { id, messages } }) => ({ id: id ?? `general/${line}`, messages, reason }));
}
