import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type EvaluationReport,
  evaluationReportSchema,
  type RoundReport,
  roundReportSchema,
} from '@imaginarium/contracts';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { runImaginarium } from './run-imaginarium.ts';

const resultSchema = z.object({ report: roundReportSchema });

export interface ProjectRequest {
  /** Relative to `cwd`; what is there goes. */
  readonly folder: string;
  /** A config of a project, relative to `cwd`. */
  readonly like: string;
  readonly rounds: number;
  /** Trains each round on its own records alone. */
  readonly isWithoutReplay: boolean;
  readonly cwd: string;
  readonly signal?: AbortSignal;
  readonly onRound?: (report: RoundReport) => void;
}

export interface ProjectOutcome {
  /** After the last round. */
  readonly report: RoundReport;
  /** What the last round's checkpoint got right and wrong. */
  readonly evaluation: EvaluationReport;
}

/** Makes a project and takes it through its rounds by the real command. A round goes on whatever its gate says: that is measured. */
export async function runProject(request: ProjectRequest): Promise<ProjectOutcome> {
  const { folder, like, rounds, isWithoutReplay, cwd, signal, onRound } = request;
  await rm(join(cwd, folder), { recursive: true, force: true });
  await runImaginarium(['init', folder, '--like', like], cwd, signal);
  if (isWithoutReplay) await leaveOutReplay(join(cwd, folder, 'project.yaml'));
  let report: RoundReport | undefined;
  for (let round = 1; round <= rounds; round++) {
    const accept = round > 1 ? ['--accept', 'what later rounds do to it is measured'] : [];
    const printed = await runImaginarium(['round', 'add', '--project', folder, ...accept, '--json'], cwd, signal);
    ({ report } = resultSchema.parse(JSON.parse(printed)));
    onRound?.(report);
  }
  if (report === undefined) throw new RangeError('A project takes at least one round.');
  const path = join(cwd, folder, 'rounds', String(rounds), 'evaluation', 'report.json');
  return { report, evaluation: evaluationReportSchema.parse(JSON.parse(await readFile(path, 'utf8'))) };
}

async function leaveOutReplay(config: string): Promise<void> {
  const document = parseDocument(await readFile(config, 'utf8'));
  document.set('replay', { sampler: 'none' });
  await writeFile(config, document.toString({ lineWidth: 0 }));
}
