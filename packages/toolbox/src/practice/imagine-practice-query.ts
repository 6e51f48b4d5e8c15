import {
  createRandom,
  fromPointerPart,
  type ImagineMaterial,
  isJsonObject,
  type JsonValue,
  type Random,
} from '@imaginarium/contracts';
import { CONTEXTS, withContext } from './context-sentences.ts';
import { chance, type PracticeKnowledge } from './practice-knowledge.ts';
import type { Scenario, Slots } from './scenario.ts';
import { renderWording } from './wording.ts';

/** How many queries of a tool come to its mind first: models, too, repeat themselves. */
const FAVOURITES = 12;
const CANDIDATES = 4;
const DRAWS_FOR_ARGUMENT = 24;
/** Share of words with a remembered query from which a candidate is passed over. */
const TOO_CLOSE = 0.6;

/**
 * A user query of the tool. Without a memory in view it returns to the same few favourites; with one it looks for
 * something new. Asked for an argument, it asks for what states it; asked to tell two tools apart, for anything new, since it
 * confuses none. Now and then it makes the mistakes that models make here, less often once it was refused.
 */
export function imaginePracticeQuery(
  material: ImagineMaterial,
  { knowledge, seed, random }: { knowledge: PracticeKnowledge; seed: string; random: Random },
): string {
  const known = knowledge.scenariosOf(material.tool.name);
  const refused = material.refused ?? [];
  const memory = [...(material.earlierQueries ?? []), ...(material.earlierTrials ?? []), ...refused].map(
    ({ query }) => query,
  );
  const favourite = () =>
    drawQuery(known, createRandom(`${seed}/favourite/${material.tool.name}/${random.int(FAVOURITES)}`));
  let query: string;
  const { focus } = material;
  if (focus) {
    const argument = focus.kind === 'argument' ? focus.argument : undefined;
    query = farthest(memory, () => (argument ? drawStating(known, argument, random) : drawQuery(known, random)));
  } else if (memory.length === 0) query = favourite();
  else {
    const scenario = unsolvedScenario(material, knowledge, random);
    const fresh = () => drawQuery(scenario ? [scenario] : known, random);
    const first = memory.length < FAVOURITES && !scenario ? favourite : fresh;
    query = farthest(memory, (attempt) => (attempt === 0 ? first() : fresh()));
  }
  return chance(random, refused.length > 0 ? 0.01 : 0.06) ? spoil(query, material.tool.name, random) : query;
}

/** A request as a user would type it. */
export function drawQuery(scenarios: readonly Scenario[], random: Random): string {
  const scenario = random.pick(scenarios);
  return phrase(scenario, scenario.draw(random), random);
}

/** A request of which the call has the argument, as far as a few draws find one. */
function drawStating(scenarios: readonly Scenario[], argument: string, random: Random): string {
  const path = argument.split('/').slice(1);
  for (let attempt = 0; attempt < DRAWS_FOR_ARGUMENT; attempt++) {
    const scenario = random.pick(scenarios);
    const slots = scenario.draw(random);
    if (has(scenario.arguments(slots), path)) return phrase(scenario, slots, random);
  }
  return drawQuery(scenarios, random);
}

/** @param path keys from the outside in, `*` for any item of an array */
function has(value: JsonValue | undefined, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return value !== undefined;
  if (Array.isArray(value)) return value.some((item) => has(item, rest));
  return isJsonObject(value) && has(value[fromPointerPart(key)], rest);
}

export function phrase(scenario: Scenario, slots: Slots, random: Random): string {
  const context = chance(random, 0.55) ? random.pick(CONTEXTS) : '';
  return withContext(context, renderWording(random.pick(scenario.wordings), slots));
}

/** Now and then it comes back to the kind of request that was not solved. */
function unsolvedScenario(
  material: ImagineMaterial,
  knowledge: PracticeKnowledge,
  random: Random,
): Scenario | undefined {
  const unsolved = material.earlierQueries?.filter(({ solved }) => solved === false) ?? [];
  if (unsolved.length === 0 || !chance(random, 0.2)) return undefined;
  return knowledge.match(random.pick(unsolved).query, new Set([material.tool.name]))?.scenario;
}

function farthest(memory: readonly string[], draw: (attempt: number) => string): string {
  const remembered = memory.map(wordsOf);
  let best = { query: '', closeness: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < CANDIDATES && best.closeness >= TOO_CLOSE; attempt++) {
    const query = draw(attempt);
    const words = wordsOf(query);
    const closeness = Math.max(...remembered.map((other) => shareOfWords(words, other)));
    if (closeness < best.closeness) best = { query, closeness };
  }
  return best.query;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().split(/[\s?!,]+/));
}

function shareOfWords(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared++;
  return shared / (one.size + other.size - shared);
}

function spoil(query: string, tool: string, random: Random): string {
  return random.pick([
    '',
    `"${query}"`,
    `${query} Please use ${tool} for that.`,
    `${query} And what should I cook tonight? Do you have a recipe?`,
  ]);
}
