import { isJsonObject, type JsonValue, type ToolDefinition } from '@imaginarium/contracts';
import type { EncodedQuery } from './encode-query.ts';

const stemsOf = new WeakMap<ToolDefinition, ReadonlySet<string>>();

/**
 * How many stems of a tool's definition a query holds, over the square root of their number and scaled to about 0 to 1. All
 * that an untrained student has to go by.
 */
export function describeLikeness(query: EncodedQuery, tool: ToolDefinition): number {
  const described = definitionStems(tool);
  const said = new Set(query.tokens.filter(({ kind }) => kind === 'word').map(({ lower }) => stem(lower)));
  let shared = 0;
  for (const word of said) if (word.length > 3 && described.has(word)) shared++;
  return shared / Math.sqrt(Math.max(4, described.size));
}

function definitionStems(tool: ToolDefinition): ReadonlySet<string> {
  const known = stemsOf.get(tool);
  if (known !== undefined) return known;
  const texts = [tool.name, tool.description];
  collectTexts(tool.parameters, texts);
  const words = texts.flatMap((text) => text.toLowerCase().match(/\p{L}+/gu) ?? []);
  const stems = new Set(words.map(stem).filter((word) => word.length > 3));
  stemsOf.set(tool, stems);
  return stems;
}

function collectTexts(value: JsonValue, texts: string[]): void {
  if (Array.isArray(value)) for (const item of value) collectTexts(item, texts);
  else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (key === 'properties' && isJsonObject(member)) texts.push(...Object.keys(member));
      if (key !== 'type') collectTexts(member, texts);
    }
  } else if (typeof value === 'string') texts.push(value);
}

function stem(word: string): string {
  return word.slice(0, 5);
}
