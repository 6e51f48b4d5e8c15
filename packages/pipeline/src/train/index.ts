export type { PreflightReport } from '@imaginarium/training';
export { checkEndpoints, type EndpointRow } from './check-endpoints.ts';
export { exportTraining } from './export-training.ts';
export { followJob } from './follow-job.ts';
export {
  type LaunchEvent,
  type LaunchPlan,
  type LaunchRequest,
  launchTraining,
  planLaunch,
} from './launch-training.ts';
export { type KnownJob, listJobs, listLaunched, settingsOfJob } from './list-jobs.ts';
export { type EndpointSettings, openTuningEndpoint } from './open-tuning-endpoint.ts';
export { preflightRecords } from './preflight-records.ts';
export { serveLocally } from './serve-locally.ts';
export { uploadRecords } from './upload-records.ts';
