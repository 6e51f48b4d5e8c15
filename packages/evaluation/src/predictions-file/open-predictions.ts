import {
  type DataProblem,
  ImaginariumError,
  isJsonObject,
  type Prediction,
  type PredictionHeader,
  predictionHeaderSchema,
} from '@imaginarium/contracts';
import type { Disputes } from '../disputes/dispute.ts';
import { collectProblems } from '../test-set/data-problems.ts';
import type { TestSet } from '../test-set/read-test-set.ts';
import { sniffDocument } from '../test-set/sniff-document.ts';
import { isSteDocument } from '../test-set/ste-document.ts';
import { readOwnRows } from './read-own-rows.ts';
import { readSteHeader, readSteRows } from './read-ste-predictions.ts';
import { settlePredictions } from './settle-predictions.ts';

export interface OpenPredictions {
  /** With a test set given, `data` is that test set's: what the predictions are scored against. */
  readonly header: PredictionHeader;
  /** What can be scored, in the order of the file; one pass. @throws ImaginariumError `disk/…` */
  rows(): AsyncIterable<Prediction>;
  /** What was wrong; complete after `rows()` ended. */
  problems(): DataProblem[];
  /** Items that disputes changed or took out; complete after `rows()` ended. */
  disputed(): { readonly applied: number; readonly dismissed: number };
}

export interface OpenPredictionsOptions {
  /** Takes golds from here, by item id. @default the golds that the predictions carry */
  readonly testSet?: TestSet | undefined;
  readonly disputes?: Disputes | undefined;
}

/**
 * Opens a predictions file of ours, which is streamed, or one of the paper's saved results, which is read whole.
 * @throws ImaginariumError `input/not-found`, `input/predictions` when it is neither, `disk/…`
 */
export async function openPredictions(path: string, options: OpenPredictionsOptions = {}): Promise<OpenPredictions> {
  const problems = collectProblems();
  const first = await sniffDocument(path);
  if (isSteDocument(first)) {
    const header = await readSteHeader(first, path);
    return settlePredictions(header, () => readSteRows(first, header, problems, options.testSet), problems, options);
  }
  const header = predictionHeaderSchema.safeParse(first);
  if (header.success) return settlePredictions(header.data, () => readOwnRows(path, problems), problems, options);
  const [issue] = header.error.issues;
  throw new ImaginariumError({
    code: 'input/predictions',
    message:
      isJsonObject(first) && first.kind === 'predictions'
        ? `The header of ${path} cannot be used: ${issue?.path.join('.')}: ${issue?.message}.`
        : `${path} does not begin with the header of a predictions file.`,
    hint: 'Give a file that `imaginarium evaluate --model` wrote, or one of the saved_results of STE.',
  });
}
