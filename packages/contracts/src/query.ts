import type { ToolSpec } from './tool.ts';

/** Takes off what models put around a query: white space, a label, one pair of quotation marks. */
export function cleanQuery(reply: string): string {
  const unlabelled = reply
    .trim()
    .replace(/^(?:(?:user\s+)?(?:query|request|user)|reworded(?: request)?|rewording|paraphrase)\s*:\s*/i, '');
  return unlabelled.replace(/^(["“'‘`])([\s\S]*)(["”'’`])$/, '$2').trim();
}

/** Questions that a text asks; a question mark inside a word is none. */
export function countQuestions(query: string): number {
  return query.match(/\?(?=\s|$)/g)?.length ?? 0;
}

/** Whether a text lists several requests, or asks more questions than allowed. */
export function asksSeveralThings(query: string, allowedQuestions = 1): boolean {
  const listed = query.match(/^\s*(?:[-*•]|\d+[.)])\s+\S/gm)?.length ?? 0;
  return listed > 1 || countQuestions(query) > allowedQuestions;
}

/**
 * Whether a query names the tool that is to be found for it. A plain word (`define`, `weather`) may be said unless it is
 * called a tool; a name that only a program has (a separator, a digit, inner capitals) may not.
 */
export function namesTool(query: string, { name, originalName }: Pick<ToolSpec, 'name' | 'originalName'>): boolean {
  return [name, originalName].some((tool) => {
    const quoted = tool.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const isPlain = /^[A-Za-z]?[a-z]+(?: [a-z]+)*$/.test(tool);
    const pattern = isPlain ? `\\b${quoted}["'\`]?\\s+(?:tool|api|function|endpoint)\\b` : `(?<!\\w)${quoted}(?!\\w)`;
    return new RegExp(pattern, 'i').test(query);
  });
}
