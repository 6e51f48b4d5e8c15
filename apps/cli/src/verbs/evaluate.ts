import { ImaginariumError } from '@imaginarium/contracts';
import type { Environment } from '@imaginarium/pipeline';
import {
  type EvaluationResult,
  evaluateModel,
  type LoadedEvaluation,
  planEvaluation,
  readEvaluationConfig,
  readScoringConfig,
  scorePredictions,
} from '@imaginarium/pipeline/evaluate';
import type { CommandContext, Invocation } from '../command-context.ts';
import { type EvaluationFlags, evaluationKeys } from '../evaluation-flags.ts';
import { renderComparisons } from '../rendering/comparison.ts';
import { renderEvaluations, renderProblems } from '../rendering/evaluation.ts';
import { renderEvaluationPlan } from '../rendering/evaluation-plan.ts';
import { PRACTICE_NOTICE } from '../rendering/practice-notice.ts';
import { createProgress } from '../rendering/progress.ts';
import { renderFiles } from '../rendering/written-files.ts';

/** `imaginarium evaluate [CONFIG] (--model M --test FILE | --predictions FILE…)` */
export async function evaluateCommand({ args, options, context }: Invocation<EvaluationFlags>): Promise<void> {
  const { predictions = [] } = options;
  const keys = evaluationKeys(options);
  if (predictions.length > 0) {
    if (options.model !== undefined)
      throw new ImaginariumError({
        code: 'usage/evaluate',
        message: '--model asks a model, --predictions scores what one has answered: give one of them.',
      });
    const loaded = await readScoringConfig(args[0], keys, predictions);
    await scoreAndShow(context, (environment) => scorePredictions(loaded, predictions, environment), loaded);
    return;
  }
  const loaded = await readEvaluationConfig(args[0], keys);
  if (loaded.config.model.model.startsWith('practice:')) context.say(PRACTICE_NOTICE);
  if (options.dryRun) {
    const plan = await planEvaluation(loaded);
    if (context.isJson) context.answer(plan);
    else context.print(renderEvaluationPlan(plan));
    return;
  }
  await scoreAndShow(context, (environment) => evaluateModel(loaded, environment), loaded);
}

/** `imaginarium compare A B…` */
export async function compareCommand({ args, options, context }: Invocation<EvaluationFlags>): Promise<void> {
  const loaded = await readScoringConfig(undefined, evaluationKeys(options), args);
  await scoreAndShow(context, (environment) => scorePredictions(loaded, args, environment), loaded);
}

async function scoreAndShow(
  context: CommandContext,
  work: (environment: Environment) => Promise<EvaluationResult>,
  { config: { profile } }: LoadedEvaluation,
): Promise<void> {
  const progress = createProgress(context);
  const environment: Environment = { ...context, onEvent: progress.onEvent };
  const { report, files } = await work(environment).finally(() => progress.end());
  if (context.isJson) {
    context.answer({ ...report, files });
    return;
  }
  context.print(renderEvaluations(report, profile));
  if (report.comparisons.length > 0) context.print(`\n${renderComparisons(report.comparisons)}`);
  if (report.problems.length > 0) context.print(`\n${renderProblems(report.problems)}`);
  context.print(`\n${renderFiles(files)}`);
}
