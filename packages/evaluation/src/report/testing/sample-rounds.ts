import type {
  Change,
  GateVerdict,
  MatrixRow,
  Metric,
  NewToolVerdict,
  OldToolVerdict,
  PlannedTool,
  Profile,
  Round,
  RoundMatrix,
  RoundReport,
  RoundStepState,
} from '@imaginarium/contracts';
import { ROUND_STEPS } from '@imaginarium/contracts';
import { share } from './sample-reports.ts';

/** Round reports made up for looking at the page and for testing it; their figures mean nothing. */
export interface SampleRoundOptions {
  /** Tools that each round brings. */
  batches: readonly number[];
  itemsPerTool: number;
  /** Share of right calls that a tool keeps from one round to the next. */
  kept: number;
}

/** Four rounds of the paper's batches, in which tools are forgotten; the last improves and does not pass. */
export function sampleRoundReport(options: Partial<SampleRoundOptions> = {}): RoundReport {
  const { batches = [12, 13, 12, 13], itemsPerTool = 15, kept = 0.8 } = options;
  const names = batches.map((size, batch) => Array.from({ length: size }, (_, index) => sampleToolName(batch, index)));
  const matrices = (['strict', 'ste'] as const).map((profile) => matrixOf(profile, names, itemsPerTool, kept));
  const gate = gateOf(matrices[0]!, itemsPerTool);
  const rounds = names.map((_, index) => roundOf(index + 1, names, index === names.length - 1 ? gate : null));
  return {
    format: 1,
    project: 'city-services',
    createdAt: Date.UTC(2026, 10, 22, 15, 46),
    rounds,
    matrices,
    mix: [
      ...names.map((tools, index) =>
        index === names.length - 1
          ? { origin: 'example', round: index + 1, records: tools.length * 150 }
          : { origin: 'replay', round: index + 1, records: tools.length * 15 },
      ),
      { origin: 'general', round: null, records: 2000 },
    ],
    improvements: [],
    isPractice: false,
  };
}

/** A first round: no old tool, nothing to forget, made with the practice model. */
export function firstRoundReport(): RoundReport {
  return { ...sampleRoundReport({ batches: [9], itemsPerTool: 6 }), isPractice: true };
}

/** One round over as many tools as the widest benchmark of the field has. */
export function wideRoundReport(): RoundReport {
  return sampleRoundReport({ batches: [817], itemsPerTool: 4 });
}

/** A round of the kind `improve`, with tools changed, gone and aimed at, a step that failed and a price unknown. */
export function improveRoundReport(): RoundReport {
  const report = sampleRoundReport({ batches: [6, 5, 4], itemsPerTool: 12, kept: 0.97 });
  const round = report.rounds.at(-1)!;
  const [first = '', second = '', third = ''] = round.tools.map(({ tool }) => tool);
  const aim = (kind: 'confused-pair' | 'argument' | 'over-calling', tool: string, misses: number) => ({
    kind,
    tool,
    ...(kind === 'confused-pair' ? { other: third } : {}),
    ...(kind === 'argument' ? { argument: '/currency/code' } : {}),
    misses,
    trials: misses * 6,
  });
  const targets = [aim('confused-pair', first, 7), aim('argument', second, 4), aim('over-calling', third, 2)];
  Object.assign(round, {
    kind: 'improve',
    state: 'accepted',
    acceptedBecause: 'The two tools that lost are retired next week.',
    targets,
    tools: round.tools.map((tool, index) => changedTool(tool, index)),
  });
  report.improvements = targets.map((target, index) => ({
    target,
    calls: target.trials * 5,
    cost: index === 2 ? null : target.trials * 0.0042,
    examples: target.trials - 3,
    fixed: target.misses - 2,
    broken: index,
  }));
  return report;
}

