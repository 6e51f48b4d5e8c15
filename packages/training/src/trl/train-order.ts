import { createWriteStream } from 'node:fs';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, ImaginariumError } from '@imaginarium/contracts';
import { writeFileAtomic } from '@imaginarium/storage';
import type { TrainingEvent, TrainingOrder, TrainingOutcome } from '../local/trainer.ts';
import { checkEnvironment } from './check-environment.ts';
import { convertRecords } from './convert-records.ts';
import { endLeftover, forgetPid, notePid } from './end-leftover.ts';
import { explainFailure, redactSecrets } from './explain-failure.ts';
import { dropOptimiser, listCheckpoints, type TrlCheckpoint } from './list-checkpoints.ts';
import { configText, planTraining, type TrainingPlan, type TrlSettings } from './plan-training.ts';
import { createLogReader } from './read-log-line.ts';
import { type Environment, runProcess } from './run-process.ts';

const POLL_MS = 500;
/** Lines kept to say why it failed. */
const KEPT_LINES = 60;

export interface TrlRun {
  readonly python: string;
  /** What is run with `sft --config FILE` or `dpo --config FILE`. */
  readonly trlCommand: readonly string[];
  readonly settings: TrlSettings;
  readonly foldSystem: boolean;
  readonly env: Environment;
  readonly clock: Clock;
}

interface Options {
  readonly signal: AbortSignal;
  readonly onEvent: (event: TrainingEvent) => void;
}

/**
 * Trains as `Trainer.train` says. The order's folder then holds `data/` (the rows), `config.yaml`, `trl.log` and `output/`
 * (TRL's own folder, with its checkpoints).
 */
export async function trainOrder(order: TrainingOrder, run: TrlRun, options: Options): Promise<TrainingOutcome> {
  try {
    return await train(order, run, options);
  } catch (thrown) {
    if (!options.signal.aborted) throw thrown;
    throw new ImaginariumError({
      code: 'interrupted/aborted',
      message: 'Training was stopped; it goes on from its last checkpoint when it is started again.',
      cause: thrown,
    });
  }
}

async function train(order: TrainingOrder, run: TrlRun, { signal, onEvent }: Options): Promise<TrainingOutcome> {
  signal.throwIfAborted();
  await refuseAdapter(order.checkpoint);
  const [data, output] = [join(order.folder, 'data'), join(order.folder, 'output')];
  const configFile = join(order.folder, 'config.yaml');
  await mkdir(data, { recursive: true });
  await endLeftover(order.folder, configFile, run.clock);
  const versions = await checkEnvironment(run.python, { ...run, needsPeft: run.settings.loraRank > 0 });
  const { rows, leftOut } = await writeRows(order, run, data, signal);
  const last = (await listCheckpoints(output)).at(-1);
  const plan = planTraining({ order, settings: run.settings, rows, data, output, resumeFrom: last?.folder ?? null });
  const checkpoints = tellCheckpoints(output, onEvent);
  await checkpoints.look();
  if (last === undefined || last.metrics.step < last.metrics.totalSteps) {
    await writeFileAtomic(configFile, configText(plan.config));
    onEvent({ kind: 'message', level: 'info', message: `${versions}; ${rows} rows, ${plan.epochs} epochs` });
    if (leftOut > 0) {
      const message = `${leftOut} pairs were left out: TRL cannot write a rejected call whose arguments do not parse`;
      onEvent({ kind: 'message', level: 'warn', message });
    }
    await runTrl(order, run, plan, {
      configFile,
      doneSteps: last?.metrics.step ?? 0,
      look: checkpoints.look,
      signal,
      onEvent,
    });
    await checkpoints.look();
  }
  const result = checkpoints.last();
  if (result === undefined) {
    throw new ImaginariumError({
      code: 'endpoint/trainer-failed',
      message: `trl ended without a checkpoint in ${output}.`,
      hint: 'Look into trl.log in the folder of the job; parameters must not change how checkpoints are saved.',
    });
  }
  await dropRepeatedModel(output);
  return { checkpoint: result.folder, trainedTokens: result.tokens };
}

