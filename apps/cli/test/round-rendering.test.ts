import { join } from 'node:path';
import type { Round } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { renderRoundDetail, renderRoundResult } from '../src/rendering/round-detail.ts';
import { renderGate, renderImprovements } from '../src/rendering/round-gate.ts';
import { renderMatrix } from '../src/rendering/round-matrix.ts';
import { renderStatus } from '../src/rendering/round-status.ts';
import { gateInWords, pathFromHere } from '../src/rendering/round-words.ts';
import { config, failed, newTool, oldTool, passed, planned, report, round, summary } from './round-fixtures.ts';

const WIDTH = 80;
const project = join(process.cwd(), 'shop');
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
const status = (rounds: readonly Round[], isRunning = false) =>
  renderStatus({
    config: { ...config, batches: [['add_days'], ['weekday'], ['today']] },
    folder: project,
    isRunning,
    worker: isRunning ? { pid: 7, host: 'here', since: 0, path: join(project, 'run.lock'), isHere: true } : null,
    rounds: rounds.map(summary),
  });

describe('round status', () => {
  it('is a line a round, with what stopped a gate and what to type next', () => {
    const text = status([round(1, 'gate'), round(2, 'gate', { state: 'open', gate: failed })]);
    expect(text).toMatch(/^ +1 {2}passed .* \$0\.00 /m);
    expect(text).toMatch(/^ +2 {2}open .* 1 worse, 1 below$/m);
    expect(text).toContain('gate of round 2: not passed, 1 of 3 old worse, 1 of 2 new below 60 %');
    expect(text).toContain('imaginarium round improve --project shop');
    expect(text).toContain('imaginarium round add --accept "WHY" --project shop');
    expect(widest(text)).toBeLessThanOrEqual(WIDTH);
  });

  it('leaves out what no round has', () => {
    expect(status([round(1, 'gate')])).not.toMatch(/migrated|dropped|kind|next +new/);
    const tools = [planned('a', 'migrate'), planned('b', 'drop'), planned('c', 'explore', { before: 'c' })];
    expect(status([round(1, 'plan', { tools })])).toMatch(/next +again +migrated +dropped/);
  });

  it('says how a step ended, and that a process is at work instead where one is', () => {
    const failure = {
      step: 'train' as const,
      code: 'endpoint/unreachable',
      message: 'Nobody answers.',
      hint: 'Start it.',
    };
    const open = round(1, 'mix', { failure });
    expect(status([open])).toMatch(
      /train of round 1 ended with endpoint\/unreachable: Nobody answers\.\nhint: Start it\./,
    );
    expect(status([open])).toMatch(/go on with train +imaginarium round add --project shop/);
    expect(status([open], true)).not.toMatch(/unreachable|imaginarium round/);
    expect(status([open], true)).toContain('Process 7 works on the project since 1970-01-01 00:00 UTC.');
    expect(status([open], true)).toMatch(/^ +1 {2}running/m);
  });

  it('goes on with the next batch as long as there is one', () => {
    expect(status([round(1, 'gate')])).toMatch(/the next batch of tools +imaginarium round add --project shop/);
    expect(status([1, 2, 3].map((number) => round(number, 'gate')))).toContain('round add --from SOURCE');
  });

  it('quotes a folder that a shell would take apart', () => {
    expect(pathFromHere(join(process.cwd(), "a tool's"))).toBe("'a tool'\\''s'");
    expect(pathFromHere(join(process.cwd(), 'Werkzeuge_ä-1'))).toBe('Werkzeuge_ä-1');
  });

  it('begins where there is no round yet', () => {
    expect(status([])).toContain('imaginarium round add --dry-run --project shop');
  });
});

