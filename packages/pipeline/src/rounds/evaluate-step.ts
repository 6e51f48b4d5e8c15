import { relative } from 'node:path';
import { hashOf, ImaginariumError } from '@imaginarium/contracts';
import { hashFile } from '@imaginarium/storage';
import { evaluateModel } from '../evaluate/evaluate-model.ts';
import { type EvaluationConfig, evaluationConfigSchema } from '../evaluate/evaluation-config.ts';
import { EVALUATION_FILES, evaluationPath } from '../evaluate/evaluation-paths.ts';
import { modelAsNamed } from '../train/launch-training.ts';
import { checkpointGone, refuseGoneCheckpoint } from './checkpoint.ts';
import { atUrl } from './local-endpoint.ts';
import type { RoundContext } from './round-context.ts';
import { ROUND_FILES, roundPath } from './round-paths.ts';
import { type StepOutcome, saveRound } from './run-step.ts';
import { setAside } from './set-aside.ts';
import { spentOnEvaluations } from './spent.ts';

export async function evaluateStepKey({ config, folder, round }: RoundContext): Promise<string> {
  const { budget: _, judge, ...decisive } = config.evaluation;
  const data = await Promise.all((['examples', 'tools'] as const).map((name) => hashFile(roundPath(folder, name))));
  return hashOf({
    ...{ decisive, judge: judge?.model ?? null, seed: config.seed, checkpoint: round.training?.checkpoint },
    trained: round.steps.train?.key ?? null,
    data: data.map(({ sha256 }) => sha256),
  });
}

/** Asks the checkpoint every held-out query of every tool so far. */
export async function evaluateStep(context: RoundContext): Promise<StepOutcome> {
  const { project, environment, round, folder, endpoint } = context;
  const checkpoint = round.training?.checkpoint;
  if (!checkpoint)
    throw new ImaginariumError({
      code: 'input/no-checkpoint',
      message: `Round ${round.number} has no checkpoint to evaluate.`,
      hint: 'imaginarium round add trains one; --checkpoint MODEL names one.',
    });
  await refuseGoneCheckpoint(context, round, checkpoint).catch((error: unknown) => trainAgain(context, error));
  const url = await endpoint.url(checkpoint);
  const model = atUrl(checkpoint, url);
  const config = evaluationConfigOf(context, model);
  const evaluate = () => evaluateModel({ config, folder: project }, environment);
  const { report } = await evaluate().catch(async (error: unknown) => {
    if (!(error instanceof ImaginariumError)) throw error;
    if (error.code === 'endpoint/unknown-model')
      return trainAgain(context, checkpointGone(round, checkpoint, true, error));
    if (error.code !== 'input/other-predictions') throw error;
    // Of another checkpoint, of other items, or given under another address: not to be gone on with, but paid for.
    await setAside(roundPath(folder, 'evaluation'));
    return evaluate();
  });
  const { strict } = report.evaluations[0]?.scores ?? {};
  const verdicts = evaluationPath(roundPath(folder, 'evaluation'), 'verdicts');
  return {
    outputs: [
      {
        path: `${ROUND_FILES.evaluation}/${EVALUATION_FILES.verdicts}`,
        rows: (strict?.correct.of ?? 0) * 2,
        ...(await hashFile(verdicts)),
      },
    ],
    counts: { items: strict?.correct.of ?? 0, correct: strict?.correct.count ?? 0 },
    ...(await spentOnEvaluations(folder)),
  };
}

/** What is gone must be made again: its training counts as not done. */
async function trainAgain(context: RoundContext, error: unknown): Promise<never> {
  const { steps, training } = context.round;
  const isGone = error instanceof ImaginariumError && error.code === 'input/checkpoint-gone';
  if (isGone && steps.train && training?.job)
    await saveRound(context, {
      steps: { ...steps, train: { ...steps.train, state: 'failed' } },
      training: { ...training, spent: [...(training.spent ?? []), training.job] },
    });
  throw error;
}

/** How a checkpoint is asked, as the project says it. */
export function evaluationConfigOf(
  { project, config, folder, round }: RoundContext,
  checkpoint: string,
): EvaluationConfig {
  const { model, ...rest } = config.evaluation;
  const isLocal = config.training.to === 'local';
  const settings = model
    ? { ...model, model: model.model.replaceAll('{checkpoint}', modelAsNamed(checkpoint)) }
    : undefined;
  const { key } = config.training;
  return evaluationConfigSchema.parse({
    ...rest,
    name: `round-${round.number}`,
    seed: config.seed,
    output: relative('', roundPath(folder, 'evaluation')),
    test: relative(project, roundPath(folder, 'examples')),
    model: settings ?? {
      model: checkpoint,
      ...(key ? { key } : {}),
      // The machine's own model costs nothing.
      ...(isLocal ? { price: { inputPerMillion: 0, outputPerMillion: 0 } } : {}),
    },
    profile: config.gate.profile,
  });
}
