import { asksSeveralThings, namesTool, type ToolSpec } from '@imaginarium/contracts';
import { jaccardWith, type Shingles, shinglesOf } from '@imaginarium/similarity';

const MINIMUM_CHARACTERS = 8;
const MAXIMUM_CHARACTERS = 2000;

export interface QueryContext {
  readonly tool: Pick<ToolSpec, 'name' | 'originalName'>;
  /** Queries that the model could have remembered, each the same object whenever it is given. */
  readonly remembered: readonly { readonly query: string }[];
  /** Similarity from which a query repeats a remembered one, inclusive. */
  readonly nearDuplicateThreshold: number;
}

/** Why an imagined query cannot be used (method §1), or undefined when it can. */
export function validateQuery(query: string, context: QueryContext): string | undefined {
  if (query.length < MINIMUM_CHARACTERS) return 'it is empty or too short to be a request';
  if (query.length > MAXIMUM_CHARACTERS) return `it is longer than ${MAXIMUM_CHARACTERS} characters`;
  if (asksSeveralThings(query)) return 'it asks for more than one thing';
  if (namesTool(query, context.tool)) return 'it names the tool';
  const similarity = jaccardWith(query);
  const repeated = context.remembered.find(
    (earlier) => similarity(shinglesOfRemembered(earlier)) >= context.nearDuplicateThreshold,
  );
  return repeated === undefined ? undefined : `it repeats an earlier request: ${repeated.query}`;
}

const shingles = new WeakMap<object, Shingles>();

/** A remembered query is held against every later one: its shingles are made once. */
function shinglesOfRemembered(remembered: { readonly query: string }): Shingles {
  let known = shingles.get(remembered);
  if (known === undefined) {
    known = shinglesOf(remembered.query);
    shingles.set(remembered, known);
  }
  return known;
}
