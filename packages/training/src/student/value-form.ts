import { canonicalJson, type JsonValue } from '@imaginarium/contracts';

/** A piece of a form: text as it stands, or a hole that a span of the query fills through a normaliser. */
export type FormPart = { readonly text: string } | { readonly hole: string };

/** One way to fill an argument. */
export type ValueForm =
  | { readonly kind: 'omit' }
  | { readonly kind: 'constant'; readonly value: JsonValue }
  /** One hole alone gives what its normaliser gives; more parts give their texts in a row. */
  | { readonly kind: 'copy'; readonly parts: readonly FormPart[] };

/** Inclusive token positions of a query. */
export type TokenSpan = readonly [first: number, last: number];

/** How a value could have come from a query: each hole's spans, any of which is right. */
export interface Derivation {
  readonly form: ValueForm;
  readonly spans: readonly (readonly TokenSpan[])[];
}

/** Equal for equal forms; names a form in hashes, so that it keeps its weights when others join. */
export function formKey(form: ValueForm): string {
  return canonicalJson(form);
}

export function holesOf(form: ValueForm): string[] {
  return form.kind === 'copy' ? form.parts.flatMap((part) => ('hole' in part ? [part.hole] : [])) : [];
}

/** The value of a form whose holes have these values, in order. */
export function assemble(form: ValueForm, holes: readonly JsonValue[]): JsonValue | undefined {
  if (form.kind === 'omit') return undefined;
  if (form.kind === 'constant') return form.value;
  if (form.parts.length === 1) return holes[0];
  let at = 0;
  return form.parts.map((part) => ('text' in part ? part.text : String(holes[at++]))).join('');
}