/** Every text that comes from data tries to break out of the page and to overflow it. */
export function hostileRoundReport(): RoundReport {
  const attack = `</script></style></title><script>window.broken=1</script><img src=x onerror="window.broken=1">"'\`&amp;`;
  const spoil = (text: string) => `${attack}${text}${'W'.repeat(300)}`;
  const report = improveRoundReport();
  report.project = spoil('project');
  report.mix = report.mix.map((part) => ({ ...part, origin: spoil(part.origin) }));
  for (const matrix of report.matrices) {
    for (const row of matrix.tools) row.name = spoil(row.name);
    for (const row of matrix.batches) row.tools = row.tools.map(spoil);
  }
  for (const round of report.rounds) {
    for (const tool of round.tools) {
      Object.assign(tool, { tool: spoil(tool.tool), before: spoil('before'), reason: spoil('reason') });
      tool.differences = [
        { what: 'description', from: spoil('from'), to: spoil('to') },
        { what: 'argument-renamed', path: spoil('/path'), from: spoil('from') },
        { what: 'enum', path: spoil('/path'), added: [spoil('added')], removed: [{ [attack]: attack }] },
        { what: 'constraint', path: spoil('/path'), keywords: [spoil('keyword')] },
      ];
    }
    round.acceptedBecause = spoil('because');
    round.failure = { step: 'train', code: attack, message: spoil('message'), hint: spoil('hint') };
    round.training = { endpoint: 'local', from: spoil('from'), job: spoil('job'), checkpoint: spoil('checkpoint') };
    for (const step of Object.values(round.steps)) step.counts = { [spoil('count')]: 3 };
    const { gate } = round;
    for (const verdict of [...(gate?.oldTools ?? []), ...(gate?.newTools ?? [])]) verdict.tool = spoil(verdict.tool);
    for (const proposal of gate?.proposals ?? [])
      Object.assign(proposal, { message: spoil('message'), tools: proposal.tools.map(spoil) });
  }
  for (const { target } of report.improvements)
    Object.assign(target, { tool: spoil('tool'), other: spoil('other'), argument: spoil('argument') });
  return report;
}

const families = ['GamerPower', 'NumbersToLetters', 'Soccer_Data', 'colegiosantaana', 'forecast_weather', 'search'];
const operations = [
  'Live_giveaways_by_type',
  'Convertir_cantidad_a_letra_Moneda_MXN_Ingles',
  'Tournament_List',
  'Group_Management_API_access_for_modifying_group_information',
  'update',
];

function sampleToolName(batch: number, index: number): string {
  const turn = Math.floor(index / (families.length * operations.length));
  const name = `${families[(index + batch * 2) % families.length]}_${operations[Math.floor(index / families.length) % operations.length]}`;
  return `${name}_${'abcdefgh'[batch]}${turn === 0 ? '' : turn}`;
}

function matrixOf(profile: Profile, names: readonly (readonly string[])[], items: number, kept: number): RoundMatrix {
  const rounds = names.map((_, index) => index + 1);
  const skill = profile === 'strict' ? 0.86 : 0.8;
  const tools = names.flatMap((batch, at) =>
    batch.map((name, index) => {
      const talent = Math.max(0.05, skill - (index % 5) * 0.06);
      const counts = rounds.map((round) =>
        round <= at
          ? null
          : Math.round(items * Math.min(1, talent * kept ** ((round - 1 - at) * (1 + (index % 3) / 2)))),
      );
      return rowOf(name, [name], at + 1, counts, items);
    }),
  );
  const together = (members: readonly MatrixRow[], round: number) => {
    const tested = members.flatMap(({ cells }) => cells[round - 1] ?? []);
    return tested.length === 0 ? null : tested.reduce((sum, { count }) => sum + count, 0);
  };
  const batches = names.map((batch, at) => {
    const members = tools.filter(({ name }) => batch.includes(name));
    const counts = rounds.map((round) => together(members, round));
    return rowOf(String(at + 1), [...batch], at + 1, counts, items * batch.length);
  });
  const average = rounds.map((round): Metric => {
    const tested = tools.filter(({ learnedIn }) => learnedIn <= round);
    return share(together(tested, round) ?? 0, tested.length * items, tested.length);
  });
  const old = tools.filter(({ learnedIn }) => learnedIn < rounds.length);
  const mean = (read: (row: MatrixRow) => Change | null): Change | null => {
    if (old.length === 0) return null;
    const value = old.reduce((sum, row) => sum + (read(row)?.value ?? 0), 0) / old.length;
    return { value, low: value - 0.04, high: value + 0.04, of: old.length };
  };
  const means = {
    forgetting: mean(({ forgetting }) => forgetting),
    backwardTransfer: mean(({ backwardTransfer }) => backwardTransfer),
  };
  return { profile, metric: 'correct', rounds, tools, batches, average, ...means };
}

