import {
  canonicalJson,
  fromPointerPart,
  type GroundingMaterial,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type JudgeMaterial,
  type Judgement,
  type NoCallJudgeMaterial,
  type RewordingMaterial,
} from '@imaginarium/contracts';
import type { PracticeKnowledge } from './practice-knowledge.ts';
import { parseJson } from './read-observation.ts';

/** The three questions (method §2), answered by rules: data and numbers of the observation, and the scenario's own call. */
export function judgePracticeTrial(material: JudgeMaterial, { match }: PracticeKnowledge): Judgement {
  const { tool, query, steps, answer } = material;
  const understood = match(query, new Set([tool.name]));
  const last = steps.findLast(({ observation }) => observation.status === 'ok');
  const value = last && (parseJson(last.observation.content) ?? last.observation.content);
  const isOwnCall = last?.call.name === tool.name;
  const isReference =
    isOwnCall && understood && value !== undefined && understood.scenario.answer(understood.slots, value) === answer;
  const informative = answer.trim() !== '' && (isReference || leavesOf(value).some((leaf) => mentions(answer, leaf)));
  const sources = [query, ...steps.flatMap(({ call, observation }) => [call.argumentsText, observation.content])];
  const faithful = last !== undefined && (isReference || (numbersAgree(answer, sources) && informative));
  const appropriate =
    isOwnCall &&
    understood !== undefined &&
    holdsAll(last.call.arguments ?? {}, understood.scenario.arguments(understood.slots));
  const faults = [
    informative ? '' : 'the answer passes nothing on',
    faithful ? '' : last ? 'the answer says what was not observed' : 'no call succeeded',
    appropriate ? '' : 'the call is not the one that the query asks for',
  ].filter((fault) => fault !== '');
  return { informative, faithful, appropriate, reason: faults.join('; ') || 'call and answer fit the query' };
}

/** One verdict a value: the scenario would have used it too. From a query that it does not understand it derives nothing. */
export function judgePracticeGrounding(material: GroundingMaterial, { match }: PracticeKnowledge): boolean[] {
  const understood = match(material.query, new Set([material.tool.name]));
  const expected = understood?.scenario.arguments(understood.slots) ?? {};
  return material.values.map(({ path, value }) => {
    const wanted = valueAt(expected, path);
    return wanted !== undefined && canonicalJson(wanted) === canonicalJson(value);
  });
}

/** The same when both are read as one scenario with the same slots, or with slots that make the same call. */
export function judgePracticeRewording(
  { tool, query, rewording }: RewordingMaterial,
  { match }: PracticeKnowledge,
): { same: boolean; reason: string } {
  const tools = new Set([tool.name]);
  const [asked, reworded] = [match(query, tools), match(rewording, tools)];
  if (asked === undefined || reworded === undefined) return { same: false, reason: 'it cannot be understood' };
  if (asked.scenario !== reworded.scenario) return { same: false, reason: 'it asks for something else' };
  const callOf = ({ scenario, slots }: typeof asked) => canonicalJson(scenario.arguments(slots));
  const isSame = canonicalJson(asked.slots) === canonicalJson(reworded.slots) || callOf(asked) === callOf(reworded);
  return { same: isSame, reason: isSame ? 'it asks for the same' : 'it asks with other values' };
}

/** Whether a tool serves the query after all, and whether the answer is of use. */
export function judgePracticeNoCall(
  { tools, query, answer }: NoCallJudgeMaterial,
  { match }: PracticeKnowledge,
): { served: boolean; helpful: boolean; reason: string } {
  const served = match(query, new Set(tools.map(({ name }) => name)));
  const helpful = answer.trim().length >= 20;
  const reason = served
    ? `${served.scenario.tool} serves this`
    : helpful
      ? 'no tool serves this'
      : 'the answer is empty';
  return { served: served !== undefined, helpful, reason };
}

/** Optional arguments that nobody asked for pass here: whether they can be derived is grounding's question. */
function holdsAll(args: JsonObject, expected: JsonObject): boolean {
  return Object.entries(expected).every(([key, value]) => canonicalJson(args[key] ?? null) === canonicalJson(value));
}

function numbersAgree(answer: string, sources: readonly string[]): boolean {
  const seen = new Set(sources.flatMap(numbersOf));
  return numbersOf(answer).every((number) => seen.has(number));
}

function numbersOf(text: string): string[] {
  return text.replace(/(\d),(?=\d{3}\b)/g, '$1').match(/\d+/g) ?? [];
}

function leavesOf(value: JsonValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isJsonObject(value)) return Object.values(value).flatMap(leavesOf);
  return [String(value)];
}

function mentions(answer: string, leaf: string): boolean {
  return leaf !== '' && answer.toLowerCase().includes(leaf.toLowerCase());
}

function valueAt(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = fromPointerPart(step);
    value = Array.isArray(value) ? value[Number(key)] : isJsonObject(value) ? value[key] : undefined;
  }
  return value;
}
