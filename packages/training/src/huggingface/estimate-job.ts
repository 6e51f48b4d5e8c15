import { listJobHardware } from '@huggingface/hub';
import { type CostEstimate, type Hyperparameters, ImaginariumError, type RecordFile } from '@imaginarium/contracts';
import type { HubClient } from './hub-client.ts';
import type { ApiJobHardware } from './hub-types.ts';
import { DEFAULT_EPOCHS, loraRankOf } from './trl-settings.ts';

/** Dense bfloat16 peak in TFLOP/s, from NVIDIA's data sheets (T4: float16). */
const PEAK: readonly (readonly [RegExp, number])[] = [
  [/h[12]00/i, 989],
  [/a100/i, 312],
  [/l40s/i, 362],
  [/l4\b/i, 121],
  [/a10g?/i, 70],
  [/t4/i, 65],
];
/** Share of the peak that training on one card reaches, between a bad and a good day. */
const UTILISATION = { low: 0.15, high: 0.45 };
/** Forward, backward, and the forward again that gradient checkpointing costs: 2 + 4 + 2 a weight; an adapter has no gradients of the weights. */
const FLOPS_A_WEIGHT = { full: 8, lora: 6 };
/** Minutes to pull the image, install, and load and push the model. */
const SETUP_MINUTES = { low: 5, high: 20 };

export interface JobToEstimate {
  readonly model: string;
  readonly hyperparameters: Hyperparameters;
  readonly files: readonly RecordFile[];
  readonly flavor: string;
  readonly timeoutMs: number;
}

/** Hours x live price of the hardware, with what the hours were reckoned from. Dollars are null where the price cannot be asked. */
export async function estimateJob(
  client: HubClient,
  job: JobToEstimate,
  signal: AbortSignal | undefined,
): Promise<CostEstimate> {
  const { flavor, timeoutMs } = job;
  const hardware = await priceOf(client, flavor, signal);
  const minutes = minutesOf(job, hardware?.accelerator ?? null);
  const limit = timeoutMs / 60_000;
  const capped = { low: Math.min(minutes.low, limit), high: Math.min(minutes.high, limit) };
  const day = new Date(client.clock.now()).toISOString().slice(0, 10);
  const perMinute = hardware && perMinuteOf(hardware);
  const basis = [
    minutes.basis,
    minutes.high > limit ? `it may not end within the time limit of ${Math.round(limit)} minutes` : undefined,
    perMinute === undefined
      ? `the price of ${flavor} could not be asked`
      : `$${perMinute.toFixed(4)} a minute on ${flavor} (asked on ${day})`,
  ];
  return {
    dollars:
      perMinute === undefined ? null : { low: cents(capped.low * perMinute), high: cents(capped.high * perMinute) },
    basis: basis.filter(Boolean).join('; '),
    hardware: flavor,
    timeoutMs,
  };
}

async function priceOf(
  client: HubClient,
  flavor: string,
  signal: AbortSignal | undefined,
): Promise<ApiJobHardware | undefined> {
  try {
    const all = await listJobHardware(client.params(signal));
    const found = all.find(({ name }) => name === flavor);
    if (found) return found;
    throw new ImaginariumError({
      code: 'config/hardware',
      message: `The Hub has no hardware "${flavor}" for jobs.`,
      hint: `It has ${all.map(({ name }) => name).join(', ')}.`,
    });
  } catch (error) {
    if (error instanceof ImaginariumError && error.category === 'endpoint') return undefined;
    throw error;
  }
}

function perMinuteOf({ unitCostUSD, unitLabel }: ApiJobHardware): number {
  return /hour/i.test(unitLabel) ? unitCostUSD / 60 : /second/i.test(unitLabel) ? unitCostUSD * 60 : unitCostUSD;
}

function minutesOf(
  { model, hyperparameters, files, timeoutMs }: JobToEstimate,
  accelerator: ApiJobHardware['accelerator'],
) {
  const trained = files.filter(({ split }) => split === 'train');
  const tokens = trained.some((file) => file.tokens === null)
    ? undefined
    : trained.reduce((sum, file) => sum + (file.tokens ?? 0), 0);
  const limit = { low: SETUP_MINUTES.low, high: timeoutMs / 60_000 };
  if (tokens === undefined) return { ...limit, basis: 'tokens not counted: from the set-up to the time limit' };
  const peak = PEAK.find(([name]) => name.test(accelerator?.model ?? ''))?.[1];
  if (peak === undefined)
    return { ...limit, basis: 'speed of the hardware not known: from the set-up to the time limit' };
  const cards = Math.max(1, Number.parseInt(accelerator?.quantity ?? '1', 10) || 1);
  const size = Number(/(\d+(?:\.\d+)?)\s?b\b/i.exec(model)?.[1]) || 7;
  const weights = loraRankOf(hyperparameters) === 0 ? 'full' : 'lora';
  const epochs = hyperparameters.epochs ?? DEFAULT_EPOCHS;
  const atPeak = (tokens * epochs * size * 1e9 * FLOPS_A_WEIGHT[weights]) / (peak * 1e12 * cards) / 60;
  return {
    low: SETUP_MINUTES.low + atPeak / UTILISATION.high,
    high: SETUP_MINUTES.high + atPeak / UTILISATION.low,
    basis: `${tokens} tokens x ${epochs} epochs x ${size} billion weights (${weights}) at ${UTILISATION.low * 100} to ${UTILISATION.high * 100}% of ${peak * cards} TFLOP/s, and ${SETUP_MINUTES.low} to ${SETUP_MINUTES.high} minutes of set-up`,
  };
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