function rowOf(
  name: string,
  tools: string[],
  learnedIn: number,
  counts: readonly (number | null)[],
  of: number,
): MatrixRow {
  const cells = counts.map((count) => (count === null ? null : share(count, of, tools.length)));
  const shares = cells.map((cell) => cell?.value ?? null);
  const earlier = shares.slice(0, -1).flatMap((value) => value ?? []);
  const last = shares.at(-1) ?? 0;
  const change = (value: number): Change => {
    const half = 1.4 / Math.sqrt(of);
    return {
      value,
      low: of < 8 ? null : Math.max(-1, value - half),
      high: of < 8 ? null : Math.min(1, value + half),
      of,
    };
  };
  const isOld = earlier.length > 0;
  return {
    name,
    tools,
    learnedIn,
    cells,
    forgetting: isOld ? change(Math.max(...earlier) - last) : null,
    backwardTransfer: isOld ? change(last - (shares[learnedIn - 1] ?? 0)) : null,
  };
}

function gateOf(matrix: RoundMatrix, items: number): GateVerdict {
  const now = matrix.rounds.length - 1;
  const counts = (cell: Metric | null | undefined) => ({ correct: cell?.count ?? 0, of: cell?.of ?? 0 });
  const judged = (row: MatrixRow, isAll: boolean): OldToolVerdict => {
    const [before, after] = [counts(row.cells[now - 1]), counts(row.cells[now])];
    const difference = (after.correct - before.correct) / Math.max(1, after.of);
    const isWorse = difference < -0.14;
    return {
      tool: row.name,
      before,
      now: after,
      pairs: after.of,
      difference,
      low: difference - (isAll ? 0.05 : 0.2),
      high: difference + (isAll ? 0.05 : 0.2),
      p: isWorse ? 0.0004 : 0.31,
      adjustedP: isWorse ? 0.012 : 1,
      leastShown: items < 10 ? null : 0.34,
      verdict: isWorse ? 'worse' : row.name.length % 9 === 0 ? 'cannot-tell' : 'held',
    };
  };
  const reached = (row: MatrixRow): NewToolVerdict => {
    const found = counts(row.cells[now]);
    const isBelow = found.correct / Math.max(1, found.of) < 0.58;
    return {
      tool: row.name,
      now: found,
      p: isBelow ? 0.001 : 0.4,
      adjustedP: isBelow ? 0.02 : 1,
      verdict: isBelow ? 'below' : 'reached',
    };
  };
  const old = matrix.tools.filter(({ learnedIn }) => learnedIn <= now);
  const fresh = matrix.tools.filter(({ learnedIn }) => learnedIn > now);
  const all = (rows: readonly MatrixRow[], name: string): MatrixRow => ({
    ...rowOf(
      name,
      rows.map((row) => row.name),
      1,
      matrix.rounds.map((_, round) => rows.reduce((sum, { cells }) => sum + (cells[round]?.count ?? 0), 0)),
      rows.length * items,
    ),
  });
  const oldTools = old.map((row) => judged(row, false));
  const newTools = fresh.map(reached);
  const worse = oldTools.filter(({ verdict }) => verdict === 'worse').map(({ tool }) => tool);
  const below = newTools.filter(({ verdict }) => verdict === 'below').map(({ tool }) => tool);
  return {
    isPassed: worse.length + below.length === 0,
    config: { margin: 0.1, target: 0.6, level: 0.05, profile: 'strict', metric: 'correct' },
    oldTools,
    allOld: old.length === 0 ? null : judged(all(old, 'all old tools'), true),
    newTools,
    allNew: fresh.length === 0 ? null : reached(all(fresh, 'all new tools')),
    proposals: [
      ...(worse.length === 0
        ? []
        : [
            {
              kind: 'more-replay' as const,
              tools: worse,
              message: `${worse.length} tools lost more than 10 points. Replay 30% of their examples instead of 10%.`,
            },
          ]),
      ...(below.length === 0
        ? []
        : [
            {
              kind: 'more-data' as const,
              tools: below,
              message: `${below.length} tools are below 60% with 40 examples each. Explore 60 more trials of each.`,
            },
          ]),
    ],
  };
}