async function writeRows(
  order: TrainingOrder,
  run: TrlRun,
  data: string,
  signal: AbortSignal,
): ReturnType<typeof convertRecords> {
  const options = { method: order.method, foldSystem: run.foldSystem, signal };
  if (order.validationFile !== null) await convertRecords(order.validationFile, join(data, 'test.jsonl'), options);
  return convertRecords(order.trainingFile, join(data, 'train.jsonl'), options);
}

interface RunOptions extends Options {
  readonly configFile: string;
  readonly doneSteps: number;
  readonly look: () => Promise<void>;
}

async function runTrl(
  order: TrainingOrder,
  run: TrlRun,
  plan: TrainingPlan,
  { configFile, doneSteps, look, signal, onEvent }: RunOptions,
): Promise<void> {
  const read = createLogReader({ ...plan, doneSteps });
  const logFile = join(order.folder, 'trl.log');
  const log = createWriteStream(logFile, { flags: 'a' });
  let logFailure: Error | undefined;
  log.on('error', (thrown) => {
    logFailure = thrown;
  });
  const lines: string[] = [];
  const trl = runProcess({
    command: [...run.trlCommand, order.method === 'dpo' ? 'dpo' : 'sft', '--config', configFile],
    env: { ...run.env, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' },
    clock: run.clock,
    onLine: (line) => {
      log.write(`${redactSecrets(line, run.env)}\n`);
      const event = read(line);
      if (event && !signal.aborted) onEvent(event);
      if (/^\s*[\w ]*:?\s*\d+%\|/.test(line)) return;
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    },
  });
  let isOver = false;
  const end = trl.ended.finally(() => {
    isOver = true;
  });
  const stop = () => void trl.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    if (trl.pid !== undefined) await notePid(order.folder, trl.pid);
    while (!isOver) {
      const waited = new AbortController();
      await Promise.race([end, run.clock.sleep(POLL_MS, waited.signal).catch(() => {})]);
      waited.abort();
      if (!signal.aborted) await look();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    if (!isOver) await trl.stop();
    await forgetPid(order.folder);
    await new Promise((resolve) => log.end(resolve));
  }
  signal.throwIfAborted();
  const ended = await end;
  if (ended.failure) {
    throw new ImaginariumError({
      code: 'endpoint/trl-missing',
      message: `"${run.trlCommand.join(' ')}" cannot be started: ${ended.failure.message}`,
      hint: 'Name the command that starts TRL, or leave it to the Python of the environment.',
      cause: ended.failure,
    });
  }
  if (ended.code !== 0) throw explainFailure(ended, { lines, env: run.env, logFile });
  if (logFailure) throw new ImaginariumError({ code: 'disk/write', message: `${logFile}: ${logFailure.message}` });
}

/** Tells each checkpoint once, in order, as soon as it is whole. */
function tellCheckpoints(
  output: string,
  onEvent: Options['onEvent'],
): { readonly look: () => Promise<void>; readonly last: () => TrlCheckpoint | undefined } {
  const told: TrlCheckpoint[] = [];
  return {
    look: async () => {
      for (const checkpoint of await listCheckpoints(output)) {
        if (told.some(({ folder }) => folder === checkpoint.folder)) continue;
        const before = told.at(-1);
        told.push(checkpoint);
        onEvent({ kind: 'checkpoint', checkpoint: checkpoint.folder, metrics: checkpoint.metrics });
        if (before) await dropOptimiser(before);
      }
    },
    last: () => told.at(-1),
  };
}

/** The model that the script saves at its end is the last checkpoint's. */
async function dropRepeatedModel(output: string): Promise<void> {
  for (const entry of await readdir(output, { withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.safetensors')) await rm(join(output, entry.name));
  }
}

async function refuseAdapter(checkpoint: string | null): Promise<void> {
  if (checkpoint === null) return;
  const isAdapter = await access(join(checkpoint, 'adapter_config.json')).then(
    () => true,
    () => false,
  );
  if (!isAdapter) return;
  throw new ImaginariumError({
    code: 'input/adapter-checkpoint',
    message: `The checkpoint ${checkpoint} is a LoRA adapter: trl would put a second adapter on it and save that one alone.`,
    hint: 'Merge it into its base model first (peft: merge_and_unload), or train all weights (loraRank 0).',
  });
}
