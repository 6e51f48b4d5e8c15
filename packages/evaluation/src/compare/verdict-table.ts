import { hashOf, type Profile, type TestItem, type Verdict } from '@imaginarium/contracts';

/** What one profile says of one answer, a bit a statement. */
export interface Outcome {
  readonly isWellformed: boolean;
  readonly isToolMatch: boolean;
  /** Null: undecided. */
  readonly isCorrect: boolean | null;
}

/** The answers to one item. */
export interface ItemOutcomes {
  /** The item's tool; null where no call is right. */
  readonly tool: string | null;
  /** Equal for items that ask the same and have the same gold. */
  readonly gold: string;
  /** Bits by repetition: `readOutcome` reads them. */
  readonly repetitions: number[];
}

/** The verdicts of one predictions file, kept as one small number an answer so that files can be paired. */
export interface VerdictTable {
  readonly name: string;
  readonly dataHash: string;
  readonly items: ReadonlyMap<string, ItemOutcomes>;
  /** Verdicts of one answer to this item, at most one a profile. */
  add(item: TestItem, verdicts: readonly Verdict[]): void;
}

const PROFILE_SHIFT: Record<Profile, number> = { ste: 0, strict: 5 };
const SCORED = 1;
const WELLFORMED = 2;
const TOOL_MATCH = 4;
const CORRECT = 8;
const UNDECIDED = 16;

export function createVerdictTable(name: string, dataHash: string): VerdictTable {
  const items = new Map<string, ItemOutcomes>();
  return {
    name,
    dataHash,
    items,
    add(item, verdicts) {
      const known = items.get(item.id) ?? { tool: item.tool, gold: goldHash(item), repetitions: [] };
      items.set(item.id, known);
      for (const { repetition, profile, isWellformed, isToolMatch, isCorrect } of verdicts) {
        const bits =
          SCORED |
          (isWellformed ? WELLFORMED : 0) |
          (isToolMatch ? TOOL_MATCH : 0) |
          (isCorrect === true ? CORRECT : 0) |
          (isCorrect === null ? UNDECIDED : 0);
        known.repetitions[repetition] = (known.repetitions[repetition] ?? 0) | (bits << PROFILE_SHIFT[profile]);
      }
    },
  };
}

/** Undefined where the profile has no verdict on this answer. */
export function readOutcome(answer: number | undefined, profile: Profile): Outcome | undefined {
  const bits = (answer ?? 0) >> PROFILE_SHIFT[profile];
  if ((bits & SCORED) === 0) return undefined;
  return {
    isWellformed: (bits & WELLFORMED) !== 0,
    isToolMatch: (bits & TOOL_MATCH) !== 0,
    isCorrect: (bits & UNDECIDED) !== 0 ? null : (bits & CORRECT) !== 0,
  };
}

function goldHash({ query, context, calls, order }: TestItem): string {
  const golds = calls.map(({ tool, arguments: gold, accepted }) => ({ tool, arguments: gold, accepted }));
  return hashOf({ query, context, calls: golds, order: order ?? 'in-order' });
}
