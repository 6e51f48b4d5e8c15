import { canonicalJson, type JsonValue } from '@imaginarium/contracts';
import { argumentLeaves } from './argument-leaves.ts';
import { deriveTemplate, deriveWhole } from './derive-value.ts';
import type { EncodedQuery } from './encode-query.ts';
import { type KnownPhrases, knownSpans, learnKnownPhrases } from './known-phrases.ts';
import type { Lesson } from './lesson.ts';
import { tokeniseQuery } from './tokenise-query.ts';
import { type Derivation, formKey, type TokenSpan, type ValueForm } from './value-form.ts';

/** Names the hole that a known phrase fills. */
export const KNOWN = 'known phrase';

/** One argument of a tool and the ways to fill it, in order of preference. */
export interface ArgumentSlot {
  /** JSON pointer into the arguments. */
  readonly path: string;
  readonly forms: readonly ValueForm[];
}

export interface ToolArguments {
  readonly slots: readonly ArgumentSlot[];
  readonly known: KnownPhrases;
}

interface SlotRow {
  readonly query: EncodedQuery;
  /** Undefined where the call leaves the argument out. */
  readonly value: JsonValue | undefined;
}

/** A form that explains fewer records than this is chance. */
const FEWEST_ROWS = 2;
/** An argument of few values, each seen often, is a choice among them unless copying explains this share. */
const MOST_CHOICES = 24;
const FEWEST_PER_CHOICE = 5;
const COPIED_SHARE = 0.85;

/** Works out from the calls of one tool how its arguments follow from the queries. */
export function learnArguments(lessons: readonly Lesson[]): ToolArguments {
  const leaves = lessons.map(({ call }) => argumentLeaves(call?.arguments ?? {}));
  const paths = [...new Set(leaves.flatMap((of) => [...of.keys()]))];
  const rowsOf = (path: string) => lessons.map(({ query }, row) => ({ query, value: leaves[row]?.get(path) }));
  const coded = new Set(paths.filter((path) => isCoded(rowsOf(path))));
  const known = learnKnownPhrases(
    lessons.map(({ query }, row) => ({
      query,
      values: [...(leaves[row] ?? [])].flatMap(([path, value]) =>
        coded.has(path) && typeof value === 'string' ? [value] : [],
      ),
    })),
  );
  return { slots: paths.map((path) => ({ path, forms: learnForms(rowsOf(path), known) })), known };
}

/** Whether many values of an argument are neither copied nor put together from the query: codes that phrases stand for. */
function isCoded(rows: readonly SlotRow[]): boolean {
  const given = rows.filter(({ value }) => typeof value === 'string');
  const codes = new Set(constantsOf(learnForms(rows, {})));
  const coded = given.filter(({ value }) => value !== undefined && codes.has(canonicalJson(value)));
  return codes.size > 1 && coded.length > given.length * (1 - COPIED_SHARE);
}

function constantsOf(forms: readonly ValueForm[]): string[] {
  return forms.flatMap((form) => (form.kind === 'constant' ? [canonicalJson(form.value)] : []));
}

/** Few values, each seen often. */
function isChoice(given: readonly SlotRow[]): boolean {
  const distinct = new Set(given.map(({ value }) => canonicalJson(value))).size;
  return distinct <= MOST_CHOICES && given.length >= distinct * FEWEST_PER_CHOICE;
}

/** How a value could have come from a query, in order of preference, in any form that an argument could learn. */
function derivationsOf(value: JsonValue, query: EncodedQuery, known: KnownPhrases): Derivation[] {
  const derivations = deriveWhole(value, query);
  const spans = knownSpans(query, known)
    .filter(({ phrase }) => known[phrase] === value)
    .map(({ first, last }): TokenSpan => [first, last]);
  if (spans.length > 0) derivations.push({ form: { kind: 'copy', parts: [{ hole: KNOWN }] }, spans: [spans] });
  return derivations;
}

/** The derivations of a value in the forms that an argument has; the index tells which form. */
export function deriveInSlot(
  value: JsonValue | undefined,
  query: EncodedQuery,
  { forms }: ArgumentSlot,
  known: KnownPhrases,
): { readonly form: number; readonly spans: Derivation['spans'] } | undefined {
  const possible = value === undefined ? [] : derivationsOf(value, query, known);
  const isTemplated = forms.some((form) => form.kind === 'copy' && form.parts.length > 1);
  if (typeof value === 'string' && isTemplated) {
    const template = deriveTemplate(value, query, fixedWords(forms));
    if (template !== undefined) possible.push(template);
  }
  const byKey = new Map(possible.map((derivation) => [formKey(derivation.form), derivation]));
  const wanted = value === undefined ? undefined : canonicalJson(value);
  for (const [at, form] of forms.entries()) {
    if (form.kind === 'omit' ? value === undefined : form.kind === 'constant' && canonicalJson(form.value) === wanted)
      return { form: at, spans: [] };
    const derivation = form.kind === 'copy' ? byKey.get(formKey(form)) : undefined;
    if (derivation !== undefined) return { form: at, spans: derivation.spans };
  }
  return undefined;
}

