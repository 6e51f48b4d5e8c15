import { createRandom, type EndpointName, ImaginariumError, type TuningEndpoint } from '@imaginarium/contracts';
import {
  createFireworksTuning,
  createHuggingFaceTuning,
  createOpenAITuning,
  createTogetherTuning,
} from '@imaginarium/training';
import { type Environment, readSecret } from '../environment.ts';

/** Where the local endpoint listens unless told otherwise. */
export const LOCAL_PORT = 8321;

export interface EndpointSettings {
  readonly to: EndpointName;
  /** Another server of the same API. */
  readonly baseUrl?: string | undefined;
  /** `env:NAME`. @default the endpoint's usual variable */
  readonly key?: string | undefined;
  /** The account, for Fireworks; the user or organisation, for Hugging Face. */
  readonly account?: string | undefined;
  /** Hugging Face: the machine that a job runs on, as its list of hardware names it. */
  readonly hardware?: string | undefined;
  /** Hours after which a job on rented hardware is ended. */
  readonly hours?: number | undefined;
  /** US dollars for a million trained tokens today, for estimates where that is what an endpoint charges for. */
  readonly price?: number | undefined;
}

const KEYS: Readonly<Partial<Record<EndpointName, string>>> = {
  openai: 'env:OPENAI_API_KEY',
  huggingface: 'env:HF_TOKEN',
  together: 'env:TOGETHER_API_KEY',
  fireworks: 'env:FIREWORKS_API_KEY',
};

/**
 * The endpoint of a name, with its key from the environment.
 *
 * @throws ImaginariumError `secret/missing`, `usage/account`
 */
export function openTuningEndpoint(settings: EndpointSettings, environment: Environment): TuningEndpoint {
  const { to, baseUrl, account, hardware, hours } = settings;
  const { clock, fetch } = environment;
  const random = createRandom(`endpoint/${to}`);
  const asOf = new Date(clock.now()).toISOString().slice(0, 10);
  const price = settings.price === undefined ? {} : { price: { perMillionTokens: settings.price, asOf } };
  const server = baseUrl === undefined ? {} : { baseUrl };
  switch (to) {
    case 'openai':
      return createOpenAITuning({ clock, random, fetch, ...server, ...price, ...apiKey(settings, environment) });
    case 'local': {
      const local = { name: 'local' as const, baseUrl: baseUrl ?? `http://127.0.0.1:${LOCAL_PORT}/v1` };
      // Its jobs are short: looked at often.
      return createOpenAITuning({ clock, random, fetch, pollMs: 500, ...local, ...apiKey(settings, environment) });
    }
    case 'huggingface':
      return createHuggingFaceTuning({
        clock,
        random,
        fetch,
        token: keyOf(settings, environment) ?? '',
        namespace: required(account, to),
        ...(baseUrl === undefined ? {} : { hubUrl: baseUrl }),
        ...(hardware === undefined ? {} : { flavor: hardware }),
        ...(hours === undefined ? {} : { timeoutMs: hours * 3_600_000 }),
      });
    case 'together':
      return createTogetherTuning({ clock, random, fetch, ...server, ...price, ...apiKey(settings, environment) });
    case 'fireworks':
      return createFireworksTuning({
        clock,
        random,
        fetch,
        account: required(account, to),
        ...server,
        ...price,
        ...apiKey(settings, environment),
      });
    case 'export':
      throw new ImaginariumError({
        code: 'usage/endpoint',
        message: 'An export is a folder, not a service: it has no jobs.',
        hint: 'imaginarium train DATA --to export --tool trl --output FOLDER',
      });
  }
}

function apiKey(settings: EndpointSettings, environment: Environment): { readonly apiKey?: string } {
  const key = keyOf(settings, environment);
  return key === undefined ? {} : { apiKey: key };
}

function keyOf({ to, key, baseUrl }: EndpointSettings, environment: Environment): string | undefined {
  // A server of one's own may need no key.
  const reference = key ?? (to === 'openai' && baseUrl !== undefined ? undefined : KEYS[to]);
  return reference === undefined ? undefined : readSecret(reference, environment, `the endpoint ${to}`);
}

function required(account: string | undefined, to: EndpointName): string {
  if (account !== undefined) return account;
  throw new ImaginariumError({
    code: 'usage/account',
    message: `The endpoint ${to} asks whose account is meant.`,
    hint: 'Give it with --account NAME; a project says it in project.yaml, training: { account: NAME }.',
  });
}
