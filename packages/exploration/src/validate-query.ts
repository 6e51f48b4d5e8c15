import type { ToolSpec } from '@imaginarium/contracts';
import { jaccard } from '@imaginarium/similarity';

const MINIMUM_CHARACTERS = 8;
const MAXIMUM_CHARACTERS = 2000;

export interface QueryContext {
  readonly tool: Pick<ToolSpec, 'name' | 'originalName'>;
  /** Queries that the model could have remembered. */
  readonly remembered: readonly string[];
  /** Similarity from which a query repeats a remembered one, inclusive. */
  readonly nearDuplicateThreshold: number;
}

/** Takes off what models put around a query: white space, a label, one pair of quotation marks. */
export function cleanQuery(text: string): string {
  const unlabelled = text.trim().replace(/^(?:user\s+)?(?:query|request|user)\s*:\s*/i, '');
  return unlabelled.replace(/^(["'“‘`])([\s\S]*)(["'”’`])$/, '$2').trim();
}

/** Why an imagined query cannot be used (method §1), or undefined when it can. */
export function validateQuery(query: string, context: QueryContext): string | undefined {
  if (query.length < MINIMUM_CHARACTERS) return 'it is empty or too short to be a request';
  if (query.length > MAXIMUM_CHARACTERS) return `it is longer than ${MAXIMUM_CHARACTERS} characters`;
  if (asksSeveralThings(query)) return 'it asks for more than one thing';
  if (namesTool(query, context.tool)) return 'it names the tool';
  const repeated = context.remembered.find((earlier) => jaccard(earlier, query) >= context.nearDuplicateThreshold);
  return repeated === undefined ? undefined : `it repeats an earlier request: ${repeated}`;
}

function asksSeveralThings(query: string): boolean {
  const questions = query.match(/\?(?=\s|$)/g)?.length ?? 0;
  const listed = query.match(/^\s*(?:[-*•]|\d+[.)])\s+\S/gm)?.length ?? 0;
  return questions > 1 || listed > 1;
}

/**
 * A name with a separator, a digit or inner capitals is nobody's plain speech: it must not occur. A plain word may,
 * unless it is called a tool.
 */
function namesTool(query: string, tool: QueryContext['tool']): boolean {
  return [tool.name, tool.originalName].some((name) => {
    const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const isPlainWord = /^[A-Za-z]?[a-z]+(?: [a-z]+)*$/.test(name);
    const pattern = isPlainWord
      ? `\\b${quoted}\\b["'\`]?\\s+(?:tool|api|function|endpoint)\\b`
      : `(?<![\\w])${quoted}(?![\\w])`;
    return new RegExp(pattern, 'i').test(query);
  });
}
