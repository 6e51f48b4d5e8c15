import { existsSync } from 'node:fs';
import {
  canonicalJson,
  ImaginariumError,
  type Prediction,
  type PredictionHeader,
  predictionHeaderSchema,
} from '@imaginarium/contracts';
import { openJsonlAppender, readJsonl } from '@imaginarium/storage';
import { collectProblems } from '../test-set/data-problems.ts';
import { readOwnRows } from './read-own-rows.ts';

export interface PredictionsWriter {
  /** Predictions that the file held when it was opened. */
  readonly resumed: number;
  /** Whether the file holds the prediction, from before or from now. */
  has(itemId: string, repetition: number): boolean;
  /** No death of the process loses the row. @throws ImaginariumError `disk/…` */
  append(prediction: Prediction): void;
  close(): Promise<void>;
}

/**
 * Opens a predictions file to write to: a new one begins with the header; one that is there goes on, half of a last line cut
 * away, as long as its header says the same (when, and from which copy of the data, aside). One writer a file: the caller holds the run's lock.
 * @throws ImaginariumError `input/other-predictions` naming what differs; `input/predictions` when the file is something else;
 * `disk/…`
 */
export async function createPredictionsWriter(path: string, header: PredictionHeader): Promise<PredictionsWriter> {
  const before = existsSync(path) ? await readBefore(path, header) : undefined;
  const done = before ?? new Map<string, Set<number>>();
  let resumed = 0;
  for (const repetitions of done.values()) resumed += repetitions.size;
  const appender = await openJsonlAppender(path);
  if (before === undefined) appender.append(header);
  return {
    resumed,
    has: (itemId, repetition) => done.get(itemId)?.has(repetition) === true,
    append(prediction) {
      appender.append(prediction);
      note(done, prediction);
    },
    close: () => appender.close(),
  };
}

/** What the file holds already, by item; undefined when it has no whole line. */
async function readBefore(path: string, header: PredictionHeader): Promise<Map<string, Set<number>> | undefined> {
  const found = await readHeader(path);
  if (found === undefined) return undefined;
  const [wanted, had] = [comparable(header), comparable(found)];
  const different = Object.keys(wanted).filter((key) => wanted[key] !== had[key]);
  if (different.length > 0) {
    throw new ImaginariumError({
      code: 'input/other-predictions',
      message: `${path} holds predictions that were made otherwise: ${different.map((key) => difference(key, had[key], wanted[key])).join('; ')}.`,
      hint: 'Write to another file, or ask in the same way again.',
    });
  }
  const done = new Map<string, Set<number>>();
  for await (const prediction of readOwnRows(path, collectProblems())) note(done, prediction);
  return done;
}

async function readHeader(path: string): Promise<PredictionHeader | undefined> {
  let isOther = false;
  const rows = readJsonl(path, { onBroken: ({ torn }) => (isOther ||= torn !== true) });
  for await (const row of rows) {
    const header = predictionHeaderSchema.safeParse(row);
    if (header.success && !isOther) return header.data;
    isOther = true;
    break;
  }
  if (!isOther) return undefined;
  throw new ImaginariumError({
    code: 'input/predictions',
    message: `${path} is there and is no predictions file.`,
    hint: 'Write to another file, or remove it.',
  });
}

/** The header's parts as canonical JSON; when and from which file the predictions were asked may differ. */
function comparable({ createdAt: _, data, ...header }: PredictionHeader): Record<string, string> {
  const parts = Object.entries({ ...header, data: { hash: data.hash } });
  return Object.fromEntries(parts.map(([key, part]) => [key, canonicalJson(part)]));
}

const SHORT = 80;

function difference(key: string, had = '', wanted = ''): string {
  return had.length > SHORT || wanted.length > SHORT ? `\`${key}\` differs` : `\`${key}\` is ${had}, not ${wanted}`;
}

function note(done: Map<string, Set<number>>, { item, repetition }: Prediction): void {
  const repetitions = done.get(item.id);
  if (repetitions === undefined) done.set(item.id, new Set([repetition]));
  else repetitions.add(repetition);
}
