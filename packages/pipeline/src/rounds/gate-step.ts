import {
  createRandom,
  type GateVerdict,
  hashOf,
  ImaginariumError,
  type Profile,
  type Round,
  type RoundMatrix,
} from '@imaginarium/contracts';
import { createRoundMatrix, judgeRound } from '@imaginarium/evaluation';
import { outputOf } from '../stages/output-of.ts';
import { baselineRounds, baselineVerdicts } from './baseline-verdicts.ts';
import { readVerdicts } from './read-verdicts.ts';
import type { RoundContext } from './round-context.ts';
import { ROUND_FILES } from './round-paths.ts';
import { writeReport } from './round-report.ts';
import { exploredTools, presentTools } from './round-run.ts';
import type { StepOutcome } from './run-step.ts';
import { learnedIn } from './tool-history.ts';

export function gateStepKey({ config, round, earlier, environment }: RoundContext): string {
  const verdicts = [...earlier, round].map(({ steps }) => steps.evaluate?.outputs.map(({ sha256 }) => sha256) ?? []);
  return hashOf({
    version: environment.version,
    gate: config.gate,
    verdicts,
    tools: round.tools,
    targets: round.targets,
    since: [...baselineRounds(earlier, round)],
  });
}

/** Compares each tool with the round in which it was last taught or taken (`baselineRounds`), decides whether the round passes, and writes the report. */
export async function gateStep(context: RoundContext): Promise<StepOutcome> {
  const { config, project, round, earlier } = context;
  const rounds = [...earlier, round];
  const evaluated = await readVerdicts(project, rounds);
  const now = evaluated.at(-1);
  if (now?.number !== round.number)
    throw new ImaginariumError({
      code: 'input/step-missing',
      message: `Round ${round.number} has no verdicts.`,
      hint: 'imaginarium round add --only evaluate',
    });
  const last = earlier.at(-1)?.number;
  if (last !== undefined && evaluated.at(-2)?.number !== last)
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `The verdicts of round ${last} are gone: what was lost since cannot be told.`,
      hint: `Take rounds/${last}/evaluation from a copy of the project.`,
    });
  const before = evaluated.at(-2)?.verdicts ?? null;
  const random = createRandom(`gate/${config.seed}`);
  const judgedTools = toolsToJudge(round);
  const since = baselineRounds(earlier, round);
  const gate = judgeRound({
    ...judgedTools,
    before: before && baselineVerdicts(judgedTools.oldTools, evaluated.slice(0, -1), since),
    after: now.verdicts,
    ...{ since, config: config.gate },
  });
  const learned = learnedIn(rounds);
  const matrixOf = (profile: Profile): RoundMatrix =>
    createRoundMatrix({ rounds: evaluated, learnedIn: learned, profile, metric: config.gate.metric, random });
  const other: Profile = config.gate.profile === 'strict' ? 'ste' : 'strict';
  const verdict = { gate, state: stateAfter(gate, round.state) };
  const judged = { ...context, round: { ...round, ...verdict } };
  const files = await writeReport(judged, {
    matrices: [matrixOf(config.gate.profile), matrixOf(other)],
    verdictsBefore: before,
    verdictsAfter: now.verdicts,
  });
  // Written with the step that is done: a round that counts as passed has its report, and one that was stopped before is gone on with.
  Object.assign(round, verdict);
  return {
    outputs: [outputOf(ROUND_FILES.report, { rows: null, ...files.report })],
    counts: { passed: Number(gate.isPassed), worse: gate.oldTools.filter(({ verdict }) => verdict === 'worse').length },
  };
}

/** Old tools must hold, new ones reach the target; of a round that improves, those that it aims at. */
function toolsToJudge(round: Round): { readonly oldTools: string[]; readonly newTools: string[] } {
  const explored = exploredTools(round);
  const present = presentTools(round);
  const old = round.kind === 'improve' ? present : present.filter(({ action }) => action !== 'explore');
  return {
    oldTools: old.map(({ tool }) => tool),
    newTools: present.map(({ tool }) => tool).filter((tool) => explored.has(tool)),
  };
}

function stateAfter({ isPassed }: GateVerdict, state: RoundContext['round']['state']): typeof state {
  if (isPassed) return 'passed';
  return state === 'accepted' ? state : 'open';
}