function learnForms(rows: readonly SlotRow[], known: KnownPhrases): ValueForm[] {
  const omit: ValueForm[] = rows.some(({ value }) => value === undefined) ? [{ kind: 'omit' }] : [];
  const given = rows.flatMap(({ query, value }) => (value === undefined ? [] : [{ query, value }]));
  const isChosen = isChoice(given);
  const forms: ValueForm[] = [];
  let open = given.map((row) => ({ ...row, derivations: derivationsOf(row.value, row.query, known) }));
  for (;;) {
    const best = mostFrequent(open.map(({ derivations }) => derivations.map(({ form }) => form)));
    if (best === undefined || best.count < FEWEST_ROWS) break;
    if (isChosen && best.count < given.length * COPIED_SHARE) break;
    forms.push(best.form);
    const key = formKey(best.form);
    open = open.filter(({ derivations }) => !derivations.some(({ form }) => formKey(form) === key));
  }
  const templates = isChosen ? [] : learnTemplates(open);
  const isTemplated = (row: SlotRow) => {
    if (templates.length === 0 || typeof row.value !== 'string') return false;
    const derived = deriveTemplate(row.value, row.query, fixedWords(templates));
    return derived !== undefined && templates.some((form) => formKey(form) === formKey(derived.form));
  };
  return [
    ...omit,
    ...forms,
    ...templates,
    ...constants(
      given,
      open.filter((row) => !isTemplated(row)),
    ),
  ];
}

/** The values that other forms mostly do not give: what is copied elsewhere is no choice, but a slip of this record. */
function constants(given: readonly SlotRow[], open: readonly { readonly value: JsonValue }[]): ValueForm[] {
  const counts = new Map<string, number>();
  for (const { value } of given) {
    const key = canonicalJson(value ?? null);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const left = new Map<string, { value: JsonValue; count: number }>();
  for (const { value } of open) {
    const key = canonicalJson(value);
    left.set(key, { value, count: (left.get(key)?.count ?? 0) + 1 });
  }
  return [...left]
    .filter(([key, { count }]) => count * 2 > (counts.get(key) ?? 0))
    .map(([, { value }]) => ({ kind: 'constant', value }));
}

/** The form that most rows allow; of equals the one that comes first. */
function mostFrequent(rows: readonly (readonly ValueForm[])[]): { form: ValueForm; count: number } | undefined {
  const counts = new Map<string, { form: ValueForm; count: number }>();
  for (const forms of rows) {
    for (const form of forms) {
      const entry = counts.get(formKey(form));
      if (entry === undefined) counts.set(formKey(form), { form, count: 1 });
      else entry.count++;
    }
  }
  let best: { form: ValueForm; count: number } | undefined;
  for (const entry of counts.values()) if (best === undefined || entry.count > best.count) best = entry;
  return best;
}

function learnTemplates(rows: readonly { readonly query: EncodedQuery; readonly value: JsonValue }[]): ValueForm[] {
  const texts = rows.flatMap(({ query, value }) => (typeof value === 'string' ? [{ query, value }] : []));
  const fixed = unsaidWords(texts);
  const counts = new Map<string, { form: ValueForm; count: number }>();
  for (const { query, value } of texts) {
    const derived = deriveTemplate(value, query, fixed);
    if (derived === undefined) continue;
    const entry = counts.get(formKey(derived.form));
    if (entry === undefined) counts.set(formKey(derived.form), { form: derived.form, count: 1 });
    else entry.count++;
  }
  return [...counts.values()]
    .filter(({ count }) => count >= FEWEST_ROWS)
    .sort((a, b) => b.count - a.count)
    .map(({ form }) => form);
}

/** Words that values hold though at least one in five of their queries does not say them: part of the form, not copied. */
function unsaidWords(rows: readonly { readonly query: EncodedQuery; readonly value: string }[]): Set<string> {
  const seen = new Map<string, { rows: number; unsaid: number }>();
  for (const { query, value } of rows) {
    const said = query.text.toLowerCase();
    for (const word of new Set(
      tokeniseQuery(value)
        .filter(({ kind }) => kind === 'word')
        .map(({ lower }) => lower),
    )) {
      const entry = seen.get(word) ?? { rows: 0, unsaid: 0 };
      entry.rows++;
      if (!said.includes(word)) entry.unsaid++;
      seen.set(word, entry);
    }
  }
  return new Set([...seen].filter(([, entry]) => entry.unsaid * 5 >= entry.rows).map(([word]) => word));
}

/** The words that the templates among forms have as fixed text. */
function fixedWords(forms: readonly ValueForm[]): Set<string> {
  const words = new Set<string>();
  for (const form of forms) {
    if (form.kind !== 'copy') continue;
    for (const part of form.parts) {
      if (!('text' in part)) continue;
      for (const { kind, lower } of tokeniseQuery(part.text)) if (kind === 'word') words.add(lower);
    }
  }
  return words;
}
