import { existsSync } from 'node:fs';
import {
  ImaginariumError,
  type PoolExample,
  type PoolPair,
  poolExampleSchema,
  poolPairSchema,
  type Round,
  type ToolSpec,
  toolSpecSchema,
} from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import type { Environment } from '../environment.ts';
import type { LocalEndpoint } from './local-endpoint.ts';
import type { ProjectConfig } from './project-config.ts';
import type { RoundEvent, RoundRequest } from './round-api.ts';
import { roundFolder, roundPath } from './round-paths.ts';

/** What the data of a round is made with. */
export interface RoundData {
  /** Absolute folder of the project: relative paths of its config are taken from here, and the rounds before lie there. */
  readonly project: string;
  readonly config: ProjectConfig;
  readonly environment: Environment;
  /** Where it is made, absolute: the round's folder, or another in which it is made again. */
  readonly folder: string;
  /** As `round.json` has it. */
  readonly round: Round;
  /** The rounds before, in order. */
  readonly earlier: readonly Round[];
}

/** What a step of a round works with; the round is brought up to date step by step. */
export interface RoundContext extends RoundData {
  readonly request: RoundRequest;
  readonly endpoint: LocalEndpoint;
  readonly onEvent: (event: RoundEvent) => void;
}

/** The tools, examples and repair pairs that the round before left; empty for the first round. */
export async function readBefore({ project, earlier }: Pick<RoundContext, 'project' | 'earlier'>): Promise<{
  readonly tools: ToolSpec[];
  readonly examples: PoolExample[];
  readonly pairs: PoolPair[];
}> {
  const last = earlier.at(-1);
  if (last === undefined) return { tools: [], examples: [], pairs: [] };
  const folder = roundFolder(project, last.number);
  return { tools: await readRoundTools(folder), examples: await readPool(folder), pairs: await readPairs(folder) };
}

export function readRoundTools(folder: string): Promise<ToolSpec[]> {
  return collect(readJsonl(roundPath(folder, 'tools'), { schema: toolSpecSchema })).catch(withRebuild(folder));
}

export function readPool(folder: string): Promise<PoolExample[]> {
  return collect(readJsonl(roundPath(folder, 'examples'), { schema: poolExampleSchema })).catch(withRebuild(folder));
}

/** A round's file that is gone or broken: its run's journal makes the data again, its tools lie in no other place. */
function withRebuild(folder: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ImaginariumError) || !['input/not-found', 'input/malformed'].includes(error.code))
      throw error;
    throw new ImaginariumError({
      code: error.code,
      message: error.message,
      hint: `Take it from a copy of the project; imaginarium rebuild ${folder} makes the examples and records of the round again, without models, into ${folder}-rebuilt, as long as its tools.jsonl is there.`,
      cause: error,
    });
  };
}

export async function readPairs(folder: string): Promise<PoolPair[]> {
  const path = roundPath(folder, 'repairPairs');
  return existsSync(path) ? collect(readJsonl(path, { schema: poolPairSchema })) : [];
}
