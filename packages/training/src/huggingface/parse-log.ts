import type { TuningMetrics } from '@imaginarium/contracts';

/** What the log of TRL has told so far. */
export interface LogReader {
  /** The metrics of a line; undefined where it holds none. */
  read(line: string): TuningMetrics | undefined;
}

const METRICS = /\{'(?:loss|eval_loss|train_runtime)'.*?\}/;
const MEMBER = /'([\w/]+)':\s*(?:'([^']*)'|([-+.\w]+))/g;
const TOTAL_STEPS = /Total optimization steps = ([\d,]+)/;

/**
 * Reads the lines that transformers' PrinterCallback prints, a Python dict each: `{'loss': '1.204', 'epoch': '0.5', …}` (numbers quoted
 * since 5.0, bare before). They carry no step; it follows from the share of the epochs and the total of optimisation steps that is logged
 * at the start.
 *
 * @param settings those of the job's command
 */
export function createLogReader(settings: ReadonlyMap<string, string> | undefined): LogReader {
  const epochs = Number(settings?.get('num_train_epochs') ?? 1);
  const loggingSteps = Number(settings?.get('logging_steps') ?? 1);
  let totalSteps: number | null = null;
  let logged = 0;
  return {
    read: (line) => {
      const total = TOTAL_STEPS.exec(line)?.[1];
      if (total !== undefined) totalSteps = Number(total.replaceAll(',', '')) || null;
      const dict = METRICS.exec(line)?.[0];
      if (dict === undefined) return undefined;
      const values = new Map(
        [...dict.matchAll(MEMBER)].map(([, name = '', quoted, bare]) => [name, Number(quoted ?? bare)]),
      );
      const take = (name: string) => {
        const value = values.get(name);
        return value === undefined || !Number.isFinite(value) ? null : value;
      };
      // The summary at the end averages over all steps: no point of the curve.
      if (values.has('train_runtime')) return undefined;
      const isTraining = values.has('loss');
      if (isTraining) logged++;
      const epoch = take('epoch');
      const step =
        totalSteps !== null && epoch !== null
          ? Math.round((epoch / epochs) * totalSteps)
          : Math.max(0, logged - 1) * loggingSteps;
      return {
        step: totalSteps === null ? step : Math.min(step, totalSteps),
        totalSteps,
        trainLoss: take('loss'),
        // DPO prints the accuracy of tokens too, which says little about preferences.
        trainAccuracy: isTraining ? (take('rewards/accuracies') ?? take('mean_token_accuracy')) : null,
        validLoss: take('eval_loss'),
        validAccuracy: take('eval_rewards/accuracies') ?? take('eval_mean_token_accuracy'),
      };
    },
  };
}
