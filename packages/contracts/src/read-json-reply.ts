import type { z } from 'zod';

export type ReplyReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a structured reply strictly: the first balanced JSON object of the text, checked by the schema.
 * Never guesses: a reply that cannot be read is a failure with its reason, not a verdict.
 */
export function readJsonReply<T>(text: string, schema: z.ZodType<T>): ReplyReading<T> {
  const json = firstJsonObject(text);
  if (json === undefined) return { ok: false, reason: 'the reply holds no JSON object' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return { ok: false, reason: 'the JSON object of the reply does not parse' };
  }
  const checked = schema.safeParse(parsed);
  if (checked.success) return { ok: true, value: checked.data };
  const issue = checked.error.issues[0];
  return { ok: false, reason: `${issue?.path.join('.') || 'reply'}: ${issue?.message}` };
}

/** The text from the first `{` to its matching `}`, braces inside JSON strings left alone; undefined when none closes. */
export function firstJsonObject(text: string): string | undefined {
  const start = text.indexOf('{');
  if (start < 0) return undefined;
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return undefined;
}
