import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import type { OpenAiFamily } from './config.ts';
import { segmentsOf } from './rendering.ts';
import type { TokenCounter } from './token-counter.ts';

/** Longer runs without a break are counted in pieces of this many characters: merging them whole takes quadratic time. */
const LONGEST_PIECE = 2000;
const CACHED_PIECES = 200_000;
const CACHED_LENGTH = 32;

/**
 * Exact count for an OpenAI family, but for unbroken runs over 2,000 characters, which are off by at most one token
 * in 2,000 characters. A special token spelled in a text counts as text: the service refuses such files anyway.
 */
export async function loadOpenAiCounter(family: OpenAiFamily): Promise<TokenCounter> {
  const { CL100K_TOKEN_SPLIT_REGEX, O200K_TOKEN_SPLIT_REGEX } = await import('gpt-tokenizer/encodingParams/constants');
  const { encode: encodeAll } =
    family === 'o200k'
      ? await import('gpt-tokenizer/encoding/o200k_base')
      : await import('gpt-tokenizer/encoding/cl100k_base');
  const pieces = new RegExp(family === 'o200k' ? O200K_TOKEN_SPLIT_REGEX : CL100K_TOKEN_SPLIT_REGEX);
  const asText = { disallowedSpecial: new Set<string>() };
  const encodePiece = (piece: string): number[] => {
    if (piece.length <= LONGEST_PIECE) return encodeAll(piece, asText);
    const ids: number[] = [];
    for (let at = 0; at < piece.length; at += LONGEST_PIECE) {
      for (const id of encodeAll(piece.slice(at, at + LONGEST_PIECE), asText)) ids.push(id);
    }
    return ids;
  };
  const known = new Map<string, number>();
  const countPiece = (piece: string): number => {
    const cached = known.get(piece);
    if (cached !== undefined) return cached;
    const count = encodePiece(piece).length;
    if (piece.length <= CACHED_LENGTH) {
      if (known.size >= CACHED_PIECES) known.clear();
      known.set(piece, count);
    }
    return count;
  };
  const count = (text: string): number => {
    let sum = 0;
    pieces.lastIndex = 0;
    for (let match = pieces.exec(text); match !== null; match = pieces.exec(text)) sum += countPiece(match[0]);
    return sum;
  };
  const encode = (text: string) => [...text.matchAll(pieces)].flatMap(([piece]) => encodePiece(piece));
  return {
    id: `openai:${family}`,
    count,
    encode,
    encodeRendering: (rendering) => encode(rendering.text),
    countRendering: (rendering) => {
      const counted = { tokens: 0, trainedTokens: 0, tokensToLastTrained: 0 };
      for (const segment of segmentsOf(rendering)) {
        const tokens = segment.isControl ? 1 : count(segment.text);
        counted.tokens += tokens;
        if (!segment.isTrained) continue;
        counted.trainedTokens += tokens;
        counted.tokensToLastTrained = counted.tokens;
      }
      return counted;
    },
  };
}

export interface OpenAiCount {
  /** Messages by the cookbook's rule, exact for text: 3 a message, 1 for a name, 3 an example. */
  readonly messages: number;
  /** The tool definitions as JSON. An estimate: how the service spells them is not documented. */
  readonly toolsEstimate: number;
}

/** Tokens of one OpenAI training line, supervised or preference (the longer output counted). */
export function countOpenAiLine(line: JsonObject, counter: TokenCounter): OpenAiCount {
  const input = isJsonObject(line.input) ? line.input : line;
  const outputs = [line.preferred_output, line.non_preferred_output].map((output) => countMessages(output, counter));
  return {
    messages: 3 + countMessages(input.messages, counter) + Math.max(...outputs),
    toolsEstimate: input.tools === undefined ? 0 : counter.count(JSON.stringify(input.tools)),
  };
}

function countMessages(messages: JsonValue | undefined, counter: TokenCounter): number {
  if (!Array.isArray(messages)) return 0;
  let sum = 0;
  for (const message of messages) {
    if (!isJsonObject(message)) continue;
    sum += 3;
    for (const key in message) {
      const value = message[key];
      if (typeof value === 'string') sum += counter.count(value) + (key === 'name' ? 1 : 0);
      else if (key === 'tool_calls' && Array.isArray(value)) for (const call of value) sum += countCall(call, counter);
    }
  }
  return sum;
}

function countCall(call: JsonValue, counter: TokenCounter): number {
  const called = isJsonObject(call) && isJsonObject(call.function) ? call.function : {};
  return counter.count(String(called.name ?? '')) + counter.count(String(called.arguments ?? ''));
}
