import { type EndpointCheck, ImaginariumError } from '@imaginarium/contracts';

/** Asks for the list of jobs, which costs nothing: an endpoint that gives it to this key takes jobs from it. */
export async function checkByListing(server: string, countJobs: () => Promise<number>): Promise<EndpointCheck> {
  try {
    const count = await countJobs();
    return { state: 'open', message: `${server} answers; ${count} fine-tuning jobs are listed.` };
  } catch (error) {
    if (!(error instanceof ImaginariumError) || error.category === 'interrupted') throw error;
    return { state: error.code === 'permission/closed' ? 'closed' : 'unknown', message: error.message };
  }
}
