import { resolve } from 'node:path';
import {
  type Agreement,
  createRandom,
  type Evaluation,
  type EvaluationReport,
  ImaginariumError,
  type Prediction,
  type Verdict,
} from '@imaginarium/contracts';
import {
  actualText,
  comparePredictions,
  createAgreementTally,
  createArgumentJudge,
  createSteScorer,
  createStrictScorer,
  type DisputableMiss,
  type Disputes,
  type EvaluateOptions,
  evaluatePredictions,
  openPredictions,
  readDisputes,
  readTestSet,
  type TestSet,
} from '@imaginarium/evaluation';
import { createJsonlWriter, keepHeapSmall } from '@imaginarium/storage';
import type { Environment } from '../environment.ts';
import type { ScoringConfig } from './evaluation-config.ts';
import { evaluationPath } from './evaluation-paths.ts';
import type { LoadedEvaluation, OpenEvaluation } from './open-evaluation.ts';
import { openExecutionCheck } from './open-execution-check.ts';
import { type WrittenReportFile, writeReport } from './write-report.ts';

/** Misses of one file that are written out for a person to dispute. */
const DISPUTABLE = 200;

export interface ScoredFiles {
  readonly report: EvaluationReport;
  readonly files: readonly WrittenReportFile[];
}

/** Scores predictions files and writes verdicts and report into the folder of an evaluation. */
export async function scoreFiles(
  loaded: LoadedEvaluation<ScoringConfig>,
  opened: OpenEvaluation,
  paths: readonly { readonly path: string; readonly label: string }[],
  environment: Environment,
): Promise<ScoredFiles> {
  keepHeapSmall();
  const { config } = loaded;
  const inputs = await readInputs(loaded);
  const judge = config.judge ? createArgumentJudge(opened.models.forPurpose('judge')) : undefined;
  const checks = await openExecutionCheck(loaded, opened, environment);
  const verdicts = await createJsonlWriter(evaluationPath(opened.folder, 'verdicts'));
  const misses: DisputableMiss[] = [];
  try {
    const scorings = await Promise.all(paths.map(({ path }) => openPredictions(path, inputs)));
    const names = namesOf(
      scorings.map(({ header }) => header.name),
      paths,
    );
    const agreements = scorings.map(({ header }) => createAgreementTally(header));
    const files = scorings.map((predictions, at): EvaluateOptions => {
      const header = { ...predictions.header, name: names[at] ?? predictions.header.name };
      return {
        predictions: { ...predictions, header },
        scorers: { ste: createSteScorer({ header, judge }), strict: createStrictScorer({ header }) },
        execution: checks?.newCheck(header),
        disputeHash: inputs.disputes?.hash,
        concurrency: opened.models.concurrency,
        signal: environment.signal,
        onVerdicts: async (prediction, both) => {
          agreements[at]?.add(prediction);
          for (const verdict of both) {
            if (verdict.profile === config.profile) noteMiss(misses, verdict, prediction);
            const behind = verdicts.write(paths.length === 1 ? verdict : { predictions: header.name, ...verdict });
            if (behind) await behind;
          }
        },
      };
    });
    const { evaluations, comparisons, problems } = await scoreAll(files, config.seed);
    const written = await verdicts.finish();
    const report: EvaluationReport = {
      format: 1,
      createdAt: environment.clock.now(),
      evaluations: evaluations.map((evaluation, at) => withAgreement(evaluation, agreements[at]?.finish())),
      comparisons,
      problems: [...(inputs.testSet?.problems ?? []), ...problems],
    };
    refuseEmpty(report);
    const reportFiles = await writeReport(opened.folder, report, misses);
    const path = evaluationPath(opened.folder, 'verdicts');
    return {
      report,
      files: [...reportFiles, { path, holds: `${written.rows} verdicts, one a prediction and profile` }],
    };
  } catch (error) {
    await verdicts.abort();
    throw error;
  } finally {
    await checks?.close();
  }
}

/** A file of which nothing could be scored is no evaluation; why is in its problems. */
function refuseEmpty({ evaluations }: EvaluationReport): void {
  const empty = evaluations.find(({ predictions }) => predictions === 0);
  if (empty === undefined) return;
  const why = empty.problems.map(({ count, message }) => `${count} of this kind: ${message}`).join(' ');
  throw new ImaginariumError({
    code: 'input/nothing-scored',
    message: `No prediction of ${empty.header.name} could be scored. ${why || 'The file holds none.'}`,
    hint: 'Is it the test set that these predictions were made on?',
  });
}

async function readInputs({ config, folder }: LoadedEvaluation<ScoringConfig>): Promise<{
  readonly testSet?: TestSet;
  readonly disputes?: Disputes;
}> {
  const { test, testTools, disputes } = config;
  const tools = testTools === undefined ? {} : { tools: resolve(folder, testTools) };
  return {
    ...(test === undefined ? {} : { testSet: await readTestSet(resolve(folder, test), tools) }),
    ...(disputes === undefined ? {} : { disputes: await readDisputes(resolve(folder, disputes)) }),
  };
}

async function scoreAll(
  files: readonly EvaluateOptions[],
  seed: number,
): Promise<Pick<EvaluationReport, 'evaluations' | 'comparisons' | 'problems'>> {
  const [only] = files;
  if (files.length === 1 && only !== undefined)
    return { evaluations: [await evaluatePredictions(only)], comparisons: [], problems: [] };
  return comparePredictions({ files, random: createRandom(`compare/${seed}`) });
}

/** As the files name themselves, or where they came from when two are of one name. */
function namesOf(names: readonly string[], paths: readonly { readonly label: string }[]): string[] {
  return names.map((name, at) => {
    if (names.filter((other) => other === name).length === 1) return name;
    const label = paths[at]?.label ?? name;
    const same = paths.filter((other, before) => other.label === label && before < at).length;
    return same === 0 ? label : `${label} (${same + 1})`;
  });
}

function withAgreement(evaluation: Evaluation, agreement: Agreement | undefined): Evaluation {
  const hasVerdicts = agreement && agreement.judged.total + agreement.compared.total > 0;
  return hasVerdicts ? { ...evaluation, agreement } : evaluation;
}

function noteMiss(misses: DisputableMiss[], verdict: Verdict, prediction: Prediction): void {
  if (verdict.miss === null || verdict.miss === 'no-reply' || misses.length >= DISPUTABLE) return;
  misses.push({
    item: prediction.item,
    miss: verdict.miss,
    actual: actualText(prediction),
    ...(verdict.problems ? { problems: verdict.problems } : {}),
  });
}
