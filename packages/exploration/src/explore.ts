import type { ChatModel, Executor, Focus, ToolSpec, Trial } from '@imaginarium/contracts';
import { collectOnOneThread } from './collect-on-one-thread.ts';
import type { ExplorationConfig } from './exploration-config.ts';
import type { ExplorationContext } from './exploration-context.ts';
import { exploreTool } from './explore-tool.ts';
import { resolveFocus } from './resolve-focus.ts';

export interface ExploreOptions {
  readonly tools: readonly ToolSpec[];
  readonly config: ExplorationConfig;
  readonly models: { readonly imagine: ChatModel; readonly solve: ChatModel; readonly reflect: ChatModel };
  readonly executor: Executor;
  /** Tools in progress at a time. Calls are limited by the models' own layer: give some tools more than calls, so that no call slot idles. */
  readonly toolsInProgress: number;
  /** Awaited for each trial as it ends; trials of one tool come in order. */
  readonly onTrial: (trial: Trial) => void | Promise<void>;
  /** Targeted exploration: what each trial of a tool is for, by the tool's name; a tool without any is not explored. */
  readonly focuses?: ReadonlyMap<string, readonly Focus[]> | undefined;
  /**
   * Queries of earlier runs by tool, oldest first: long-term memory begins with them. They are shown to imagination, so
   * no query that a model is tested with may be among them.
   */
  readonly knownQueries?: ReadonlyMap<string, readonly string[]> | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Explores every tool: tools side by side, the episodes of a tool in order. The first error that stops the run stops
 * all tools, after the calls under way have been answered (and so have reached the journal).
 *
 * @throws ImaginariumError `input/unknown-focus`, and whatever a trial ends the run with
 */
export async function explore(options: ExploreOptions): Promise<void> {
  const { toolsInProgress, onTrial } = options;
  const tools = contextsOf(options);
  const waiting = [...tools];
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const work = async (): Promise<void> => {
    for (let tool = waiting.shift(); tool !== undefined; tool = waiting.shift()) {
      for await (const trial of exploreTool(tool)) {
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

/** One a tool that is explored; all focuses are resolved before the first call. */
function contextsOf({ tools, config, models, executor, focuses, knownQueries, signal }: ExploreOptions) {
  const explored = focuses ? tools.filter(({ name }) => focuses.get(name)?.length) : tools;
  return explored.map(
    (tool): ExplorationContext => ({
      tool,
      config,
      models,
      executor,
      signal,
      focuses: focuses?.get(tool.name)?.map((focus) => resolveFocus(focus, tool, tools)),
      knownQueries: knownQueries?.get(tool.name),
    }),
  );
}