describe('the gate in words', () => {
  it('names what failed, one by one or together', () => {
    expect(gateInWords(failed, 'add')).toBe('1 of 3 old worse, 1 of 2 new below 60 %');
    const together = { ...failed, oldTools: [], newTools: [], allNew: newTool('', 'below', 2) };
    expect(gateInWords(together, 'improve')).toBe('the old tools together worse, those aimed at together below 60 %');
  });

  it('says of a gate that passed what it could not see', () => {
    expect(gateInWords(passed, 'add')).toBe(
      '1 of 2 old not shown worse, the new together at 92 % (target 60 %), 1 with too few items to tell one by one',
    );
  });

  it('says of a gate that passed where all old tools together have too few items', () => {
    const few = { ...passed, allOld: oldTool('', 'cannot-tell') };
    expect(gateInWords(few, 'add')).toContain('too few items to tell of the old together');
  });

  it('says of a new tool whose share is below the target that it is not shown to be', () => {
    const few = { ...passed, newTools: [newTool('weekday', 'reached', 2), newTool('today', 'reached', 11)] };
    const whole = renderGate(few, { isWhole: true, kind: 'add' });
    expect(whole).toMatch(/weekday +2\/12 .*not shown below$/m);
    expect(whole).toMatch(/today +11\/12 .*reached$/m);
  });

  it('shows only tools that failed after a round, all of them on request, the worst first', () => {
    const short = renderGate(failed, { isWhole: false, kind: 'add' });
    expect(short).toMatch(/calculate +11\/12 r1 +3\/12 +−67 \(−80 to \+5\) +−40 +0\.0123 +worse/);
    expect(short).not.toMatch(/add_days|weekday/);
    const whole = renderGate(failed, { isWhole: true, kind: 'add' });
    const order = [
      'calculate',
      'convert_units',
      'add_days',
      'all 3 old',
      'great_circle_distance',
      'weekday',
      'all 2 new',
    ];
    expect(order.map((name) => whole.indexOf(name))).toEqual(
      order.map((name) => whole.indexOf(name)).sort((a, b) => a - b),
    );
  });
});

describe('the matrix', () => {
  it('stands a round a column, with intervals, and says what was forgotten', () => {
    const [matrix] = report(3, passed).matrices;
    const text = matrix ? renderMatrix(matrix) : '';
    expect(text).toMatch(/round 2 \(2\) +– +92 \(60–97\) +88 \(60–97\)/);
    expect(text).toMatch(/round 1 \(2\) +\+30 \(\+10 to \+40\) +−30 \(−50 to −20\)/);
    expect(text).toMatch(/calculate +96 → 92 → 88 +\+40/);
  });

  it('breaks many rounds into tables that fit', () => {
    const [matrix] = report(12, passed).matrices;
    const text = matrix ? renderMatrix(matrix) : '';
    expect(text).toContain('after round 12');
    expect(widest(text)).toBeLessThanOrEqual(WIDTH);
  });
});

it('what each dollar bought adds up, and gives the price of an item put right', () => {
  const target = { kind: 'confused-pair' as const, tool: 'add_days', other: 'days_between', misses: 14, trials: 40 };
  const result = { target, calls: 120, cost: 0.03, examples: 25, fixed: 9, broken: 1 };
  const text = renderImprovements([result, { ...result, calls: 80, cost: 0.01, fixed: 1 }]);
  expect(text).toMatch(/add_days taken for days_between \(14\) +120/);
  expect(text).toMatch(/in all +200 +\$0\.0400 +50 +10 +2/);
  expect(text).toContain('$0.0040 an item put right');
  const unpriced = renderImprovements([{ ...result, cost: null, fixed: null, broken: null }]);
  expect(unpriced).not.toContain('an item put right');
  expect(unpriced).toMatch(/in all +120 +cost unknown +25 +– +–/);
});

it('a round whole tells tools by what is done about them, and fits a terminal', () => {
  const renamed = planned('convert_units', 'migrate', {
    before: 'convert',
    differences: [{ what: 'argument-renamed', path: '/unit', from: '/to' }],
    reason: 'one argument has another name',
  });
  const it = round(2, 'gate', {
    state: 'open',
    gate: failed,
    tools: [
      renamed,
      planned('weekday', 'explore'),
      ...Array.from({ length: 40 }, (_, at) => planned(`kept_${at}`, 'keep')),
    ],
  });
  const detail = {
    ...summary(it),
    waterfall: [{ name: 'trials', count: 144, unit: 'trials' as const }],
    report: report(2, failed),
  };
  const text = renderRoundDetail(detail, { config, folder: project });
  expect(text).toMatch(/migrated {2}convert → convert_units\n {4}argument \/to renamed \/unit\n {4}one argument has/);
  expect(text).toContain('More replay of calculate');
  expect(text).toContain(join('shop', 'rounds', '2', 'report.html'));
  expect(widest(text)).toBeLessThanOrEqual(WIDTH);
  const result = renderRoundResult({ project, folder: detail.folder, round: it, report: detail.report }, config);
  expect(result).not.toContain('kept_7');
  expect(widest(result)).toBeLessThanOrEqual(WIDTH);
});
