import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImaginariumError, type OutputFile } from '@imaginarium/contracts';
import {
  type GeneralConfig,
  type GeneralRecord,
  parseGeneralSource,
  type SampledGeneral,
  sampleGeneral,
  toGeneralRecord,
} from '@imaginarium/formatting';
import { readJsonl, readParquet } from '@imaginarium/storage';
import type { Environment } from '../environment.ts';
import { type GeneralCopy, keepGeneralCopy } from './general-copy.ts';

/** The conversations that ship, found alike from source and from dist. */
const BUNDLED = fileURLToPath(new URL('../../../../datasets/general/normal-mode.jsonl', import.meta.url));
const COLUMNS = ['id', 'messages', 'conversations', 'system', 'instruction', 'input', 'output'];

export interface GeneralDraw {
  readonly records: readonly SampledGeneral[];
  /** The kept copy of a data set of the Hub and the note on it, inside `folder`; empty otherwise. */
  readonly outputs: readonly OutputFile[];
}

export interface GeneralRequest {
  /** Undefined: nothing is drawn. */
  readonly config: GeneralConfig | undefined;
  /** What a path is relative to. */
  readonly configFolder: string;
  /** Where a copy of what comes from the Hub is kept: with it no later draw needs the network. */
  readonly folder: string;
  /** What a ratio is of. */
  readonly trainExamples: number;
  readonly seed: string | number;
  readonly environment: Pick<Environment, 'fetch' | 'variables' | 'signal' | 'onEvent'>;
}

/**
 * Downloads what the config wants from the Hub, unless `folder` keeps it: before anything is paid for, since records are made last.
 *
 * @throws ImaginariumError what `keepGeneralCopy` throws
 */
export async function keepGeneral(
  request: Pick<GeneralRequest, 'config' | 'folder' | 'environment'>,
): Promise<GeneralCopy | undefined> {
  const { config, folder, environment } = request;
  const source = config && parseGeneralSource(config.from);
  return config && source?.kind === 'hub'
    ? keepGeneralCopy({ source, from: config.from, folder, environment })
    : undefined;
}

/**
 * Draws general conversations from where the config says. Rows that are no conversation of text are passed over, and counted in a notice.
 *
 * @throws ImaginariumError `input/not-found`, `input/malformed`, `input/no-general-records`, and what `keepGeneralCopy` throws
 */
export async function drawGeneral(request: GeneralRequest): Promise<GeneralDraw> {
  const { config, configFolder, trainExamples, seed, environment } = request;
  if (config === undefined) return { records: [], outputs: [] };
  const kept = await keepGeneral(request);
  const file = kept?.file ?? (config.from === 'bundled' ? BUNDLED : resolve(configFolder, config.from));
  const count = config.count ?? Math.round((config.ratio ?? 0) * trainExamples);
  const skipped = new Map<string, number>();
  const records = await sampleGeneral({
    records: readGeneralRecords(file, skipped),
    from: kept?.label ?? config.from,
    count,
    seed,
  });
  const reasons = [...skipped].map(([reason, rows]) => `${rows} because ${reason}`).join(', ');
  if (records.length === 0 && count > 0)
    throw new ImaginariumError({
      code: 'input/no-general-records',
      message: `${config.from} has no general conversation: ${reasons === '' ? 'it is empty' : `rows were passed over, ${reasons}`}.`,
      hint: 'Rows need messages ({role, content}), conversations ({from, value}), or instruction and output.',
    });
  if (reasons !== '')
    environment.onEvent?.({ kind: 'notice', message: `rows of ${config.from} were passed over, ${reasons}` });
  return { records, outputs: kept?.outputs ?? [] };
}

async function* readGeneralRecords(file: string, skipped: Map<string, number>): AsyncGenerator<GeneralRecord> {
  const rows = file.endsWith('.parquet') ? readParquet(file, { columns: COLUMNS }) : readJsonl(file);
  for await (const row of rows) {
    const read = toGeneralRecord(row);
    if ('record' in read) yield read.record;
    else skipped.set(read.skipped, (skipped.get(read.skipped) ?? 0) + 1);
  }
}
