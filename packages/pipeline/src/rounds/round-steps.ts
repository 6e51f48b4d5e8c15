import type { RoundStep } from '@imaginarium/contracts';
import { curateStep, curateStepKey } from './curate-step.ts';
import { evaluateStep, evaluateStepKey } from './evaluate-step.ts';
import { exploreStep, exploreStepKey } from './explore-step.ts';
import { gateStep, gateStepKey } from './gate-step.ts';
import { mixStep, mixStepKey } from './mix-step.ts';
import type { RoundContext } from './round-context.ts';
import { runStep, type StepOutcome } from './run-step.ts';
import { trainStep, trainStepKey } from './train-step.ts';

interface Step {
  readonly key: (context: RoundContext) => string | Promise<string>;
  readonly work: (context: RoundContext) => Promise<StepOutcome>;
}

const STEPS: Readonly<Record<Exclude<RoundStep, 'plan'>, Step>> = {
  explore: { key: exploreStepKey, work: exploreStep },
  curate: { key: curateStepKey, work: curateStep },
  mix: { key: mixStepKey, work: mixStep },
  train: { key: trainStepKey, work: trainStep },
  evaluate: { key: evaluateStepKey, work: evaluateStep },
  gate: { key: gateStepKey, work: gateStep },
};

/** Does the steps of a planned round that are asked for, each only where something changed. */
export async function runRoundSteps(context: RoundContext, steps: readonly RoundStep[]): Promise<void> {
  for (const step of steps) {
    context.environment.signal?.throwIfAborted();
    if (step === 'plan') continue;
    const { key, work } = STEPS[step];
    await runStep(context, step, await key(context), () => work(context));
  }
}
