import { sha256, type TuningRequest } from '@imaginarium/contracts';
import type { WireJob } from './wire.ts';

/** Up to 40 characters (docs.together.ai, CLI reference of fine-tuning, `--suffix`). */
const MAX_SUFFIX = 40;
const MAX_PLAIN_KEY = 20;
const MARK = 'imrun-';

/**
 * Together keeps no metadata, but it gives the suffix of a job back: so the run key goes there, as it is when it is short,
 * else as a hash. What is left of the length takes the suffix that was asked for, cut to fit.
 */
export function runSuffix({ runKey, suffix }: Pick<TuningRequest, 'runKey' | 'suffix'>): string {
  const mark = `${MARK}${markOf(runKey)}`;
  if (suffix === undefined) return mark;
  return `${suffix.slice(0, MAX_SUFFIX - mark.length - 1)}-${mark}`;
}

export function isOfRun(job: Pick<WireJob, 'suffix' | 'model_output_name'>, runKey: string): boolean {
  return markIn(job) === markOf(runKey);
}

/** Null for a job of another, and for a key that only its hash is known of. */
export function readRunKey(job: Pick<WireJob, 'suffix' | 'model_output_name'>): string | null {
  const mark = markIn(job);
  return mark === null || /^h[0-9a-f]{24}$/.test(mark) ? null : mark;
}

function markOf(runKey: string): string {
  return runKey.length <= MAX_PLAIN_KEY && !runKey.includes(MARK) ? runKey : `h${sha256(runKey).slice(0, 24)}`;
}

/** `suffix` where it is told; else from the name of the output, `ACCOUNT/MODEL-SUFFIX-HASH`. */
function markIn({ suffix, model_output_name: output }: Pick<WireJob, 'suffix' | 'model_output_name'>): string | null {
  const from = suffix ?? '';
  const at = from.lastIndexOf(MARK);
  if (at >= 0) return from.slice(at + MARK.length);
  return /-imrun-([a-zA-Z0-9_-]{1,25})-[0-9a-f]{8}$/.exec(output ?? '')?.[1] ?? null;
}
