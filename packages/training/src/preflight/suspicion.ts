import type { JsonValue } from '@imaginarium/contracts';

/** A record that is believed to be mislabelled. */
export interface Suspicion {
  /** Of the file, counted from 1. */
  readonly line: number;
  readonly query: string;
  /** The tool that the record calls; null for none. */
  readonly tool: string | null;
  readonly kind: 'tool' | 'argument';
  /** JSON pointer into the arguments; null for the tool. */
  readonly path: string | null;
  /** What the record says; null for no call or an argument left out. */
  readonly given: JsonValue;
  /** What students that never saw it say. */
  readonly believed: JsonValue;
  /**
   * `students-disagree`: students that never saw the record fill in another value. `not-in-query`: values of this argument stand
   * in their queries, this one does not. `only-one`: no other record of the tool has the argument.
   */
  readonly evidence: 'students-disagree' | 'not-in-query' | 'only-one';
  /** 0 to 1, the surest first. */
  readonly score: number;
  readonly reason: string;
}
