import type { getJob, listJobHardware } from '@huggingface/hub';

/** The client does not export the types of what its functions return. */
export type ApiJob = Awaited<ReturnType<typeof getJob>>;
export type ApiJobHardware = Awaited<ReturnType<typeof listJobHardware>>[number];
