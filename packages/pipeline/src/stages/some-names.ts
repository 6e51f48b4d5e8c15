/** Names that a person is told of many. */
const NAMED = 8;

/** The first names, and how many more there are. */
export function someNames(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.slice(0, NAMED).join(', ')}${more}`;
}
