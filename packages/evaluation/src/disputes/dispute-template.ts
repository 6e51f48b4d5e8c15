import type { ArgumentProblem, JsonValue, Miss, TestItem } from '@imaginarium/contracts';
import { goldHash } from './dispute.ts';

/** A miss, as far as a person must see it to decide on the gold. */
export interface DisputableMiss {
  readonly item: TestItem;
  readonly miss: Miss;
  /** What was answered, as text. */
  readonly actual: string;
  readonly problems?: readonly ArgumentProblem[] | undefined;
}

const HEAD = `# Golds that a person finds wrong. Below, each miss stands as a comment. To dispute its gold, take the first "# " from the
# lines of its entry and say why. As it stands an entry dismisses the item; to accept further values (by JSON pointer into the
# arguments) or to replace the calls ([] where none is right), uncomment that line and remove \`dismiss\`.
`;

/**
 * A dispute file (YAML) in which every miss is a commented entry, filled in as far as can be, for a person to uncomment and decide;
 * one entry an item. As it stands it disputes nothing.
 * @param misses scored without disputes: entries are about the golds as the data has them
 * @param data hash of the data that the misses were scored against
 */
export function disputeTemplate(misses: Iterable<DisputableMiss>, data: string): string {
  const entries = new Map<string, string>();
  for (const miss of misses) if (!entries.has(miss.item.id)) entries.set(miss.item.id, entryOf(miss));
  return [HEAD, `format: 1\ndata: ${data}\ndisputes:\n`, ...entries.values()].join('');
}

function entryOf({ item, miss, actual, problems = [] }: DisputableMiss): string {
  const calls = item.calls.map(({ tool, arguments: args }) => ({ tool, arguments: args }));
  const values = problems.filter(({ actual: value, problem }) => value !== undefined && problem !== 'missing');
  const accept = values.map(({ path, actual: value }) => ({ path, values: [value as JsonValue] }));
  const lines = [
    `- item: ${json(item.id)}`,
    `  gold: ${json(goldHash(item))}`,
    '  reason: ""',
    '  dismiss: true',
    `  # accept: ${json(accept.length > 0 ? accept : [{ path: '/ARGUMENT', values: ['VALUE'] }])}`,
    `  # replace: ${json(calls)}`,
  ];
  const said = [`${miss}: ${json(item.query)}`, `gold:  ${json(calls)}`, `model: ${json(actual)}`];
  return `\n${said.map((line) => `## ${line}\n`).join('')}${lines.map((line) => `# ${line}\n`).join('')}`;
}

/** JSON is YAML; line breaks that YAML would read in a comment are escaped in it. */
function json(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
