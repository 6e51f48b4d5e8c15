import { ImaginariumError, type ToolSpec } from '@imaginarium/contracts';
import { nearestNames } from '@imaginarium/tools';
import type { ToolSourceConfig } from '../config/tools-config.ts';
import type { Environment } from '../environment.ts';
import { openTools } from '../open-tools.ts';
import type { ProjectConfig } from './project-config.ts';
import { PROJECT_FILES } from './round-paths.ts';

/** A tool of a project and the place of its source among those of the config. */
export interface SourcedTool {
  readonly spec: ToolSpec;
  readonly source: number;
}

/**
 * Asks every source of a project for its tools.
 *
 * @throws ImaginariumError what the source's importer throws, with the source's place in the config
 */
export async function readSources(
  config: ProjectConfig,
  project: string,
  environment: Environment,
): Promise<SourcedTool[]> {
  const open = await openTools(config.tools, project, environment);
  try {
    for (const { tool, message } of open.notices)
      environment.onEvent?.({ kind: 'notice', message: `${tool}: ${message}` });
    return open.tools.map(({ spec }) => ({ spec, source: open.sources.get(spec.name) ?? 0 }));
  } finally {
    await open.close();
  }
}

/**
 * The tools of a round: those of as many batches as rounds have added tools so far, or all.
 *
 * @param round how many batches, from 1
 * @throws ImaginariumError `config/unknown-tool`, `config/same-tool-twice`, `input/nothing-new` when the batches are used up
 */
export function chooseTools(
  tools: readonly SourcedTool[],
  batches: ProjectConfig['batches'],
  round: number,
): SourcedTool[] {
  if (batches === undefined) return [...tools];
  const find = (name: string) => tools.find(({ spec }) => spec.name === name || spec.originalName === name);
  const chosen: SourcedTool[] = [];
  const seen = new Set<SourcedTool>();
  for (const [at, batch] of batches.entries())
    for (const name of batch) {
      const tool = find(name);
      if (tool === undefined) throw unknownTool(name, at, tools);
      if (seen.has(tool)) throw sameTwice(name);
      seen.add(tool);
      if (at < round) chosen.push(tool);
    }
  return chosen;
}

function sameTwice(name: string): ImaginariumError {
  return new ImaginariumError({
    code: 'config/same-tool-twice',
    message: `batches of ${PROJECT_FILES.config} name the tool "${name}" twice.`,
    hint: 'A tool comes with one batch; to explore it again, change it or use imaginarium round improve.',
  });
}

function unknownTool(name: string, batch: number, tools: readonly SourcedTool[]): ImaginariumError {
  const known = tools.map(({ spec }) => spec.name);
  return new ImaginariumError({
    code: 'config/unknown-tool',
    message: `batches.${batch} of ${PROJECT_FILES.config} names the tool "${name}", which no source has.`,
    hint: `Nearest: ${nearestNames(name, known).join(', ')}.`,
  });
}

/** The sources of a config with these tools alone: what a round's exploration opens. */
export function sourcesWith(
  sources: readonly ToolSourceConfig[],
  tools: readonly SourcedTool[],
  names: ReadonlySet<string>,
): ToolSourceConfig[] {
  return sources.flatMap((source, at) => {
    const specs = tools.filter((tool) => tool.source === at && names.has(tool.spec.name)).map(({ spec }) => spec);
    if (specs.length === 0) return [];
    const known = new Set(specs.flatMap(({ name, originalName }) => [name, originalName]));
    const effects = Object.entries(source.effects ?? {}).filter(([name]) => known.has(name));
    const { effects: _, ...rest } = source;
    return {
      ...rest,
      only: specs.map(({ name }) => name),
      ...(effects.length > 0 ? { effects: Object.fromEntries(effects) } : {}),
    };
  });
}
