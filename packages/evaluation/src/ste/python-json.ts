import { type PythonValue, pythonFloat } from './python-text.ts';

// Sticky expressions carry their place in lastIndex; reading is synchronous, so one of each serves all.
const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a JSON text may not hold them bare
const TEXT = /"[^"\\\u0000-\u001f]*(?:\\["\\/bfnrtu][^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const WORD = /true|false|null|NaN|-?Infinity/y;
const WORDS: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', { number: 'nan' }],
  ['Infinity', { number: 'inf' }],
  ['-Infinity', { number: '-inf' }],
]);
/** CPython gives up near these (its recursion limit; the digits of a whole number). */
const DEEPEST = 1_000;
const MOST_DIGITS = 4_300;

/**
 * Reads a JSON text as Python's `json.loads` does, or returns undefined where that raises: NaN and Infinity are read, of
 * a key given twice the last value counts, `2` and `2.0` stay apart, whole numbers have no bounds.
 * Source: docs.python.org/3/library/json.html
 */
export function loadPythonJson(text: string): PythonValue | undefined {
  let at = 0;

  function take(expression: RegExp): string | undefined {
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    if (found !== undefined) at = expression.lastIndex;
    return found;
  }

  function takeCharacter(character: string): boolean {
    if (text[at] !== character) return false;
    at++;
    take(SPACE);
    return true;
  }

  function readText(): string {
    const written = take(TEXT);
    if (written === undefined) throw new SyntaxError(`text expected at ${at}`);
    return written.includes('\\') ? JSON.parse(written) : written.slice(1, -1);
  }

  function readNumber(): PythonValue {
    NUMBER.lastIndex = at;
    const found = NUMBER.exec(text);
    if (!found) throw new SyntaxError(`value expected at ${at}`);
    at = NUMBER.lastIndex;
    const [written, whole = '', fraction, exponent] = found;
    if (fraction !== undefined || exponent !== undefined) return { number: pythonFloat(Number(written)) };
    if (whole.length > MOST_DIGITS + (whole.startsWith('-') ? 1 : 0)) throw new SyntaxError('too many digits');
    return { number: whole === '-0' ? '0' : whole };
  }

  function readObject(depth: number): PythonValue {
    const entries = new Map<string, PythonValue>();
    if (takeCharacter('}')) return entries;
    do {
      const key = readText();
      take(SPACE);
      if (!takeCharacter(':')) throw new SyntaxError(`colon expected at ${at}`);
      entries.set(key, readValue(depth + 1));
    } while (takeCharacter(','));
    if (!takeCharacter('}')) throw new SyntaxError(`end of object expected at ${at}`);
    return entries;
  }

  function readList(depth: number): PythonValue {
    const values: PythonValue[] = [];
    if (takeCharacter(']')) return values;
    do values.push(readValue(depth + 1));
    while (takeCharacter(','));
    if (!takeCharacter(']')) throw new SyntaxError(`end of list expected at ${at}`);
    return values;
  }

  function readValue(depth: number): PythonValue {
    if (depth > DEEPEST) throw new SyntaxError('nested too deeply');
    if (takeCharacter('{')) return readObject(depth);
    if (takeCharacter('[')) return readList(depth);
    const value = text[at] === '"' ? readText() : readWord();
    take(SPACE);
    return value;
  }

  function readWord(): PythonValue {
    const word = take(WORD);
    return word === undefined ? readNumber() : (WORDS.get(word) as PythonValue);
  }

  try {
    take(SPACE);
    const value = readValue(0);
    return at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
