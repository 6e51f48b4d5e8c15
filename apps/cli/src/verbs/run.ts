import { relative } from 'node:path';
import { ImaginariumError, type StageName } from '@imaginarium/contracts';
import {
  type Environment,
  type LoadedConfig,
  planRun,
  readRun,
  readRunConfig,
  run,
  usesPracticeModel,
} from '@imaginarium/pipeline';
import type { Invocation } from '../command-context.ts';
import { renderNextSteps } from '../rendering/next-steps.ts';
import { renderPlan } from '../rendering/plan.ts';
import { PRACTICE_NOTICE } from '../rendering/practice-notice.ts';
import { createProgress } from '../rendering/progress.ts';
import { renderRecord } from '../rendering/record.ts';
import { renderRun } from '../rendering/run-report.ts';

const STAGES: Readonly<Record<string, readonly StageName[]>> = {
  run: ['explore', 'curate', 'format'],
  explore: ['explore'],
  curate: ['curate'],
  format: ['format'],
};

export interface RunOptions {
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly pilot?: string;
}

/** `imaginarium run|explore|curate|format CONFIG` */
export async function runCommand({ name, args, options, context }: Invocation<RunOptions>): Promise<void> {
  const stages = STAGES[name] ?? [];
  const pilot = pilotTrials(options);
  const loaded = withOutput(await readRunConfig(args[0] ?? ''), options.output);
  const progress = createProgress(context);
  const environment: Environment = { ...context, onEvent: progress.onEvent };
  if (usesPracticeModel(loaded.config.models)) context.say(PRACTICE_NOTICE);
  if (options.dryRun) {
    const plan = await planRun(loaded, environment, { pilotTrials: pilot });
    progress.end();
    if (context.isJson) context.answer(plan);
    else context.print(renderPlan(plan, { pilot }));
    return;
  }
  const { folder } = await run(loaded, stages, environment).finally(() => progress.end());
  const report = await readRun(relative(process.cwd(), folder) || '.');
  if (context.isJson) {
    context.answer(report);
    return;
  }
  context.print(renderRun(report));
  if (report.sampleRecord) {
    const { file, record } = report.sampleRecord;
    context.print(`\none record, whole (${file}, line 1)\n${renderRecord(record)}`);
  }
  const isPractice = usesPracticeModel(loaded.config.models);
  context.print(`\nnext\n${renderNextSteps(report, { isPractice, config: loaded.file })}`);
  if (isPractice) context.print(`\n${PRACTICE_NOTICE}`);
}

function withOutput(loaded: LoadedConfig, output: string | undefined): LoadedConfig {
  return output === undefined ? loaded : { ...loaded, config: { ...loaded.config, output } };
}

function pilotTrials({ pilot, dryRun }: RunOptions): number {
  if (pilot === undefined) return 0;
  const trials = Number(pilot);
  if (Number.isInteger(trials) && trials > 0 && dryRun) return trials;
  throw new ImaginariumError({
    code: 'usage/pilot',
    message: dryRun ? `--pilot takes a whole number above 0, not "${pilot}".` : '--pilot goes with --dry-run.',
    hint: 'imaginarium run CONFIG --dry-run --pilot 4',
  });
}
