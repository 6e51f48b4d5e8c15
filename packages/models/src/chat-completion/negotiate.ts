import type { JsonObject } from '@imaginarium/contracts';
import { fieldOf, type HttpFailure, isContextLength, wordsOf } from '../errors/error-from-status.ts';
import type { Dialect } from './build-body.ts';

/** Fields that a call can do without, so a server that does not know one of them is asked again without it. */
const OPTIONAL_FIELDS = ['temperature', 'seed', 'stop', 'tool_choice'];

/**
 * What to change after a refusal, or undefined when nothing that can be left out was to blame. Each change leaves one
 * field fewer, so the extra requests are bounded; the adapter remembers a change that led to a reply.
 */
export function adaptDialect(dialect: Dialect, body: JsonObject, failure: HttpFailure): Dialect | undefined {
  if (failure.status !== 400 && failure.status !== 422) return undefined;
  const words = wordsOf(failure.body);
  const blamed = String(fieldOf(failure.body, 'param') ?? '');
  const isBlamed = (field: string) =>
    field in body && !dialect.refused.has(field) && (blamed === field || new RegExp(`\\b${field}\\b`).test(words));

  const other = dialect.maxTokensField === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  if (isBlamed(dialect.maxTokensField) && !dialect.refused.has(other) && isUnsupported(words))
    return { maxTokensField: other, refused: new Set([...dialect.refused, dialect.maxTokensField]) };

  const field = isUnsupported(words) ? OPTIONAL_FIELDS.find(isBlamed) : undefined;
  if (field !== undefined) return without(dialect, field);
  // Servers without structured output refuse it in many words: the prompt asks for JSON anyway.
  return 'response_format' in body && !isContextLength(failure.body, words)
    ? without(dialect, 'response_format')
    : undefined;
}

function without(dialect: Dialect, field: string): Dialect {
  return { ...dialect, refused: new Set([...dialect.refused, field]) };
}

/** Told from a wrong value ("max_tokens is too large"), which must reach the person. */
function isUnsupported(words: string): boolean {
  return /unsupported|not support|unrecognized|unknown|unexpected|not permitted|not allowed|extra (inputs|fields)|only the default/i.test(
    words,
  );
}
