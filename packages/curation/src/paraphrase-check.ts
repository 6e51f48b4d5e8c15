import type { ToolSpec } from '@imaginarium/contracts';
import { jaccard, normaliseText } from '@imaginarium/similarity';

/** Likeness from which a rewording is a copy. */
const COPY = 0.95;
const LONGEST = 2000;

/** Takes off what models put around a rewording: white space, a label, one pair of quotation marks. */
export function cleanRewording(reply: string): string {
  const unlabelled = reply.trim().replace(/^(?:reworded(?: request)?|rewording|paraphrase|request|query)\s*:\s*/i, '');
  return unlabelled.replace(/^(["“'‘`])([\s\S]*)(["”'’`])$/, '$2').trim();
}

/** Why a text cannot stand as one more request beside its siblings, or undefined when it can; slots are checked apart. */
export function checkWording(
  query: string,
  tools: readonly Pick<ToolSpec, 'name' | 'originalName'>[],
  siblings: readonly string[],
): string | undefined {
  if (query.length < 3) return 'it is empty';
  if (query.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  const listed = query.match(/^\s*(?:[-*•]|\d+[.)])\s+\S/gm)?.length ?? 0;
  const questions = query.match(/\?(?=\s|$)/g)?.length ?? 0;
  const allowed = Math.max(1, ...siblings.slice(0, 1).map((seed) => seed.match(/\?(?=\s|$)/g)?.length ?? 0));
  if (listed > 1 || questions > allowed || /\n\s*\n/.test(query)) return 'it is not one request';
  const named = tools.find((tool) => namesTool(query, tool));
  if (named !== undefined) return `it names the tool ${named.name}`;
  const copied = siblings.find(
    (sibling) => normaliseText(sibling) === normaliseText(query) || jaccard(sibling, query) >= COPY,
  );
  return copied === undefined ? undefined : 'it copies another wording';
}

/** A plain word may be said (`define`, `weather`) unless it is called a tool; a name that only a program has may not. */
function namesTool(query: string, { name, originalName }: Pick<ToolSpec, 'name' | 'originalName'>): boolean {
  return [name, originalName].some((tool) => {
    const quoted = tool.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const isPlain = /^[A-Za-z]?[a-z]+(?: [a-z]+)*$/.test(tool);
    const pattern = isPlain ? `\\b${quoted}["'\`]?\\s+(?:tool|api|function|endpoint)\\b` : `(?<!\\w)${quoted}(?!\\w)`;
    return new RegExp(pattern, 'i').test(query);
  });
}
