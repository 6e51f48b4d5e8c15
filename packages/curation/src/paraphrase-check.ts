import { asksSeveralThings, countQuestions, namesTool, type ToolSpec } from '@imaginarium/contracts';
import { jaccard, normaliseText } from '@imaginarium/similarity';

/** Likeness from which a rewording is a copy. */
const COPY = 0.95;
const LONGEST = 2000;

/** Why a text cannot stand as one more request beside its siblings, or undefined when it can; slots are checked apart. */
export function checkWording(
  query: string,
  tools: readonly Pick<ToolSpec, 'name' | 'originalName'>[],
  siblings: readonly string[],
): string | undefined {
  if (query.length < 3) return 'it is empty';
  if (query.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  const allowed = Math.max(1, ...siblings.slice(0, 1).map(countQuestions));
  if (asksSeveralThings(query, allowed) || /\n\s*\n/.test(query)) return 'it is not one request';
  const named = tools.find((tool) => namesTool(query, tool));
  if (named !== undefined) return `it names the tool ${named.name}`;
  const copied = siblings.find(
    (sibling) => normaliseText(sibling) === normaliseText(query) || jaccard(sibling, query) >= COPY,
  );
  return copied === undefined ? undefined : 'it copies another wording';
}
