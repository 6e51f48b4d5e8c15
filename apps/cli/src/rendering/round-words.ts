import { relative } from 'node:path';
import type { GateVerdict, ImprovementTarget, PlannedTool, Round } from '@imaginarium/contracts';
import { sumSpent } from '@imaginarium/pipeline/rounds';
import { formatCount } from './format.ts';

/** What a round does about a tool, as a person says it: what is explored is new, or explored again. */
export type ToolFate = 'new' | 'explored again' | 'migrated' | 'kept' | 'dropped';
export const TOOL_FATES: readonly ToolFate[] = ['new', 'explored again', 'migrated', 'kept', 'dropped'];

export function fateOf({ action, before }: PlannedTool): ToolFate {
  if (action === 'explore') return before === null ? 'new' : 'explored again';
  return action === 'migrate' ? 'migrated' : action === 'keep' ? 'kept' : 'dropped';
}

/** `3 new, 1 migrated, 11 kept`; what there is none of is not said. */
export function toolsInWords(tools: readonly PlannedTool[]): string {
  const counts = TOOL_FATES.map((fate) => [fate, tools.filter((tool) => fateOf(tool) === fate).length] as const);
  const said = counts.filter(([, count]) => count > 0).map(([fate, count]) => `${formatCount(count)} ${fate}`);
  return said.join(', ') || 'no tools';
}

/** What a gate calls new: tools learned in the round, or, in one that improves, those that it aims at. */
const FRESH = {
  add: { one: 'new', all: 'the new', head: 'new tools' },
  improve: { one: 'aimed at', all: 'those aimed at', head: 'tools aimed at' },
} as const;

export function freshWords(kind: Round['kind']): (typeof FRESH)[Round['kind']] {
  return FRESH[kind];
}

/** The verdict in a few words: `2 of 12 old worse, 1 of 3 new below 60 %`. */
export function gateInWords(gate: GateVerdict, kind: Round['kind']): string {
  const { oldTools, newTools, allOld, allNew, config, isPassed } = gate;
  const some = (verdicts: readonly { tool: string; verdict: string }[], verdict: string) =>
    new Set(verdicts.filter((tool) => tool.verdict === verdict).map(({ tool }) => tool)).size;
  const of = (count: number, tools: readonly unknown[], words: string) =>
    count > 0 ? [`${formatCount(count)} of ${formatCount(tools.length)} ${words}`] : [];
  const [target, fresh] = [`${Math.round(config.target * 100)} %`, freshWords(kind)];
  if (isPassed) {
    const unknown = some([...oldTools, ...newTools], 'cannot-tell');
    return [
      ...of(some(oldTools, 'held'), oldTools, 'old not shown worse'),
      ...(allOld?.verdict === 'cannot-tell' && oldTools.length > 1
        ? ['too few items to tell of the old together']
        : []),
      ...(allNew && allNew.now.of > 0 ? [`${fresh.all} together at ${percentOf(allNew.now)} (target ${target})`] : []),
      ...(unknown > 0 ? [`${formatCount(unknown)} with too few items to tell one by one`] : []),
    ].join(', ');
  }
  const [worse, below] = [some(oldTools, 'worse'), some(newTools, 'below')];
  return [
    ...of(worse, oldTools, 'old worse'),
    ...(worse === 0 && allOld?.verdict === 'worse' ? ['the old tools together worse'] : []),
    ...of(below, newTools, `${fresh.one} below ${target}`),
    ...(below === 0 && allNew?.verdict === 'below' ? [`${fresh.all} together below ${target}`] : []),
    ...(allNew && allNew.now.of === 0 ? [`no item tests ${fresh.all}`] : []),
  ].join(', ');
}

function percentOf({ correct, of }: { readonly correct: number; readonly of: number }): string {
  return `${Math.round((correct / of) * 100)} %`;
}

/** What was got wrong, and in brackets how often. */
export function targetInWords({ kind, tool, other, argument, misses }: ImprovementTarget): string {
  const what = {
    'confused-pair': `${tool} taken for ${other ?? 'another'}`,
    argument: `${tool} ${argument ?? ''} wrong`,
    'over-calling': `${tool} called for nothing`,
    tool: `${tool}, other misses`,
  }[kind];
  return `${what} (${formatCount(misses)})`;
}

/** How a step ended; waiting for a checkpoint from elsewhere is no failure. What is to be done then, the next steps say. */
export function failureInWords({ step, code, message }: NonNullable<Round['failure']>, of = ''): string {
  return code === 'input/checkpoint-wanted' ? message : `${step}${of} ended with ${code}: ${message}`;
}

/** What became of the queries of removed tools; empty where none was tried. */
export function removedInWords({ steps }: Pick<Round, 'steps'>): string {
  const { noCallOfRemoved = 0, queriesOfRemoved = 0 } = steps.curate?.counts ?? {};
  return queriesOfRemoved === 0
    ? ''
    : `removed tools: ${formatCount(noCallOfRemoved)} examples without a call of ${formatCount(queriesOfRemoved)} queries`;
}

/** Calls, dollars (null when a price is unknown) and milliseconds of all steps. */
export function totalsOf({ steps }: Round): { calls: number; cost: number | null; time: number } {
  const all = Object.values(steps);
  return {
    ...sumSpent(all),
    time: all.reduce((sum, step) => sum + timeOf(step), 0),
  };
}

export function timeOf({ startedAt, finishedAt }: { startedAt: number; finishedAt: number | null }): number {
  return finishedAt === null ? 0 : finishedAt - startedAt;
}

/** A path that a person can type from here, quoted where a shell would take it apart. */
export function pathFromHere(path: string): string {
  const fromHere = relative(process.cwd(), path) || '.';
  const typed = fromHere.startsWith('../..') ? path : fromHere;
  return /^[\p{L}\p{M}\p{N}_@%+=:,./-]+$/u.test(typed) ? typed : `'${typed.replaceAll("'", "'\\''")}'`;
}

/** Names in lines of a width, comma-separated. */
export function wrapNames(names: readonly string[], indent: string, width = 80): string {
  const lines: string[] = [];
  let line = indent;
  for (const [at, name] of names.entries()) {
    const word = at < names.length - 1 ? `${name},` : name;
    if (line !== indent && line.length + word.length + 1 > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** A sentence in lines of a width. */
export function wrapText(text: string, indent: string, width = 80): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, indent + line].join('\n');
}
