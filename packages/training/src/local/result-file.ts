import type { JobEventRecord } from './job-record.ts';

/** The metrics of a job as OpenAI's result file has them: CSV, empty where a value is not known. */
export function resultCsv(events: readonly JobEventRecord[]): string {
  const rows = events.flatMap(({ metrics }) =>
    metrics
      ? [
          [metrics.step, metrics.trainLoss, metrics.trainAccuracy, metrics.validLoss, metrics.validAccuracy]
            .map((value) => value ?? '')
            .join(','),
        ]
      : [],
  );
  return `${['step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy', ...rows].join('\n')}\n`;
}
