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

// Characters are read one by one, not by pattern: observations are long, and this is most of what formatting costs.
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function skipSpace(reader: Reader): void {
  while (isSpace(reader.text.charCodeAt(reader.at))) reader.at++;
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
      return readDigits(reader) ?? take(reader, WORD)?.[0] ?? readNumber(reader);
  }
}

function readString(reader: Reader): string | undefined {
  const { text, at } = reader;
  if (text.charCodeAt(at) !== 0x22) return undefined;
  let end = at + 1;
  let code = text.charCodeAt(end);
  while (code !== 0x22 && code !== 0x5c && code >= 0x20) code = text.charCodeAt(++end);
  if (code === 0x22) {
    reader.at = end + 1;
    return text.slice(at, end + 1);
  }
  const raw = take(reader, STRING)?.[0];
  return raw && JSON.stringify((JSON.parse(raw) as string).toWellFormed());
}

/** A whole number without a sign, by far the most frequent; undefined for all others, nothing taken. */
function readDigits(reader: Reader): string | undefined {
  const { text, at } = reader;
  let end = at;
  let code = text.charCodeAt(end);
  while (isDigit(code)) code = text.charCodeAt(++end);
  const isWhole = end > at && code !== 0x2e && (code | 0x20) !== 0x65;
  if (!isWhole || (end - at > 1 && text.charCodeAt(at) === 0x30)) return undefined;
  reader.at = end;
  return text.slice(at, end);
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
  let written = '';
  skipSpace(reader);
  if (closes(reader, ']')) return '[]';
  for (;;) {
    const item = readValue(reader);
    if (item === undefined) return undefined;
    written += written === '' ? `[${item}` : `, ${item}`;
    skipSpace(reader);
    if (closes(reader, ']')) return `${written}]`;
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
  let written = '';
  members.forEach((value, key) => {
    written += written === '' ? `{${key}: ${value}` : `, ${key}: ${value}`;
  });
  return `${written}}`;
}

function closes(reader: Reader, char: string): boolean {
  if (reader.text.charCodeAt(reader.at) !== char.charCodeAt(0)) return false;
  reader.at++;
  return true;
}
