import type { Scenario, Slots } from './scenario.ts';

/** A wording made ready to be read back: which slots its text was written with. */
export interface WordingPattern {
  readonly scenario: Scenario;
  /** Position in `scenario.wordings`. */
  readonly index: number;
  readonly regex: RegExp;
  readonly slots: readonly string[];
  /** First word of the text; undefined where a slot may decide it. */
  readonly firstWord: string | undefined;
  /** Characters that are not slots: of two readings the one with more fixed text is right. */
  readonly fixed: number;
}

const SLOT = /\{(\w+)\}/g;

/** The wording with its slots filled. */
export function renderWording(wording: string, slots: Slots): string {
  return wording.replace(SLOT, (_, name: string) => slots[name] ?? '');
}

export function compileWording(scenario: Scenario, index: number): WordingPattern {
  const wording = scenario.wordings[index] ?? '';
  const slots: string[] = [];
  const source = wording
    .split(/(\{\w+\})/)
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      if (slots.includes(name)) return `\\${slots.indexOf(name) + 1}`;
      slots.push(name);
      return `(${(scenario.patterns?.[name]?.source ?? '.+?').replace(/(?<!\\)\((?!\?)/g, '(?:')})`;
    })
    .join('');
  return {
    scenario,
    index,
    regex: new RegExp(`^${source}$`),
    slots,
    firstWord: /^([^\s{]+)\s/.exec(wording)?.[1],
    fixed: wording.replace(SLOT, '').length,
  };
}
