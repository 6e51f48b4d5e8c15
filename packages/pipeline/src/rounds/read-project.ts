import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ImaginariumError, nextRoundStep, type Round } from '@imaginarium/contracts';
import { readManifest, readRunLock } from '@imaginarium/storage';
import { readLedger } from '../read-run.ts';
import { waterfallOf } from '../waterfall.ts';
import { readProjectConfig } from './read-project-config.ts';
import { readRounds } from './read-rounds.ts';
import type { ProjectStatus, RoundDetail, RoundSummary } from './round-api.ts';
import { roundFolder, roundPath } from './round-paths.ts';
import { readReport } from './round-report.ts';
import { spentInRound } from './spent.ts';

/** Where a project stands. Takes no lock and changes nothing. @throws ImaginariumError `input/not-found`, `config/…` */
export async function readProject(folder: string): Promise<ProjectStatus> {
  const project = resolve(folder);
  const { config } = await readProjectConfig(project);
  const rounds = await readRounds(project);
  const worker = (await readRunLock(project)) ?? null;
  return {
    config,
    folder: project,
    rounds: await Promise.all(rounds.map((round) => summaryOf(project, round))),
    isRunning: worker !== null,
    worker,
  };
}

/**
 * One round whole; the last where no number is given.
 *
 * @throws ImaginariumError `input/not-found` for a round that there is not
 */
export async function readRound(folder: string, number?: number): Promise<RoundDetail> {
  const project = resolve(folder);
  await readProjectConfig(project);
  const rounds = await readRounds(project);
  const round = number === undefined ? rounds.at(-1) : rounds.find((each) => each.number === number);
  if (round === undefined) throw noRound(project, number, rounds);
  const at = roundFolder(project, round.number);
  const run = roundPath(at, 'run');
  const manifest = existsSync(run) ? await readManifest(run).catch(() => undefined) : undefined;
  return {
    ...(await summaryOf(project, round)),
    waterfall: manifest ? waterfallOf(manifest) : null,
    ledgers: { exploration: await readLedger(run), evaluation: await readLedger(roundPath(at, 'evaluation')) },
    report: await readReport(at),
  };
}

async function summaryOf(project: string, round: Round): Promise<RoundSummary> {
  const folder = roundFolder(project, round.number);
  const spent = await spentInRound(folder, round);
  return { round, folder, nextStep: nextRoundStep(round) ?? null, ...spent };
}

function noRound(project: string, number: number | undefined, rounds: readonly Round[]): ImaginariumError {
  const last = rounds.at(-1)?.number;
  return new ImaginariumError({
    code: 'input/not-found',
    message: number === undefined ? `${project} has no round yet.` : `${project} has no round ${number}.`,
    hint: last === undefined ? 'imaginarium round add begins the first.' : `Its rounds are 1 to ${last}.`,
  });
}
