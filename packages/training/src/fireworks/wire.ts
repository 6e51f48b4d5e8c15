import { z } from 'zod';

const time = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number());
const text = z.string().nullish();

/**
 * What is read of Fireworks' replies: fields as in the types of its official Python client (github.com/fw-ai-external/python-sdk, `types/supervised_fine_tuning_job.py`
 * and `types/dataset.py`), where most are optional.
 */
export const wireDatasetSchema = z.object({ name: text, state: text });

export const wireJobSchema = z.object({
  /** `accounts/ACCOUNT/supervisedFineTuningJobs/ID` */
  name: z.string(),
  displayName: text,
  state: z.string(),
  createTime: time,
  updateTime: time.nullish(),
  completedTime: time.nullish(),
  baseModel: text,
  warmStartFrom: text,
  outputModel: text,
  status: z.object({ code: text, message: text }).nullish(),
});
export type WireJob = z.infer<typeof wireJobSchema>;

export const wireJobsSchema = z.object({
  supervisedFineTuningJobs: z.array(wireJobSchema).nullish(),
  nextPageToken: text,
});
