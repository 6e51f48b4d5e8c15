import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { makeFolder, type Row, readRows, writeConfig } from './run-folder.ts';

/** Tools whose formats must be learnt from what the calls return. */
const TOOLS = [
  'add_days',
  'convert_units',
  'country_facts',
  'find_city',
  'public_holidays',
  'check_isbn',
  'convert_base',
  'decode_metar',
  'time_zone_at',
  'sun_times',
];

const VARIANTS = {
  full: {},
  noExecutionFeedback: { executionFeedback: false },
  noShortTermMemory: { shortTermMemory: false },
  noLongTermMemory: { longTermMemory: false },
  noReflection: { reflection: false },
};
type Variant = keyof typeof VARIANTS;

interface Measured {
  readonly report: Row;
  readonly trials: readonly Row[];
  readonly removals: readonly Row[];
  readonly pairs: number;
}

const isError = (attempt: Row | undefined) => attempt?.observation.status === 'error';
const stepOf = ({ report }: Measured, name: string): number =>
  report.waterfall.find((step: Row) => step.name === name).count;
/** Trials whose first call failed. */
const stumbled = ({ trials }: Measured) => trials.filter(({ attempts }) => isError(attempts[0]));
/** Trials whose first call failed and whose last one did not. */
const repaired = (measured: Measured) => stumbled(measured).filter(({ attempts }) => !isError(attempts.at(-1)));
const removedAt = ({ removals }: Measured, ...stages: string[]) =>
  removals.filter(({ stage }) => stages.includes(stage)).length;

/** The switches of the paper's ablations (arXiv 2403.04746, §4.3), each against the whole method, with the practice model. */
describe('ablations', () => {
  let folder: string;
  const measured = {} as Record<Variant, Measured>;

  beforeAll(async () => {
    folder = await makeFolder();
    const measure = async (name: Variant) => {
      const run = join(folder, name);
      const config = {
        output: run,
        seed: 3,
        tools: [{ from: 'toolbox:', only: TOOLS }],
        exploration: { episodes: 3, trials: 4, ...VARIANTS[name] },
        curation: {
          split: { test: 0.1, validation: 0 },
          paraphrase: { enabled: false },
          noCall: { enabled: false },
        },
        formatting: { targets: ['sharegpt'], parquet: false },
      };
      const path = await writeConfig(folder, config, `${name}.yaml`);
      const { code, stdout, stderr } = await runCommand(['run', path, '--json'], { cwd: folder });
      expect(code, stderr).toBe(0);
      measured[name] = {
        report: JSON.parse(stdout),
        trials: await readRows(join(run, 'trials.jsonl')),
        removals: await readRows(join(run, 'removals.jsonl')),
        pairs: (await readRows(join(run, 'repair-pairs.jsonl'))).length,
      };
    };
    const waiting = Object.keys(VARIANTS) as Variant[];
    const work = async () => {
      for (let name = waiting.shift(); name; name = waiting.shift()) await measure(name);
    };
    await Promise.all([work(), work()]);
  }, 120_000);
  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('all make the same number of trials', () => {
    for (const { trials, report } of Object.values(measured)) {
      expect(trials).toHaveLength(TOOLS.length * 3 * 4);
      expect(report.manifest.state).toBe('done');
    }
  });

  it('without execution feedback nothing is repaired, and little is left', () => {
    const { full, noExecutionFeedback: blind } = measured;
    expect(repaired(full).length).toBeGreaterThan(5);
    expect(repaired(blind)).toHaveLength(0);
    expect(blind.pairs).toBe(0);
    expect(stepOf(blind, 'valid')).toBeLessThan(stepOf(full, 'valid') * 0.8);
    expect(stepOf(blind, 'judged')).toBeLessThan(stepOf(full, 'judged') * 0.3);
  });

  it('without short-term memory the same mistake is made again in each trial', () => {
    const { full, noShortTermMemory: forgetful } = measured;
    expect(stumbled(forgetful).length).toBeGreaterThan(stumbled(full).length * 1.5);
    const later = (rows: readonly Row[]) => rows.filter(({ trial }) => trial > 0).length;
    expect(later(stumbled(forgetful))).toBeGreaterThan(later(stumbled(full)) * 2);
    expect(forgetful.report.ledger.tools.failures).toBeGreaterThan(full.report.ledger.tools.failures);
  });

  it('without long-term memory queries are repeated, and curation takes the repeats out', () => {
    const { full, noLongTermMemory: amnesic } = measured;
    const duplicates = (one: Measured) => removedAt(one, 'exact-duplicate', 'near-duplicate');
    expect(duplicates(amnesic)).toBeGreaterThan(duplicates(full) + 5);
    expect(stepOf(amnesic, 'unique')).toBeLessThan(stepOf(full, 'unique'));
  });

  it('without reflection nobody says what was solved', () => {
    const { full, noReflection: thoughtless } = measured;
    expect(full.trials.filter(({ reflection }) => reflection !== null).length).toBeGreaterThan(100);
    expect(thoughtless.trials.every(({ reflection }) => reflection === null)).toBe(true);
    expect(full.report.ledger.byPurpose.reflect.calls).toBeGreaterThan(100);
    expect(thoughtless.report.ledger.byPurpose.reflect).toBeUndefined();
  });
});
