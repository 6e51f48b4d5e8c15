import { canonicalJson, type ParaphraseMaterial, type Random } from '@imaginarium/contracts';
import { CONTEXTS, splitContext, withContext } from './context-sentences.ts';
import type { QueryMatch } from './match-query.ts';
import { chance, type PracticeKnowledge } from './practice-knowledge.ts';
import type { Slots } from './scenario.ts';
import { renderWording } from './wording.ts';

/** The same request in another wording. About a tenth of the first tries change a value. */
export function paraphrasePracticeQuery(
  { query, avoid }: ParaphraseMaterial,
  { match, tools }: PracticeKnowledge,
  random: Random,
): string {
  const taken = new Set([query, ...avoid.map((entry) => entry.query)]);
  const context = chance(random, 0.5) ? random.pick(CONTEXTS) : '';
  const understood = match(query, tools);
  if (!understood) return withContext(random.pick(CONTEXTS), splitContext(query).request);
  const { scenario, slots } = understood;
  const used = new Set([...taken].map((text) => splitContext(text).request));
  const wordings = random.shuffle(scenario.wordings.filter((_, index) => index !== understood.wording));
  const unused = wordings.find((wording) => !used.has(renderWording(wording, slots))) ?? random.pick(scenario.wordings);
  const wasRefused = avoid.some(({ reason }) => reason !== undefined);
  const kept = !wasRefused && chance(random, 0.1) ? changeSlot(understood, random) : slots;
  return withContext(context, renderWording(unused, kept));
}

/** One value that the call depends on becomes another: a digit of it, or the value of another request. */
function changeSlot({ scenario, slots }: QueryMatch, random: Random): Slots {
  const call = canonicalJson(scenario.arguments(slots));
  const other = scenario.draw(random);
  const changed = Object.entries(slots).flatMap(([name, value]) => {
    const digit = value.replace(/\d/, (found) => String((Number(found) + 3) % 10));
    const variant = { ...slots, [name]: digit === value ? (other[name] ?? value) : digit };
    return canonicalJson(scenario.arguments(variant)) === call ? [] : [variant];
  });
  return changed.length === 0 ? slots : random.pick(changed);
}
