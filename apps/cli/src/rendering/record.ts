import type { JsonObject } from '@imaginarium/contracts';

/** A whole record, still JSON, with one message and one tool a line. */
export function renderRecord(record: JsonObject): string {
  const members = Object.entries(record).map(([key, value]) => {
    if (!Array.isArray(value)) return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const items = value.map((item) => `    ${JSON.stringify(item)}`).join(',\n');
    return `  ${JSON.stringify(key)}: [\n${items}\n  ]`;
  });
  return `{\n${members.join(',\n')}\n}`;
}
