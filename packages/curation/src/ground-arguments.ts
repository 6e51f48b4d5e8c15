import type { Attempt, Grounding, JsonObject, JsonValue } from '@imaginarium/contracts';
import { type ArgumentLeaf, argumentLeaves } from './argument-leaves.ts';
import { isDerivable } from './derivable.ts';
import { readWording, type Wording } from './wording.ts';

export interface GroundedLeaf extends Grounding {
  readonly leaf: ArgumentLeaf;
}

export interface GroundingSources {
  readonly query: Wording;
  /** The attempts of the trial before the call, oldest first. */
  readonly earlier: readonly Attempt[];
  /** JSON Schema of the tool's arguments. */
  readonly parameters: JsonObject;
}

/**
 * Finds for each leaf value of a call where it comes from, by rules alone: the query, an earlier observation of the trial,
 * a default or example that the schema declares (or the one value that it permits), or a choice that the schema leaves open
 * (enum, boolean, null). `choice` means that the value is a possible one, not that anybody asked for it; `none` that the
 * rules found nothing. For both a judge may still be asked.
 */
export function groundArguments(args: JsonObject, { query, earlier, parameters }: GroundingSources): GroundedLeaf[] {
  const observed = earlier.map(({ observation }) => readWording(observation.content));
  const tried = earlier.map(({ call }) => (call.arguments === null ? [] : argumentLeaves(call.arguments, {})));
  return argumentLeaves(args, parameters).map((leaf) => {
    const { value } = leaf;
    const isText = typeof value === 'string' || typeof value === 'number';
    const from =
      isText && isDerivable(value, query)
        ? 'query'
        : isText && isObserved(value, observed, tried)
          ? 'observation'
          : isDeclared(leaf)
            ? 'default'
            : isChoice(leaf)
              ? 'choice'
              : 'none';
    return { path: leaf.path, from, leaf };
  });
}

/** An observation vouches for a value only when no earlier call had already put it in: errors echo what was sent. */
function isObserved(
  value: string | number,
  observed: readonly Wording[],
  tried: readonly (readonly ArgumentLeaf[])[],
): boolean {
  const firstTried = tried.findIndex((leaves) => leaves.some((leaf) => String(leaf.value) === String(value)));
  return observed.slice(0, firstTried < 0 ? undefined : firstTried).some((wording) => isDerivable(value, wording));
}

function isDeclared({ value, schemas }: ArgumentLeaf): boolean {
  const choices = choicesOf({ schemas });
  return (
    (choices.length === 1 && choices[0] === value) ||
    schemas.some(
      (schema) => schema.default === value || (Array.isArray(schema.examples) && schema.examples.includes(value)),
    )
  );
}

function isChoice(leaf: ArgumentLeaf): boolean {
  return typeof leaf.value === 'boolean' || leaf.value === null || choicesOf(leaf).includes(leaf.value);
}

/** The values that the schema lists for a leaf. */
export function choicesOf({ schemas }: Pick<ArgumentLeaf, 'schemas'>): JsonValue[] {
  return schemas.flatMap((schema) => [
    ...(Array.isArray(schema.enum) ? schema.enum : []),
    ...(schema.const === undefined ? [] : [schema.const]),
  ]);
}
