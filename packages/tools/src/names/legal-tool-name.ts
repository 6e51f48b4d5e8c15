import { sha256, TOOL_NAME } from '@imaginarium/contracts';

const LONGEST = 64;
const DIGEST = 8;

/**
 * A name that every endpoint takes (`^[a-zA-Z0-9_-]{1,64}$`) and that is not in `taken`, which it is added to.
 * A legal original stays as it is; accents are dropped, other runs of illegal characters become `_`; what is too long,
 * taken or empty gets the first 8 hexadecimal digits of the original's SHA-256. The same originals in the same order
 * give the same names.
 */
export function legalToolName(original: string, taken: Set<string>): string {
  const cleaned = TOOL_NAME.test(original) ? original : clean(original);
  let name = cleaned;
  for (let attempt = 0; !TOOL_NAME.test(name) || taken.has(name); attempt++) {
    const digest = sha256(attempt === 0 ? original : `${original}#${attempt}`).slice(0, DIGEST);
    name = `${(cleaned || 'tool').slice(0, LONGEST - DIGEST - 1)}_${digest}`;
  }
  taken.add(name);
  return name;
}

function clean(original: string): string {
  return original
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-zA-Z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '');
}
