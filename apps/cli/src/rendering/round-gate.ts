import type {
  GateVerdict,
  ImprovementResult,
  NewToolVerdict,
  OldToolVerdict,
  Proposal,
  Round,
} from '@imaginarium/contracts';
import { formatCost, formatCount, renderTable } from './format.ts';
import { changeText } from './round-matrix.ts';
import { freshWords, gateInWords, targetInWords, wrapText } from './round-words.ts';

/** Tools of one verdict that are shown; those that failed go first. */
const TOOLS_SHOWN = 10;

/**
 * The verdict with the figures that it rests on.
 *
 * @param isWhole whether tools that did not fail are shown one by one too
 */
export function renderGate(
  gate: GateVerdict,
  { isWhole, kind }: { readonly isWhole: boolean; readonly kind: Round['kind'] },
): string {
  const { config, oldTools, newTools, allOld, allNew, isPassed } = gate;
  const metric = config.metric === 'correct' ? 'whole call right' : 'right tool';
  const lines = [
    wrapText(`gate ${isPassed ? 'passed' : 'not passed'}: ${gateInWords(gate, kind)}`, ''),
    `  ${metric} (${config.profile}); margin ${Math.round(config.margin * 100)} points, target ${Math.round(config.target * 100)} %, level ${Math.round(config.level * 100)} %`,
  ];
  const old = chosen(oldTools, 'worse', { isWhole, scoreOf: ({ difference }) => difference ?? 0 });
  if (old.length > 0 || allOld)
    lines.push(
      '',
      renderTable(
        [
          ['  old tools', 'before', 'now', 'change', 'least', 'p', ''],
          ...old.slice(0, TOOLS_SHOWN).map(oldRow),
          ...(allOld && isMore(old, oldTools) ? [oldRow({ ...allOld, tool: allOf(oldTools, 'old') })] : []),
        ],
        [1, 2, 4, 5],
      ),
      ...more(old.length),
      '  r1: of round 1, when it was last taught or taken; least: loss that would show',
    );
  const fresh = chosen(newTools, 'below', { isWhole, scoreOf: ({ now }) => now.correct / Math.max(1, now.of) });
  if (fresh.length > 0 || allNew)
    lines.push(
      '',
      renderTable(
        [
          [`  ${freshWords(kind).head}`, 'right', 'share', 'p', ''],
          ...fresh.slice(0, TOOLS_SHOWN).map((tool) => newRow(tool, config.target)),
          ...(allNew && isMore(fresh, newTools)
            ? [newRow({ ...allNew, tool: allOf(newTools, freshWords(kind).one) }, config.target)]
            : []),
        ],
        [1, 2, 3],
      ),
      ...more(fresh.length),
    );
  return lines.join('\n');
}

export function renderProposals(proposals: readonly Proposal[]): string {
  return ['what may help', ...proposals.map(({ message }) => `  - ${wrapText(message, '    ').trimStart()}`)].join(
    '\n',
  );
}

/** What the money of a round that improves was spent on, and what came of it. */
export function renderImprovements(results: readonly ImprovementResult[]): string {
  const rows = results.map(({ target, calls, cost, examples, fixed, broken }) => [
    `  ${targetInWords(target)}`,
    formatCount(calls),
    formatCost(cost),
    formatCount(examples),
    countOr(fixed),
    countOr(broken),
  ]);
  const sum = (of: (result: ImprovementResult) => number | null) =>
    results.reduce<number | null>((total, result) => {
      const value = of(result);
      return total === null || value === null ? null : total + value;
    }, 0);
  const [cost, fixed, broken] = [
    sum((result) => result.cost),
    sum((result) => result.fixed),
    sum((result) => result.broken),
  ];
  const [calls, examples] = [sum((result) => result.calls), sum((result) => result.examples)];
  const all = ['  in all', countOr(calls), formatCost(cost), countOr(examples), countOr(fixed), countOr(broken)];
  const each =
    cost !== null && fixed !== null && fixed > 0 && cost > 0 ? [`  ${formatCost(cost / fixed)} an item put right`] : [];
  return [
    'what each dollar bought',
    renderTable([['  for (misses)', 'calls', 'cost', 'examples', 'fixed', 'broken'], ...rows, all], [1, 2, 3, 4, 5]),
    ...each,
  ].join('\n');
}

/** Those that failed, then, where all are wanted, those that nothing can be told of and the rest; the worst of each go first. */
function chosen<Tool extends { readonly verdict: string }>(
  tools: readonly Tool[],
  failed: string,
  { isWhole, scoreOf }: { readonly isWhole: boolean; readonly scoreOf: (tool: Tool) => number },
): Tool[] {
  const rank = ({ verdict }: Tool) => (verdict === failed ? 0 : verdict === 'cannot-tell' ? 1 : 2);
  return tools
    .filter((tool) => isWhole || rank(tool) === 0)
    .sort((a, b) => rank(a) - rank(b) || scoreOf(a) - scoreOf(b));
}

/** Whether all together say more than those that are shown one by one. */
function isMore(shown: readonly unknown[], all: readonly unknown[]): boolean {
  return all.length > 1 || shown.length < all.length;
}

function allOf(tools: readonly { readonly tool: string }[], age: string): string {
  return tools.length === 1 ? (tools[0]?.tool ?? '') : `all ${formatCount(tools.length)} ${age}`;
}

function more(count: number): string[] {
  return count > TOOLS_SHOWN ? [`  and ${formatCount(count - TOOLS_SHOWN)} more (--json has all)`] : [];
}

function oldRow(found: OldToolVerdict): string[] {
  const { tool, before, since, now, difference, low, high, leastShown, adjustedP, verdict } = found;
  return [
    `  ${tool}`,
    `${before.correct}/${before.of}${since === undefined ? '' : ` r${since}`}`,
    `${now.correct}/${now.of}`,
    changeText(difference === null ? null : { value: difference, low, high }),
    leastShown === null ? '–' : `−${Math.round(leastShown * 100)}`,
    probability(adjustedP),
    VERDICTS[verdict],
  ];
}

function newRow({ tool, now, adjustedP, verdict }: NewToolVerdict, target: number): string[] {
  // So few items may leave a tool unrefuted that has not reached the target either.
  const isUnrefuted = verdict === 'reached' && now.correct < target * now.of;
  const share = now.of > 0 ? `${Math.round((now.correct / now.of) * 100)} %` : '–';
  const words = isUnrefuted ? 'not shown below' : VERDICTS[verdict];
  return [`  ${tool}`, `${now.correct}/${now.of}`, share, probability(adjustedP), words];
}

const VERDICTS: Readonly<Record<OldToolVerdict['verdict'] | NewToolVerdict['verdict'], string>> = {
  worse: 'worse',
  // What is not shown may be so: the word must not promise more than the test does.
  held: 'not shown',
  below: 'below',
  reached: 'reached',
  'cannot-tell': 'cannot tell',
};

function probability(p: number): string {
  return p < 0.0001 ? '<0.0001' : p.toFixed(4);
}

function countOr(count: number | null): string {
  return count === null ? '–' : formatCount(count);
}
