import type {
  GateVerdict,
  MatrixRow,
  Metric,
  NewToolVerdict,
  OldToolVerdict,
  PlannedTool,
  Round,
  RoundReport,
  RoundStep,
} from '@imaginarium/contracts';
import { projectConfigSchema, type RoundSummary } from '@imaginarium/pipeline/rounds';

export const config = projectConfigSchema.parse({ name: 'shop', tools: [{ from: 'toolbox:' }] });

export const metric = (count: number, of: number, low: number | null = null, high: number | null = null): Metric => ({
  value: of > 0 ? count / of : null,
  count,
  of,
  low,
  high,
  clusters: 2,
});

export const planned = (tool: string, action: PlannedTool['action'], more: Partial<PlannedTool> = {}): PlannedTool => ({
  tool,
  before: action === 'explore' ? null : tool,
  version: action === 'drop' ? null : 'a1',
  action,
  differences: [],
  reason: 'because',
  ...more,
});

export const oldTool = (tool: string, verdict: OldToolVerdict['verdict'], before = 10, now = 10): OldToolVerdict => ({
  tool,
  before: { correct: before, of: 12 },
  ...(tool === '' ? {} : { since: 1 }),
  now: { correct: now, of: 12 },
  pairs: 12,
  difference: (now - before) / 12,
  low: -0.8,
  high: 0.05,
  p: 0.001,
  adjustedP: verdict === 'worse' ? 0.0123 : 1,
  leastShown: 0.4,
  verdict,
});

export const newTool = (tool: string, verdict: NewToolVerdict['verdict'], correct: number): NewToolVerdict => ({
  tool,
  now: { correct, of: 12 },
  p: 0.5,
  adjustedP: verdict === 'below' ? 0.00001 : 1,
  verdict,
});

export const passed: GateVerdict = {
  isPassed: true,
  config: config.gate,
  oldTools: [oldTool('add_days', 'held'), oldTool('calculate', 'cannot-tell')],
  allOld: oldTool('', 'held'),
  newTools: [newTool('weekday', 'reached', 11)],
  allNew: newTool('', 'reached', 11),
  proposals: [],
};

export const failed: GateVerdict = {
  ...passed,
  isPassed: false,
  oldTools: [
    oldTool('add_days', 'held'),
    oldTool('calculate', 'worse', 11, 3),
    oldTool('convert_units', 'cannot-tell'),
  ],
  allOld: oldTool('', 'worse', 11, 7),
  newTools: [newTool('weekday', 'reached', 11), newTool('great_circle_distance', 'below', 2)],
  allNew: newTool('', 'reached', 11),
  proposals: [
    {
      kind: 'more-replay',
      tools: ['calculate'],
      message:
        'More replay of calculate: it fell from 11 to 3 of 12, and 4 of its 40 records were replayed. Set formatting.replay.ratio to 0.3.',
    },
    {
      kind: 'targeted-trials',
      tools: ['great_circle_distance'],
      message: 'imaginarium round improve aims at its 10 misses.',
    },
  ],
};

const STEPS: readonly RoundStep[] = ['plan', 'explore', 'curate', 'mix', 'train', 'evaluate', 'gate'];

/** A round that got as far as a step. */
export function round(number: number, until: RoundStep, more: Partial<Round> = {}): Round {
  const done = STEPS.slice(0, STEPS.indexOf(until) + 1);
  return {
    format: 1,
    number,
    kind: 'add',
    state: until === 'gate' ? 'passed' : 'open',
    createdAt: 0,
    updatedAt: 0,
    versions: { imaginarium: '0', node: '20' },
    config: {},
    tools: [planned('add_days', 'explore'), planned('calculate', 'keep')],
    targets: [],
    steps: Object.fromEntries(
      done.map((step, at) => [
        step,
        {
          state: 'done',
          key: 'k',
          startedAt: at * 20_000,
          finishedAt: at * 20_000 + 12_345,
          outputs: [],
          counts: step === 'explore' ? { trials: 144, finished: 140, solved: 122, executions: 512 } : { records: 12 },
          calls: step === 'explore' ? 1204 : 0,
          cost: 0,
        },
      ]),
    ),
    training: null,
    gate: until === 'gate' ? passed : null,
    failure: null,
    ...more,
  };
}

export const summary = (it: Round): RoundSummary => ({
  round: it,
  folder: `${process.cwd()}/shop/rounds/${it.number}`,
  nextStep: STEPS.find((step) => it.steps[step] === undefined) ?? null,
  calls: 1204,
  cost: 0,
});

const change = (value: number) => ({ value, low: value - 0.2, high: value + 0.1, of: 24 });
const row = (name: string, learnedIn: number, cells: (Metric | null)[], lost: number | null): MatrixRow => ({
  name,
  tools: ['add_days', 'calculate'],
  learnedIn,
  cells,
  forgetting: lost === null ? null : change(lost),
  backwardTransfer: lost === null ? null : change(-lost),
});

/** A matrix of as many rounds as it is told. */
export function report(rounds: number, gate: GateVerdict): RoundReport {
  const numbers = Array.from({ length: rounds }, (_, at) => at + 1);
  const cells = (from: number) => numbers.map((number) => (number < from ? null : metric(24 - number, 24, 0.6, 0.97)));
  return {
    format: 1,
    project: 'shop',
    createdAt: 0,
    rounds: [round(rounds, 'gate', { gate, state: gate.isPassed ? 'passed' : 'open' })],
    matrices: [
      {
        profile: 'strict',
        metric: 'correct',
        rounds: numbers,
        tools: [row('calculate', 1, cells(1), 0.4), row('add_days', 1, cells(1), 0)],
        batches: numbers.map((number) => row(String(number), number, cells(number), number < rounds ? 0.3 : null)),
        average: cells(1),
        forgetting: rounds > 1 ? change(0.2) : null,
        backwardTransfer: rounds > 1 ? change(-0.2) : null,
      },
    ],
    mix: [
      { origin: 'trial', round: rounds, records: 120 },
      { origin: 'replay', round: 1, records: 12 },
      { origin: 'general', round: null, records: 10 },
    ],
    improvements: [],
    isPractice: true,
  };
}
