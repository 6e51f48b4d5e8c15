import type { GateVerdict, Miss, NewToolVerdict, OldToolVerdict, Proposal, Verdict } from '@imaginarium/contracts';
import { itemsToShowLoss, itemsToShowShortfall, WORTH_SHOWING } from './least-loss-shown.ts';
import { shareLevel } from './share-level.ts';

type Judged = Omit<GateVerdict, 'proposals'>;

/** Misses of a model that calls, but wrongly: what trials that aim at a confusion or an argument can help. */
const AIMED: ReadonlySet<Miss> = new Set(['wrong-tool', 'missing-argument', 'unexpected-argument', 'wrong-value']);

/**
 * What may help, with the figures that it follows from: more replay of tools that were lost; for new tools that fall short
 * targeted trials where most of their misses are calls of the wrong tool or with wrong arguments, else more data; and more
 * test items for tools that cannot be told of, passed or not.
 *
 * @param verdicts of this round: their misses say what new tools lack
 */
export function propose(judged: Judged, verdicts: readonly Verdict[]): Proposal[] {
  return [...proposeReplay(judged), ...proposeData(judged, verdicts), ...proposeItems(judged)];
}

function proposeReplay({ oldTools, allOld, config }: Judged): Proposal[] {
  const worse = oldTools.filter(({ verdict }) => verdict === 'worse');
  const margin = points(config.margin);
  if (worse.length > 0)
    return [
      {
        kind: 'more-replay',
        tools: worse.map(({ tool }) => tool),
        message: `Replay more records of ${nameFirst(worse.map(lossText))}: shown to have lost more than ${margin}.`,
      },
    ];
  if (allOld?.verdict !== 'worse') return [];
  const lost = oldTools.filter(({ difference }) => (difference ?? 0) < 0);
  return [
    {
      kind: 'more-replay',
      tools: lost.map(({ tool }) => tool),
      message: `Replay more records of old tools: together they went from ${share(allOld.before)} to ${share(allOld.now)}, shown to be a loss of more than ${margin}, though no single tool shows it.`,
    },
  ];
}

function proposeData({ newTools, allNew, config }: Judged, verdicts: readonly Verdict[]): Proposal[] {
  const short = newTools.filter(
    ({ verdict, now }) => verdict === 'below' || (allNew?.verdict === 'below' && now.correct < config.target * now.of),
  );
  const groups = new Map<Proposal['kind'], { tool: NewToolVerdict; misses: Map<Miss, number> }[]>();
  for (const tool of short) {
    const misses = countMisses(tool.tool, verdicts, config.profile);
    const [aimed, all] = [sum(misses, (miss) => AIMED.has(miss)), sum(misses, () => true)];
    const kind = aimed * 2 >= all ? 'targeted-trials' : 'more-data';
    groups.set(kind, [...(groups.get(kind) ?? []), { tool, misses }]);
  }
  return [...groups].map(([kind, tools]) => {
    const figures = tools.map(({ tool, misses }) => `${tool.tool} (${share(tool.now)} right; ${missText(misses)})`);
    const advice =
      kind === 'targeted-trials'
        ? 'Explore what is confused or left out (`imaginarium round improve`)'
        : 'Explore more and train on more examples';
    const target = `below the target of ${percent(config.target)}`;
    return { kind, tools: tools.map(({ tool }) => tool.tool), message: `${advice}: ${nameFirst(figures)}, ${target}.` };
  });
}

function proposeItems({ oldTools, newTools, config }: Judged): Proposal[] {
  const { margin, target, level } = config;
  const proposals: Proposal[] = [];
  const add = (blind: readonly (OldToolVerdict | NewToolVerdict)[], finding: string, items: number | null) => {
    if (blind.length === 0) return;
    const tools = blind.map(({ tool }) => tool);
    const needed = items === null ? 'more than 1,000 items' : `about ${items} items`;
    const message = `Too few test items to judge ${tools.length} of the tools (${nameFirst(tools)}): ${finding} takes ${needed} of a tool to show, more where answers change both ways.`;
    proposals.push({ kind: 'more-test-items', tools, message });
  };
  const isBlind = ({ verdict }: OldToolVerdict | NewToolVerdict) => verdict === 'cannot-tell';
  const loss = Math.min(1, margin + WORTH_SHOWING);
  const blindOld = oldTools.filter(isBlind);
  const { each } = shareLevel(level, oldTools.length);
  if (blindOld.length > 0) add(blindOld, `a loss of ${points(loss)}`, itemsToShowLoss(loss, { margin, level: each }));
  const blindNew = newTools.filter(isBlind);
  const shortfall = Math.max(0, target - WORTH_SHOWING);
  if (blindNew.length > 0)
    add(
      blindNew,
      `a share of ${percent(shortfall)} where ${percent(target)} is the target`,
      itemsToShowShortfall(shortfall, target, level / newTools.length),
    );
  return proposals;
}

const MOST_NAMED = 5;

function nameFirst(texts: readonly string[]): string {
  const rest = texts.length - MOST_NAMED;
  return `${texts.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function countMisses(tool: string, verdicts: readonly Verdict[], profile: Verdict['profile']): Map<Miss, number> {
  const misses = new Map<Miss, number>();
  for (const { miss, ...verdict } of verdicts)
    if (verdict.tool === tool && verdict.profile === profile && miss !== null)
      misses.set(miss, (misses.get(miss) ?? 0) + 1);
  return misses;
}

function sum(misses: ReadonlyMap<Miss, number>, isCounted: (miss: Miss) => boolean): number {
  return [...misses].reduce((sum, [miss, count]) => sum + (isCounted(miss) ? count : 0), 0);
}

const missText = (misses: ReadonlyMap<Miss, number>) =>
  [...misses]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([miss, count]) => `${count} ${miss}`)
    .join(', ');
const lossText = ({ tool, before, now, adjustedP }: OldToolVerdict) =>
  `${tool} (${share(before)} before, ${share(now)} now; corrected p ${adjustedP < 0.001 ? '< 0.001' : adjustedP.toPrecision(2)})`;
const share = ({ correct, of }: { correct: number; of: number }) => `${correct} of ${of}`;
const percent = (part: number) => `${Math.round(100 * part)} %`;
const points = (part: number) => `${Math.round(100 * part)} points`;
