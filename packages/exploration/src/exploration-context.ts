import type { ChatModel, Executor, ToolDefinition, ToolSpec } from '@imaginarium/contracts';
import type { ExplorationConfig } from './exploration-config.ts';
import type { ResolvedFocus } from './resolve-focus.ts';

/** What every step of exploring one tool needs. */
export interface ExplorationContext {
  readonly tool: ToolSpec;
  readonly config: ExplorationConfig;
  readonly models: { readonly imagine: ChatModel; readonly solve: ChatModel; readonly reflect: ChatModel };
  readonly executor: Executor;
  /** Of targeted exploration: one a trial, in order. Absent: `config` says how many trials there are. */
  readonly focuses?: readonly ResolvedFocus[] | undefined;
  /** Long-term memory begins with these queries of earlier runs, oldest first. */
  readonly knownQueries?: readonly string[] | undefined;
  readonly signal?: AbortSignal;
}

/** Which trial of which episode, both counted from 0. */
export interface TrialPlace {
  readonly episode: number;
  readonly trial: number;
}

const definitions = new WeakMap<ToolSpec, ToolDefinition>();

/** The part of a tool that a model sees: one object a tool, so that what is made of it (hash, text) is made once. */
export function definitionOf(tool: ToolSpec): ToolDefinition {
  let definition = definitions.get(tool);
  if (definition === undefined) {
    definition = { name: tool.name, description: tool.description, parameters: tool.parameters };
    definitions.set(tool, definition);
  }
  return definition;
}
