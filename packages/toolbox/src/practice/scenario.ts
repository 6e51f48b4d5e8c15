import type { JsonObject, JsonValue, Random } from '@imaginarium/contracts';

/** Slot values in a user's own words, for example `{city: 'Lyon', date: '3 May 2026'}`. */
export type Slots = Readonly<Record<string, string>>;

/** A wrong first guess that a model which has only read the terse documentation plausibly makes. */
export interface Mistake {
  readonly kind: 'wrong-format' | 'wrong-unit' | 'missing-argument' | 'wrong-name' | 'wrong-type' | 'extra-argument';
  readonly arguments: (slots: Slots) => JsonObject;
}

/** What the practice model knows about one kind of request that a toolbox tool serves. A tool may have several. */
export interface Scenario {
  readonly tool: string;
  /** Slot values for a new query. Draw from wide pools: two draws should seldom agree. */
  readonly draw: (random: Random) => Slots;
  /** At least eight ways to say it, each with every slot as `{slot}`; different in structure, not in one word. None names the tool. */
  readonly wordings: readonly string[];
  /** Pattern of a slot's text where `.+?` would be ambiguous between wordings. */
  readonly patterns?: Readonly<Record<string, RegExp>>;
  /** The right arguments. */
  readonly arguments: (slots: Slots) => JsonObject;
  /** Empty only where the tool has no way to be called wrongly. */
  readonly mistakes: readonly Mistake[];
  /** A faithful final answer from the observation (parsed JSON where it parses, else its text). */
  readonly answer: (slots: Slots, observation: JsonValue) => string;
}
