import { isJsonObject, type JsonValue } from '@imaginarium/contracts';

const SHORTEST = 6;
export const REDACTED = '[redacted]';

/** Replaces secret values wherever they stand in text or JSON. */
export interface Redactor {
  /** Learns one more secret. Values shorter than 6 characters are left alone: they would blank out common words. */
  add(secret: string): void;
  text(text: string): string;
  /** Strings and keys at every depth. */
  json<T extends JsonValue>(value: T): T;
}

/** Knows each secret as it is, in base64 (at any alignment, so inside `user:secret` too), URL-encoded and JSON-escaped. */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const known = new Set<string>();
  let pattern: RegExp | undefined;
  const redactText = (text: string) => (pattern ? text.replace(pattern, REDACTED) : text);
  const redactJson = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return redactText(value);
    if (Array.isArray(value)) return value.map(redactJson);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [redactText(key), redactJson(member)]));
  };
  const redactor: Redactor = {
    add: (secret) => {
      if (secret.length < SHORTEST || known.has(secret)) return;
      known.add(secret);
      const forms = [...new Set([...known].flatMap(formsOf))].sort((a, b) => b.length - a.length);
      pattern = new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
    },
    text: redactText,
    json: <T extends JsonValue>(value: T) => (pattern ? (redactJson(value) as T) : value),
  };
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

function formsOf(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    url,
    url.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    ...base64Forms(Buffer.from(secret)),
  ].filter((form) => form.length >= SHORTEST);
}

/** Base64 of the bytes, and the characters that the bytes alone decide when 0, 1 or 2 bytes stand before them. */
function base64Forms(bytes: Buffer): string[] {
  return (['base64', 'base64url'] as const).flatMap((encoding) => [
    bytes.toString(encoding),
    ...[0, 1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), bytes])
        .toString(encoding)
        .slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6)),
    ),
  ]);
}
