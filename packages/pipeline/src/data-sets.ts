import type { Manifest } from '@imaginarium/contracts';
import { RUN_FILES } from './run-paths.ts';

/** What was written for one target. */
export interface DataSet {
  readonly target: string;
  /** Inside the run folder. */
  readonly path: string;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly preference: number;
  readonly refused: number;
  /** What the target would refuse of the files as a whole, said as notices when they were written. */
  readonly problems: number;
  /** Tokens of the train split; null where nothing exact is known. */
  readonly tokens: number | null;
  /** Tokens of the train split that the loss is taken on; null where no proof counts them. */
  readonly trainedTokens: number | null;
  /** Bytes of the data files. */
  readonly jsonlBytes: number;
  readonly parquetBytes: number;
}

/** The data sets that a run has written, from its manifest; pure. */
export function dataSetsOf(manifest: Manifest): DataSet[] {
  const { counts = {}, outputs = [] } = manifest.stages.format ?? {};
  const targets = new Set(Object.keys(counts).map((name) => name.split('/')[0] as string));
  return [...targets].map((target) => {
    const path = `${RUN_FILES.records}/${target}`;
    const files = outputs.filter((output) => output.path.startsWith(`${path}/`));
    const bytesOf = (wanted: RegExp) =>
      files.filter((file) => wanted.test(file.path)).reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      target,
      path,
      train: counts[`${target}/train`] ?? 0,
      validation: counts[`${target}/validation`] ?? 0,
      test: counts[`${target}/test`] ?? 0,
      preference: counts[`${target}/preference`] ?? 0,
      refused: counts[`${target}/refused`] ?? 0,
      problems: counts[`${target}/problems`] ?? 0,
      tokens: counts[`${target}/tokens`] ?? null,
      trainedTokens: counts[`${target}/trainedTokens`] ?? null,
      jsonlBytes: bytesOf(/\/(preference-)?(train|validation|test)\.jsonl$/),
      parquetBytes: bytesOf(/\.parquet$/),
    };
  });
}
