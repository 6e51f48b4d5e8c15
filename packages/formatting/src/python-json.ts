/**
 * Rewrites JSON text as Python's `json.dumps(json.loads(text), ensure_ascii=False)` would: `", "` and `": "` between
 * members, non-ASCII kept, the last of equal keys, Python's spelling of numbers (1e16 is `1e+16`, 1.50 is `1.5`,
 * whole numbers of any length digit by digit, NaN and Infinity allowed).
 * Models of the Mistral family are tokenised from exactly this text (mistral-common, `tokens/tokenizers/instruct.py`).
 *
 * @returns undefined when Python would refuse the text.
 */
export function pythonJson(text: string): string | undefined {
  const reader = { text, at: 0 };
  const value = readValue(reader);
  skipSpace(reader);
  return value !== undefined && reader.at === text.length ? value : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
}

const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: raw control characters are what JSON forbids in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const WORD = /true|false|null|NaN|-?Infinity/y;

function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return undefined;
  reader.at += match[0].length;
  return match;
}

function skipSpace(reader: Reader): void {
  take(reader, SPACE);
}

function readValue(reader: Reader): string | undefined {
  skipSpace(reader);
  switch (reader.text[reader.at]) {
    case '{':
      return readObject(reader);
    case '[':
      return readArray(reader);
    case '"':
      return readString(reader);
    default:
      return take(reader, WORD)?.[0] ?? readNumber(reader);
  }
}

function readString(reader: Reader): string | undefined {
  const raw = take(reader, STRING)?.[0];
  if (raw === undefined) return undefined;
  return raw.includes('\\') ? JSON.stringify((JSON.parse(raw) as string).toWellFormed()) : raw;
}

function readNumber(reader: Reader): string | undefined {
  const match = take(reader, NUMBER);
  if (match === undefined) return undefined;
  const isFloat = match[1] !== undefined || match[2] !== undefined;
  if (!isFloat) return match[0] === '-0' ? '0' : match[0];
  return pythonFloat(Number(match[0]));
}

function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  if (Object.is(value, -0)) return '-0.0';
  // In this range JavaScript, too, writes the shortest digits without an exponent.
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

function readArray(reader: Reader): string | undefined {
  reader.at++;
  const items: string[] = [];
  skipSpace(reader);
  if (closes(reader, ']')) return '[]';
  for (;;) {
    const item = readValue(reader);
    if (item === undefined) return undefined;
    items.push(item);
    skipSpace(reader);
    if (closes(reader, ']')) return `[${items.join(', ')}]`;
    if (!closes(reader, ',')) return undefined;
  }
}

function readObject(reader: Reader): string | undefined {
  reader.at++;
  const members = new Map<string, string>();
  skipSpace(reader);
  if (closes(reader, '}')) return '{}';
  for (;;) {
    skipSpace(reader);
    const key = readString(reader);
    if (key === undefined) return undefined;
    skipSpace(reader);
    if (!closes(reader, ':')) return undefined;
    const value = readValue(reader);
    if (value === undefined) return undefined;
    members.set(key, value);
    skipSpace(reader);
    if (closes(reader, '}')) break;
    if (!closes(reader, ',')) return undefined;
  }
  return `{${[...members].map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

function closes(reader: Reader, char: string): boolean {
  if (reader.text[reader.at] !== char) return false;
  reader.at++;
  return true;
}
