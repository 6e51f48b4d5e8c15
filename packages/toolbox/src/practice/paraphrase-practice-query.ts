import type { ParaphraseMaterial, Random } from '@imaginarium/contracts';
import { CONTEXTS, splitContext, withContext } from './context-sentences.ts';
import { chance, type PracticeKnowledge } from './practice-knowledge.ts';
import { renderWording } from './wording.ts';

/** The same request in another wording. About a tenth of the first tries lose or change a value. */
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
  const kept = !wasRefused && chance(random, 0.1) ? loseSlot(slots, random) : slots;
  return withContext(context, renderWording(unused, kept));
}

function loseSlot(slots: Readonly<Record<string, string>>, random: Random): Record<string, string> {
  const names = Object.keys(slots);
  if (names.length === 0) return slots;
  const name = random.pick(names);
  const value = slots[name] ?? '';
  const changed = /\d/.test(value) ? value.replace(/\d/, (digit) => String((Number(digit) + 3) % 10)) : 'the other one';
  return { ...slots, [name]: changed };
}
