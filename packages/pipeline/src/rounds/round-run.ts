import { relative } from 'node:path';
import type { PlannedTool, Round } from '@imaginarium/contracts';
import { readManifest } from '@imaginarium/storage';
import type { LoadedConfig } from '../config/read-run-config.ts';
import { type RunConfig, runConfigSchema } from '../config/run-config.ts';
import type { ToolSourceConfig } from '../config/tools-config.ts';
import { targetFor } from './mix-targets.ts';
import type { ProjectConfig } from './project-config.ts';
import type { RoundContext, RoundData } from './round-context.ts';
import { PROJECT_FILES, roundPath } from './round-paths.ts';

/** Tools that a round explores: new ones, changed ones, and those that its targets are about. */
export function exploredTools({ tools, targets }: Pick<Round, 'tools' | 'targets'>): Set<string> {
  const names = tools.filter(({ action }) => action === 'explore').map(({ tool }) => tool);
  return new Set([...names, ...targets.flatMap(({ tool, other }) => [tool, other ?? tool])]);
}

/** Tools that a round has, whatever it does about them. */
export function presentTools({ tools }: Pick<Round, 'tools'>): PlannedTool[] {
  return tools.filter(({ action }) => action !== 'drop');
}

/**
 * Tools that the run of a round opens. Targeted trials are made of the explored ones alone; what no tool serves is judged by all of
 * them.
 */
export function openedTools(round: Pick<Round, 'kind' | 'tools' | 'targets'>): Set<string> {
  return round.kind === 'improve' ? new Set(presentTools(round).map(({ tool }) => tool)) : exploredTools(round);
}

/** The config of the run in a round's folder: the project's, for the tools that are explored. */
export function runConfigOf(
  context: RoundData & Pick<RoundContext, 'request'>,
  sources: readonly ToolSourceConfig[],
): LoadedConfig {
  const { config, project, folder, round } = context;
  const opened = openedTools(round);
  const held = relative(project, roundPath(folder, 'heldOut'));
  const { curation, execution } = config;
  const derived: RunConfig = {
    ...pick(config),
    ...(context.request.budget ? { budget: context.request.budget } : {}),
    name: runName(config.name, round.number),
    output: relative('', roundPath(folder, 'run')),
    tools: [...sources],
    execution: { ...execution, allowWrites: execution.allowWrites.filter((name) => opened.has(name)) },
    curation: {
      ...curation,
      decontaminate: [...curation.decontaminate, ...(round.number > 1 ? [held] : [])],
      // What was wrong in a test must not choose what is tested: targeted trials are for training alone.
      ...(round.kind === 'improve' ? { split: { ...curation.split, test: 0 } } : {}),
    },
    formatting: { ...config.formatting, targets: targetFor(config) },
  };
  return { config: runConfigSchema.parse(derived), file: PROJECT_FILES.config, folder: project };
}

/** The sources that the run of a round was explored with: later steps need no tool to answer. */
export async function exploredSources(context: RoundContext): Promise<ToolSourceConfig[]> {
  const { config } = await readManifest(roundPath(context.folder, 'run'));
  return runConfigSchema.shape.tools.parse(config.tools);
}

export function runName(project: string, round: number): string {
  const suffix = `-r${round}`;
  return `${project.slice(0, 64 - suffix.length)}${suffix}`;
}

function pick(config: ProjectConfig): Pick<RunConfig, 'seed' | 'models' | 'budget' | 'exploration'> {
  const { seed, models, budget, exploration } = config;
  return { seed, models, budget, exploration };
}
