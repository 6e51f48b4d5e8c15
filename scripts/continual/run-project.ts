import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RoundReport, roundReportSchema } from '@imaginarium/contracts';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { runImaginarium } from './run-imaginarium.ts';

const resultSchema = z.object({ report: roundReportSchema });
const evaluationSchema = z.object({
  evaluations: z.array(z.object({ header: z.object({ data: z.object({ hash: z.string() }) }) })).length(1),
});

export interface ProjectRequest {
  /** Relative to `cwd`; what is there goes. */
  readonly folder: string;
  /** A config of a project, relative to `cwd`. */
  readonly like: string;
  readonly rounds: number;
  /** Trains each round on its own records alone. */
  readonly isWithoutReplay: boolean;
  readonly cwd: string;
  readonly onRound?: (report: RoundReport) => void;
}

export interface ProjectOutcome {
  /** After the last round. */
  readonly report: RoundReport;
  /** Of the items that the last round was tested on. */
  readonly testHash: string;
}

/** Makes a project and takes it through its rounds by the real command. A round goes on whatever its gate says: that is measured. */
export async function runProject(request: ProjectRequest): Promise<ProjectOutcome> {
  const { folder, like, rounds, isWithoutReplay, cwd, onRound } = request;
  await rm(join(cwd, folder), { recursive: true, force: true });
  await runImaginarium(['init', folder, '--like', like], cwd);
  if (isWithoutReplay) await leaveOutReplay(join(cwd, folder, 'project.yaml'));
  let report: RoundReport | undefined;
  for (let round = 1; round <= rounds; round++) {
    const accept = round > 1 ? ['--accept', 'what later rounds do to it is measured'] : [];
    const printed = await runImaginarium(['round', 'add', '--project', folder, ...accept, '--json'], cwd);
    ({ report } = resultSchema.parse(JSON.parse(printed)));
    onRound?.(report);
  }
  if (report === undefined) throw new RangeError('A project takes at least one round.');
  const evaluation = join(cwd, folder, 'rounds', String(rounds), 'evaluation', 'report.json');
  const [{ header }] = evaluationSchema.parse(JSON.parse(await readFile(evaluation, 'utf8'))).evaluations as [
    z.infer<typeof evaluationSchema>['evaluations'][number],
  ];
  return { report, testHash: header.data.hash };
}

async function leaveOutReplay(config: string): Promise<void> {
  const document = parseDocument(await readFile(config, 'utf8'));
  document.set('replay', { sampler: 'none' });
  await writeFile(config, document.toString({ lineWidth: 0 }));
}
