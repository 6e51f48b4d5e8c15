import { ImaginariumError, type Round } from '@imaginarium/contracts';
import { type EndpointSettings, openTuningEndpoint } from '../train/open-tuning-endpoint.ts';
import type { RoundContext } from './round-context.ts';

/**
 * The checkpoint that a round goes on from must still be where it was trained.
 *
 * @param trained the round that it came from; undefined for a base model
 * @throws ImaginariumError `input/checkpoint-gone`
 */
export async function refuseGoneCheckpoint(
  context: RoundContext,
  trained: Round | undefined,
  checkpoint: string,
): Promise<void> {
  const { environment, endpoint, config, round } = context;
  const job = trained?.training?.job;
  if (!job || trained?.training?.checkpoint !== checkpoint || trained.training.endpoint !== config.training.to) return;
  const url = await endpoint.url(checkpoint);
  try {
    const call = environment.signal ? { signal: environment.signal } : {};
    await openTuningEndpoint(endpointSettings(context, url), environment).job(job, call);
  } catch (error) {
    if (error instanceof ImaginariumError && error.code === 'endpoint/not-found')
      throw checkpointGone(trained, checkpoint, trained === round, error);
    throw error;
  }
}

/**
 * @param isOwn whether it is that of the round that is worked on, which can be trained again
 */
export function checkpointGone(
  { number }: Round,
  checkpoint: string,
  isOwn: boolean,
  cause: unknown,
): ImaginariumError {
  return new ImaginariumError({
    code: 'input/checkpoint-gone',
    message: `The checkpoint of round ${number}, ${checkpoint}, is gone from where it was trained.`,
    hint: isOwn
      ? 'The same command trains it again; --checkpoint MODEL names another.'
      : `Set training.from: base in project.yaml, which trains the base model again; or train the records of rounds/${number}/records again and set it to what comes out.`,
    cause,
  });
}

export function endpointSettings({ config }: Pick<RoundContext, 'config'>, url: string | undefined): EndpointSettings {
  const { to, baseUrl, key, account, hardware, hours, price } = config.training;
  return { to, baseUrl: url ?? baseUrl, key, account, hardware, hours, price };
}
