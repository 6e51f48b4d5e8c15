import type { JsonValue } from '@imaginarium/contracts';
import { type EncodedQuery, spanText } from './encode-query.ts';
import { normalisers } from './normalisers.ts';
import { readableSpans } from './readable-spans.ts';
import { type QueryToken, tokeniseQuery } from './tokenise-query.ts';
import type { Derivation, FormPart, TokenSpan } from './value-form.ts';

const LONGEST_TEMPLATE = 600;
const LONGEST_RUN = 16;

/** Every normaliser that makes the whole value of a span of the query, in order of preference. */
export function deriveWhole(value: JsonValue, query: EncodedQuery): Derivation[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const derivations: Derivation[] = [];
  for (const name of Object.keys(normalisers)) {
    const spans = spansOf(value, name, query);
    if (spans.length > 0) derivations.push({ form: { kind: 'copy', parts: [{ hole: name }] }, spans: [spans] });
  }
  return derivations;
}

/**
 * A text value as a template: its longest runs of tokens that the query holds become holes, the rest stays. Runs in
 * `fixed` stay too: words that this argument has whether or not the query says them.
 */
export function deriveTemplate(value: string, query: EncodedQuery, fixed: ReadonlySet<string>): Derivation | undefined {
  if (value.length > LONGEST_TEMPLATE) return undefined;
  const tokens = tokeniseQuery(value);
  const parts: FormPart[] = [];
  const spans: TokenSpan[][] = [];
  let written = 0;
  for (let at = 0; at < tokens.length; at++) {
    const run = longestRun(value, tokens, at, query, fixed);
    if (run === undefined) continue;
    const start = tokens[at]?.start ?? 0;
    if (start > written) parts.push({ text: value.slice(written, start) });
    parts.push({ hole: run.name });
    spans.push(run.spans);
    written = tokens[run.last]?.end ?? value.length;
    at = run.last;
  }
  if (spans.length === 0 || parts.length === 1) return undefined;
  if (written < value.length) parts.push({ text: value.slice(written) });
  return { form: { kind: 'copy', parts }, spans };
}

function longestRun(
  value: string,
  tokens: readonly QueryToken[],
  at: number,
  query: EncodedQuery,
  fixed: ReadonlySet<string>,
): { readonly last: number; readonly name: string; readonly spans: TokenSpan[] } | undefined {
  const first = tokens[at] as QueryToken;
  if (first.kind === 'sign' || fixed.has(first.lower)) return undefined;
  for (let last = Math.min(tokens.length, at + LONGEST_RUN) - 1; last >= at; last--) {
    const token = tokens[last] as QueryToken;
    if (token.kind === 'sign' || fixed.has(token.lower)) continue;
    const run = value.slice(first.start, token.end);
    if (last === at && token.kind === 'word' && run.length < 3) return undefined;
    for (const name of Object.keys(normalisers)) {
      const spans = spansOf(run, name, query, true);
      if (spans.length > 0) return { last, name, spans };
    }
  }
  return undefined;
}

/** Spans of which a normaliser makes the value, or (in a template) what has the value as its text. */
function spansOf(value: string | number, name: string, query: EncodedQuery, isPart = false): TokenSpan[] {
  const readable = readableSpans(query, name);
  if (readable === null) return typeof value !== 'string' || value === '' ? [] : textSpans(value, name, query);
  return readable
    .filter((span) => span.value === value || (isPart && String(span.value) === value))
    .map(({ first, last }) => [first, last]);
}

/** Spans of any length that a text normaliser turns into the value: those that begin with its first letter or digit. */
function textSpans(value: string, name: string, query: EncodedQuery): TokenSpan[] {
  const apply = normalisers[name]?.apply;
  const spans: TokenSpan[] = [];
  const initial = value.charAt(0).toLowerCase();
  for (const [first, token] of query.tokens.entries()) {
    if (token.lower.charAt(0) !== initial) continue;
    for (let last = first; last < query.tokens.length; last++) {
      const length = (query.tokens[last]?.end ?? 0) - token.start;
      if (length < value.length) continue;
      if (length > value.length * 2 + 8) break;
      if (apply?.(spanText(query, first, last)) === value) {
        spans.push([first, last]);
        break;
      }
    }
  }
  return spans;
}
