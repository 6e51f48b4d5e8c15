import type { ChatModel, Executor, ToolSpec } from '@imaginarium/contracts';
import type { ExplorationConfig } from './exploration-config.ts';

/** What every step of exploring one tool needs. */
export interface ExplorationContext {
  readonly tool: ToolSpec;
  readonly config: ExplorationConfig;
  readonly models: { readonly imagine: ChatModel; readonly solve: ChatModel; readonly reflect: ChatModel };
  readonly executor: Executor;
  readonly signal?: AbortSignal;
}

/** Which trial of which episode, both counted from 0. */
export interface TrialPlace {
  readonly episode: number;
  readonly trial: number;
}

/** The part of a tool that a model sees. */
export function definitionOf(tool: ToolSpec): {
  name: string;
  description: string;
  parameters: ToolSpec['parameters'];
} {
  return { name: tool.name, description: tool.description, parameters: tool.parameters };
}
