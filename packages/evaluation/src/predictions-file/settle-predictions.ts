import {
  canonicalJson,
  type GoldCall,
  type Prediction,
  type PredictionHeader,
  type TestItem,
} from '@imaginarium/contracts';
import { applyDisputes, misfit } from '../disputes/apply-disputes.ts';
import type { Dispute } from '../disputes/dispute.ts';
import type { DataProblems } from '../test-set/data-problems.ts';
import type { OpenPredictions, OpenPredictionsOptions } from './open-predictions.ts';

const OTHER_DATA = 'The predictions were made on other data than the test set (the hashes differ).';
const NO_GOLD = 'The test set has no such item: not scored.';
const OTHER_QUERY = 'The test set asks something else under this id: not scored.';
const NOT_IN_SET = 'The tool is not in the test set: not scored.';
const NOT_DESCRIBED = 'The gold calls a tool that the predictions file does not describe: not scored.';
const TWICE = 'The item was answered before: the first prediction holds.';
const NOT_COUNTED = 'The repetition is past those that the header tells of: not scored.';
const NOT_DISPUTABLE = 'No prediction is about the item of the dispute.';
const NOT_ANSWERED = 'The item has no prediction.';

/** Gives each prediction the gold that it is scored against, and names those that have none, come twice or do not come. */
export function settlePredictions(
  header: PredictionHeader,
  read: () => AsyncIterable<Prediction> | Iterable<Prediction>,
  problems: DataProblems,
  { testSet, disputes }: OpenPredictionsOptions,
): OpenPredictions {
  const golds = testSet && new Map(testSet.items.map((item) => [item.id, item]));
  const tools = new Set((testSet?.tools ?? header.tools).map(({ name }) => name));
  /** Bits of all repetitions: one object for all the items that have them. */
  const full = (1n << BigInt(header.repetitions)) - 1n;
  /** Which repetitions of an item were there, a bit each. */
  const seen = new Map<string, bigint>();
  const applied = new Set<string>();
  const dismissed = new Set<string>();
  const misfits = new Map<Dispute, string>(disputes?.entries.map((dispute) => [dispute, NOT_DISPUTABLE]));

  function goldOf({ item }: Prediction): TestItem | undefined {
    const gold = golds === undefined ? item : golds.get(item.id);
    if (gold?.query === item.query) return gold;
    const unknown = item.calls.find(({ tool }) => !tools.has(tool));
    if (gold !== undefined) problems.add('missing-gold', item.id, OTHER_QUERY);
    else if (unknown === undefined) problems.add('missing-gold', item.id, NO_GOLD);
    else problems.add('unknown-tool', nameCall(item, unknown), NOT_IN_SET);
    return undefined;
  }

  function isNew({ item, repetition }: Prediction): boolean {
    const name = repetition === 0 ? item.id : `${item.id} (repetition ${repetition})`;
    const before = seen.get(item.id) ?? 0n;
    if (repetition >= header.repetitions) problems.add('broken-line', name, NOT_COUNTED);
    else if (before & (1n << BigInt(repetition))) problems.add('duplicate', name, TWICE);
    else {
      const after = before | (1n << BigInt(repetition));
      seen.set(item.id, after === full ? full : after);
      return true;
    }
    return false;
  }

  function dispute(gold: TestItem): TestItem | null {
    if (disputes === undefined) return gold;
    for (const entry of disputes.byItem.get(gold.id) ?? []) {
      const why = misfit(entry, gold);
      if (why === undefined) misfits.delete(entry);
      else misfits.set(entry, why);
    }
    const item = applyDisputes(gold, disputes);
    if (item === null) dismissed.add(gold.id);
    else if (item !== gold) applied.add(gold.id);
    return item;
  }

  function settle(prediction: Prediction): Prediction | undefined {
    const gold = goldOf(prediction);
    if (gold === undefined || !isNew(prediction)) return undefined;
    const item = dispute(gold);
    if (item === null) return undefined;
    const unknown = item.calls.find(({ tool }) => !tools.has(tool));
    if (unknown !== undefined) {
      problems.add('unknown-tool', nameCall(item, unknown), NOT_DESCRIBED);
      return undefined;
    }
    if (item === prediction.item) return prediction;
    const { cached, ...rest } = prediction;
    // Verdicts on other calls than the gold's say nothing of it.
    return { ...rest, item, ...(cached && sameCalls(item, prediction.item) ? { cached } : {}) };
  }

  function nameMissing(): void {
    const ids = golds?.keys() ?? seen.keys();
    for (const id of ids) if (seen.get(id) !== full) problems.add('missing-prediction', id, NOT_ANSWERED);
    const rest = header.data.items - seen.size;
    if (golds === undefined && rest > 0)
      problems.add('missing-prediction', `${rest} items that the header counts`, NOT_ANSWERED, rest);
    for (const [{ item }, why] of misfits) problems.add('unmatched-dispute', item, why);
  }

  if (testSet !== undefined && testSet.hash !== header.data.hash)
    problems.add('different-data', header.name, OTHER_DATA);
  const data = testSet && { source: testSet.source, hash: testSet.hash, items: testSet.items.length };
  return {
    header: data === undefined ? header : { ...header, data },
    async *rows() {
      for await (const prediction of read()) {
        const settled = settle(prediction);
        if (settled !== undefined) yield settled;
      }
      nameMissing();
    },
    problems: () => problems.list(),
    disputed: () => ({ applied: applied.size, dismissed: dismissed.size }),
  };
}

function nameCall({ id }: TestItem, { tool }: GoldCall): string {
  return `${id} (${tool})`;
}

function sameCalls(a: TestItem, b: TestItem): boolean {
  const callsOf = ({ calls }: TestItem) => canonicalJson(calls.map(({ tool, arguments: args }) => [tool, args]));
  return callsOf(a) === callsOf(b);
}
