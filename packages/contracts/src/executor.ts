import type { Place } from './chat-model.ts';
import type { ToolCall } from './message.ts';
import type { Observation } from './observation.ts';

/** The port through which a stage calls tools. Never throws for what a tool or a model does wrong: that is an observation. */
export interface Executor {
  execute(call: ToolCall, options: { readonly place: Place; readonly signal?: AbortSignal }): Promise<Observation>;
}
