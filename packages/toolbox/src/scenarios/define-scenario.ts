import type { JsonObject, JsonValue, Random } from '@imaginarium/contracts';
import type { Mistake, Scenario } from '../practice/scenario.ts';

type Named<Slot extends string> = Readonly<Record<Slot, string>>;

/** A scenario whose functions know the names of its slots. */
export interface NamedScenario<Slot extends string>
  extends Omit<Scenario, 'draw' | 'arguments' | 'mistakes' | 'answer'> {
  readonly draw: (random: Random) => Named<Slot>;
  readonly arguments: (slots: Named<Slot>) => JsonObject;
  readonly mistakes: readonly (Omit<Mistake, 'arguments'> & {
    readonly arguments: (slots: Named<Slot>) => JsonObject;
  })[];
  readonly answer: (slots: Named<Slot>, observation: JsonValue) => string;
}

/** Gives the functions their slot names; changes nothing. Sound because `draw` and the wordings name the same slots. */
export function defineScenario<Slot extends string>(scenario: NamedScenario<Slot>): Scenario {
  return scenario as unknown as Scenario;
}
