import { join } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';

/** Where things lie in a project's folder. */
export const PROJECT_FILES = {
  config: 'project.yaml',
  rounds: 'rounds',
  /** The local endpoint's files and jobs, where training is `local` without a server of one's own. */
  endpoint: 'endpoint',
} as const;

/** Where things lie in a round's folder. */
export const ROUND_FILES = {
  state: 'round.json',
  tools: 'tools.jsonl',
  /** Queries that earlier rounds hold out: nothing near them is trained on. */
  heldOut: 'held-out.jsonl',
  /** Exploration and curation of what is new or changed. */
  run: 'run',
  /** Every example so far, one version of each tool. */
  examples: 'examples.jsonl',
  repairPairs: 'repair-pairs.jsonl',
  removals: 'removals.jsonl',
  records: 'records',
  /** For `to: export`: the folder that trains on a machine of one's own. */
  training: 'training',
  evaluation: 'evaluation',
  report: 'report.json',
  page: 'report.html',
} as const;

export function projectPath(project: string, name: keyof typeof PROJECT_FILES): string {
  return join(project, PROJECT_FILES[name]);
}

/** @param number from 1 */
export function roundFolder(project: string, number: number): string {
  return join(projectPath(project, 'rounds'), String(number));
}

export function roundPath(folder: string, name: keyof typeof ROUND_FILES, ...rest: string[]): string {
  return join(folder, ROUND_FILES[name], ...rest);
}

/** Names of folders under `rounds` that are rounds, in order. */
export function roundNumbers(names: readonly string[]): number[] {
  return names
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

export function noProject(project: string, cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'input/not-found',
    message: `${project} is no project: it has no ${PROJECT_FILES.config}.`,
    hint: 'imaginarium init FOLDER makes one; --project FOLDER says where one is.',
    cause,
  });
}
