import { type PythonValue, pythonFloat } from './python-text.ts';

/** CPython gives up near these (its recursion limit; the digits of a whole number). */
const DEEPEST = 1_000;
const MOST_DIGITS = 4_300;

const WORDS: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', { number: 'nan' }],
  ['Infinity', { number: 'inf' }],
  ['-Infinity', { number: '-inf' }],
]);
const WORD = /true|false|null|NaN|-?Infinity/y;
const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Reads a JSON text as Python's `json.loads` does; undefined where that raises. NaN and Infinity are read, of a key given
 * twice the last value counts, `2` and `2.0` stay apart, whole numbers have no bounds. Own reader: `JSON.parse` loses
 * what `str` shows of a number, and throwing for every reply that cannot be read is most of the time that scoring takes.
 * Source: docs.python.org/3/library/json.html
 */
export function loadPythonJson(text: string): PythonValue | undefined {
  const reader = new JsonReader(text);
  reader.skipSpace();
  const value = reader.readValue(0);
  return reader.at === text.length ? value : undefined;
}

/** Every method starts at `at` and leaves it behind what it read, with the white space after; undefined: cannot be read. */
class JsonReader {
  at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  skipSpace(): void {
    let unit = this.text.charCodeAt(this.at);
    while (unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0d) unit = this.text.charCodeAt(++this.at);
  }

  readValue(depth: number): PythonValue | undefined {
    if (depth > DEEPEST) return undefined;
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.readText();
      case OPEN_BRACE:
        return this.readObject(depth);
      case OPEN_BRACKET:
        return this.readList(depth);
      default:
        return this.readWord();
    }
  }

  private take(unit: number): boolean {
    if (this.text.charCodeAt(this.at) !== unit) return false;
    this.at++;
    this.skipSpace();
    return true;
  }

  private readObject(depth: number): PythonValue | undefined {
    const entries = new Map<string, PythonValue>();
    this.take(OPEN_BRACE);
    if (this.take(CLOSE_BRACE)) return entries;
    do {
      const key = this.text.charCodeAt(this.at) === QUOTE ? this.readText() : undefined;
      if (key === undefined || !this.take(COLON)) return undefined;
      const value = this.readValue(depth + 1);
      if (value === undefined) return undefined;
      entries.set(key, value);
    } while (this.take(COMMA));
    return this.take(CLOSE_BRACE) ? entries : undefined;
  }

  private readList(depth: number): PythonValue | undefined {
    const values: PythonValue[] = [];
    this.take(OPEN_BRACKET);
    if (this.take(CLOSE_BRACKET)) return values;
    do {
      const value = this.readValue(depth + 1);
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.take(COMMA));
    return this.take(CLOSE_BRACKET) ? values : undefined;
  }

  private readText(): string | undefined {
    const start = this.at;
    let end = start + 1;
    let isEscaped = false;
    for (let unit = this.text.charCodeAt(end); unit !== QUOTE; unit = this.text.charCodeAt(++end)) {
      if (!(unit >= 0x20)) return undefined;
      if (unit !== BACKSLASH) continue;
      isEscaped = true;
      end++;
    }
    this.at = end + 1;
    this.skipSpace();
    return isEscaped ? unescaped(this.text.slice(start, end + 1)) : this.text.slice(start + 1, end);
  }

  private readWord(): PythonValue | undefined {
    WORD.lastIndex = this.at;
    const word = WORD.exec(this.text)?.[0];
    if (word === undefined) return this.readNumber();
    this.at = WORD.lastIndex;
    this.skipSpace();
    return WORDS.get(word);
  }

  private readNumber(): PythonValue | undefined {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) return undefined;
    this.at = NUMBER.lastIndex;
    this.skipSpace();
    const [written, whole = '', fraction, exponent] = found;
    if (fraction !== undefined || exponent !== undefined) return { number: pythonFloat(Number(written)) };
    if (whole.length > MOST_DIGITS + (whole.startsWith('-') ? 1 : 0)) return undefined;
    return { number: whole === '-0' ? '0' : whole };
  }
}

function unescaped(literal: string): string | undefined {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}
