import type { JsonValue, Random } from '@imaginarium/contracts';
import type { QueryMatch } from './match-query.ts';
import { chance } from './practice-knowledge.ts';

/** The final answer from what a tool returned; about 6% change a number and 3% say nothing. */
export function writeAnswer(
  match: QueryMatch | undefined,
  tool: string,
  observation: JsonValue,
  random: Random,
): string {
  const answer =
    match?.scenario.tool === tool
      ? match.scenario.answer(match.slots, observation)
      : `This is what came back: ${JSON.stringify(observation).slice(0, 300)}`;
  const fate = random.next();
  if (fate < 0.06) return distort(answer, random);
  if (fate < 0.09) return random.pick(['I have looked that up for you.', 'Done, that is settled.', 'Here you go!']);
  return answer;
}

/** With no result in view it can only make one up, or admit that it has none. */
export function ungrounded(match: QueryMatch | undefined, random: Random): string {
  if (!match || chance(random, 0.3)) return 'I made the call, but I was shown no result that I could pass on.';
  return `That comes to ${random.int(900) + 100}.`;
}

function distort(answer: string, random: Random): string {
  const numbers = [...answer.matchAll(/\d+/g)];
  if (numbers.length === 0) return `${answer} That holds in ${random.int(8) + 91} cases out of a hundred.`;
  const { 0: digits, index } = random.pick(numbers);
  const changed = String(Number(digits) + 1 + random.int(8));
  return answer.slice(0, index) + changed + answer.slice(index + digits.length);
}
