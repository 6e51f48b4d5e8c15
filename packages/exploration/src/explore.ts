import type { ChatModel, Executor, ToolSpec, Trial } from '@imaginarium/contracts';
import { collectOnOneThread } from './collect-on-one-thread.ts';
import type { ExplorationConfig } from './exploration-config.ts';
import { exploreTool } from './explore-tool.ts';

export interface ExploreOptions {
  readonly tools: readonly ToolSpec[];
  readonly config: ExplorationConfig;
  readonly models: { readonly imagine: ChatModel; readonly solve: ChatModel; readonly reflect: ChatModel };
  readonly executor: Executor;
  /** Tools in progress at a time. Calls are limited by the models' own layer: give some tools more than calls, so that no call slot idles. */
  readonly toolsInProgress: number;
  /** Awaited for each trial as it ends; trials of one tool come in order. */
  readonly onTrial: (trial: Trial) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Explores every tool: tools side by side, the episodes of a tool in order. The first error that stops the run stops
 * all tools, after the calls under way have been answered (and so have reached the journal).
 */
export async function explore(options: ExploreOptions): Promise<void> {
  const { tools, toolsInProgress, onTrial, ...context } = options;
  const waiting = [...tools];
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const work = async (): Promise<void> => {
    for (let tool = waiting.shift(); tool !== undefined; tool = waiting.shift()) {
      for await (const trial of exploreTool({ ...context, tool, signal: options.signal })) {
        await onTrial(trial);
        signal.throwIfAborted();
      }
    }
  };
  const workers = () =>
    Array.from({ length: Math.min(toolsInProgress, tools.length) }, () =>
      work().catch((error: unknown) => {
        failure.abort(error);
        throw error;
      }),
    );
  const results = await collectOnOneThread(() => Promise.allSettled(workers()));
  if (failure.signal.aborted) throw failure.signal.reason;
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