function roundOf(number: number, names: readonly (readonly string[])[], gate: GateVerdict | null): Round {
  const at = (minutes: number) => Date.UTC(2026, 10, 18 + number, 9, minutes);
  const passed: GateVerdict = {
    isPassed: true,
    config: { margin: 0.1, target: 0.6, level: 0.05, profile: 'strict', metric: 'correct' },
    oldTools: [],
    allOld: null,
    newTools: [],
    allNew: null,
    proposals: [],
  };
  const verdict = gate ?? passed;
  const tools = names.slice(0, number).flatMap((batch, index) =>
    batch.map((tool): PlannedTool => {
      const isNew = index === number - 1;
      return {
        tool,
        before: isNew ? null : tool,
        version: `v-${tool.length}`,
        action: isNew ? 'explore' : 'keep',
        differences: [],
        reason: isNew ? 'new in this round' : 'as in the round before',
      };
    }),
  );
  const fresh = names[number - 1]?.length ?? 0;
  const calls: Record<string, number> = { explore: fresh * 300, curate: fresh * 140, evaluate: tools.length * 15 };
  const step = (name: string, index: number): RoundStepState => ({
    state: 'done',
    key: `key-${name}`,
    startedAt: at(index * 9),
    finishedAt: at(index * 9) + [240, 3_721_000, 524_300, 3_100, 1_860_000, 91_400, 800][index]!,
    outputs: [],
    counts:
      name === 'explore' ? { trials: fresh * 60, solved: fresh * 41 } : name === 'mix' ? { records: fresh * 150 } : {},
    calls: calls[name] ?? 0,
    cost: (calls[name] ?? 0) * 0.0004,
  });
  return {
    format: 1,
    number,
    kind: 'add',
    state: verdict.isPassed ? 'passed' : 'open',
    createdAt: at(0),
    updatedAt: at(59),
    versions: { imaginarium: '0.1.0', node: '20.20.0' },
    tools,
    targets: [],
    steps: Object.fromEntries(ROUND_STEPS.map((name, index) => [name, step(name, index)])),
    training: {
      endpoint: 'local',
      from: number === 1 ? 'student-v1' : `city-services-r${number - 1}`,
      job: `job-${number}`,
      checkpoint: `openai:city-services-r${number}@http://127.0.0.1:8080/v1`,
    },
    gate: verdict,
    failure: null,
  };
}

function changedTool(tool: PlannedTool, index: number): PlannedTool {
  if (index === 0)
    return {
      ...tool,
      before: `${tool.tool}_v1`,
      action: 'migrate',
      reason: 'Renamed, and an optional argument was added: its examples hold.',
      differences: [
        { what: 'name', from: `${tool.tool}_v1`, to: tool.tool },
        { what: 'argument-added', path: '/limit', isRequired: false },
      ],
    };
  if (index === 1)
    return {
      ...tool,
      action: 'explore',
      reason: 'An argument is of another type: old calls would be refused.',
      differences: [
        { what: 'argument-retyped', path: '/date', from: 'string', to: 'integer' },
        { what: 'enum', path: '/currency', added: ['EUR', 'CHF'], removed: ['DEM'] },
        { what: 'description', from: 'Gives rates.', to: 'Gives rates of the day.' },
      ],
    };
  if (index === 2) return { ...tool, version: null, action: 'drop', reason: 'Its source no longer has it.' };
  return tool;
}
