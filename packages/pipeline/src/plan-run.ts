import type { CallRange, ToolSpec } from '@imaginarium/contracts';
import { planCuration } from '@imaginarium/curation';
import { planExploration } from '@imaginarium/exploration';
import { costOf, type Ledger } from '@imaginarium/models';
import type { LoadedConfig } from './config/read-run-config.ts';
import type { RunConfig } from './config/run-config.ts';
import type { Environment } from './environment.ts';
import { runFolderOf } from './open-run.ts';
import { openRunTools } from './open-tools.ts';
import { pilotRun } from './pilot-run.ts';
import { readLedger } from './read-run.ts';
import { refuseMissingFiles } from './refuse-missing-files.ts';
import { priceOf, RUN_PURPOSES, type RunPurpose, refusePracticeWithOwnTools, settingsFor } from './run-purposes.ts';

export interface PlannedPurpose {
  readonly purpose: RunPurpose;
  readonly model: string;
  readonly calls: CallRange;
  readonly inputTokens: CallRange;
  readonly outputTokens: CallRange;
  /** US dollars; null when the price is unknown. */
  readonly cost: CallRange | null;
  /** `measured`: from calls that this run has made; `assumed`: from the size of the tools' descriptions. */
  readonly tokensFrom: 'measured' | 'assumed';
}

export interface RunPlan {
  readonly folder: string;
  readonly tools: number;
  readonly trials: CallRange;
  readonly executions: CallRange;
  readonly purposes: readonly PlannedPurpose[];
  /** US dollars; null when a price is unknown. */
  readonly cost: CallRange | null;
  /** Calls that the run folder's journal holds already. */
  readonly paidCalls: number;
}

/**
 * What a run will do, before it does it: calls, tokens and dollars as ranges. Tokens a call come from what this run folder
 * has measured, else from the size of the tools. A pilot makes some real trials first; the run does not pay for them again.
 */
export async function planRun(
  loaded: LoadedConfig,
  environment: Environment,
  { pilotTrials }: { readonly pilotTrials: number },
): Promise<RunPlan> {
  refusePracticeWithOwnTools(loaded.config);
  refuseMissingFiles(loaded, ['explore', 'curate', 'format']);
  const open = await openRunTools(loaded.config, loaded.folder, environment);
  try {
    if (pilotTrials > 0) await pilotRun(loaded, environment, open, pilotTrials);
    const folder = runFolderOf(loaded);
    const specs = open.tools.map(({ spec }) => spec);
    return { folder, ...project(loaded.config, specs, await readLedger(folder)) };
  } finally {
    await open.close();
  }
}

/** The plan from config, tools and what was measured; pure. */
export function project(
  config: Pick<RunConfig, 'exploration' | 'curation' | 'models'>,
  tools: readonly ToolSpec[],
  ledger: Ledger,
): Omit<RunPlan, 'folder'> {
  const exploration = planExploration(tools.length, config.exploration);
  const curation = planCuration({
    tools: tools.length,
    trialsPerTool: config.exploration.episodes * config.exploration.trials,
    config: config.curation,
  });
  const calls: Readonly<Record<RunPurpose, CallRange>> = {
    imagine: plus(exploration.calls.imagine, curation.calls.imagine),
    solve: plus(exploration.calls.solve, curation.calls.solve),
    reflect: exploration.calls.reflect,
    judge: curation.calls.judge,
    paraphrase: curation.calls.paraphrase,
  };
  const purposes = RUN_PURPOSES.filter((purpose) => calls[purpose].high > 0).map((purpose) =>
    planPurpose(purpose, calls[purpose], config, tools, ledger),
  );
  return {
    tools: tools.length,
    trials: exploration.trials,
    executions: exploration.executions,
    purposes,
    cost: purposes.reduce<CallRange | null>(
      (sum, { cost }) => (sum === null || cost === null ? null : plus(sum, cost)),
      { low: 0, high: 0 },
    ),
    paidCalls: ledger.total.calls,
  };
}

function planPurpose(
  purpose: RunPurpose,
  calls: CallRange,
  config: Pick<RunConfig, 'exploration' | 'models'>,
  tools: readonly ToolSpec[],
  ledger: Ledger,
): PlannedPurpose {
  const settings = settingsFor(config.models, purpose);
  const price = priceOf(settings);
  const measured = ledger.byPurpose[purpose];
  const perCall = measured ? measuredTokens(measured) : assumedTokens(purpose, config, tools);
  const inputTokens = times(calls, perCall.input);
  const outputTokens = times(calls, perCall.output);
  const at = (end: keyof CallRange) =>
    costOf({ inputTokens: inputTokens[end], outputTokens: outputTokens[end] }, price) ?? 0;
  return {
    purpose,
    model: settings.model,
    calls,
    inputTokens,
    outputTokens,
    cost: price === undefined ? null : { low: at('low'), high: at('high') },
    tokensFrom: measured ? 'measured' : 'assumed',
  };
}

interface TokensPerCall {
  readonly input: CallRange;
  readonly output: CallRange;
}

/** Means vary between calls and grow with memory: a quarter less, half as much again. */
function measuredTokens(line: { calls: number; inputTokens: number; outputTokens: number }): TokensPerCall {
  const around = (tokens: number): CallRange => ({
    low: (tokens / line.calls) * 0.75,
    high: (tokens / line.calls) * 1.5,
  });
  return { input: around(line.inputTokens), output: around(line.outputTokens) };
}

const CHARACTERS_PER_TOKEN = 4;
const PROMPT_TOKENS = 200;

/** Without measurement: the prompt and the tool alone, or the whole memory with it; a short reply, or the longest. */
function assumedTokens(
  purpose: RunPurpose,
  { exploration }: Pick<RunConfig, 'exploration'>,
  tools: readonly ToolSpec[],
): TokensPerCall {
  const characters = tools.reduce(
    (sum, tool) => sum + tool.description.length + JSON.stringify(tool.parameters).length,
    0,
  );
  const least = PROMPT_TOKENS + characters / Math.max(1, tools.length) / CHARACTERS_PER_TOKEN;
  const remembers = purpose === 'imagine' || purpose === 'solve' || purpose === 'reflect';
  const memory = remembers ? exploration.contextCharacters / CHARACTERS_PER_TOKEN / 2 : PROMPT_TOKENS * 2;
  return { input: { low: least, high: least + memory }, output: { low: 30, high: exploration.maxTokens } };
}

function plus(a: CallRange, b: CallRange): CallRange {
  return { low: a.low + b.low, high: a.high + b.high };
}

function times(calls: CallRange, each: CallRange): CallRange {
  return { low: Math.round(calls.low * each.low), high: Math.round(calls.high * each.high) };
}
