import type { JobEvent, TuningCheckpoint, TuningJob } from '@imaginarium/contracts';
import type { KnownJob, LaunchEvent, LaunchPlan } from '@imaginarium/pipeline/train';
import { formatBytes, formatCost, formatCount, formatDuration, renderTable } from './format.ts';

/** What a launch does and costs. */
export function renderLaunchPlan({ endpoint, model, method, runKey, files, estimate }: LaunchPlan): string {
  const { dollars, basis, hardware, timeoutMs } = estimate;
  const rows = files.map(({ path, split, rows, bytes, tokens }) => [
    `  ${split}`,
    `${formatCount(rows)} records`,
    formatBytes(bytes),
    tokens === null ? '' : `${formatCount(tokens)} tokens`,
    path,
  ]);
  return [
    `${method} of ${model} at ${endpoint}`,
    renderTable(rows, [1, 2]),
    `  cost      ${dollars ? `${formatCost(dollars.low)} to ${formatCost(dollars.high)}` : 'unknown'}: ${basis}`,
    ...(hardware === null ? [] : [`  hardware  ${hardware}`]),
    ...(timeoutMs === null ? [] : [`  ended after ${formatDuration(timeoutMs)} at the latest`]),
    `  run key   ${runKey}: repeated, it is the same job`,
  ].join('\n');
}

/** What happens on the way to a job; empty for what need not be said. */
export function renderLaunchEvent(event: LaunchEvent, { isJson }: { readonly isJson: boolean }): string {
  if (event.kind === 'planned') return isJson ? '' : renderLaunchPlan(event.plan);
  if (event.kind === 'waiting') return `waiting: ${event.message}`;
  return event.kind === 'uploaded' ? `uploaded ${event.file.path} as ${event.id}` : '';
}

export function renderJobEvent({ at, level, message }: JobEvent): string {
  const time = new Date(at).toISOString().slice(11, 19);
  return `${time}  ${level === 'info' ? '' : `${level}: `}${message}`;
}

/** One job, with what can be asked of it. */
export function renderJob(job: TuningJob, checkpoints: readonly TuningCheckpoint[]): string {
  const { id, endpoint, state, stateAs, model, trainedTokens, failure, checkpoint, url } = job;
  const lines = [`${id}  ${state === stateAs ? state : `${state} (${stateAs})`}  ${model} at ${endpoint}`];
  if (failure) lines.push(`  failed: ${failure.code}: ${failure.message}`);
  if (trainedTokens !== null) lines.push(`  trained on ${formatCount(trainedTokens)} tokens`);
  for (const { step, model: name, metrics } of checkpoints) {
    const loss = metrics?.validLoss ?? metrics?.trainLoss;
    lines.push(
      `  checkpoint at step ${formatCount(step)}${loss == null ? '' : `, loss ${loss.toFixed(4)}`}  ${name ?? ''}`,
    );
  }
  if (url !== null) lines.push(`  ${url}`);
  if (checkpoint !== null)
    lines.push('', `next\n  imaginarium evaluate --model ${checkpoint} --tool-set none --test RUN`);
  return lines.join('\n');
}

export function renderJobs(jobs: readonly TuningJob[]): string {
  if (jobs.length === 0) return 'No jobs.';
  return renderTable(jobs.map(rowOf));
}

/** Jobs launched from this folder. */
export function renderLaunched(known: readonly KnownJob[]): string {
  if (known.length === 0)
    return 'Nothing was launched from this folder. All jobs of an endpoint: imaginarium jobs --to NAME';
  return renderTable(
    known.map(({ launch, job, problem }) =>
      job
        ? [...rowOf(job), launch.data]
        : [`${launch.jobId}`, launch.endpoint, 'not known', launch.model, '', '', `${launch.data}  (${problem})`],
    ),
  );
}

function rowOf({ id, endpoint, state, model, createdAt, checkpoint }: TuningJob): string[] {
  const made = new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ');
  return [id, endpoint, state, model, made, checkpoint ?? ''];
}
