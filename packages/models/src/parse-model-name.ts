import { ImaginariumError } from '@imaginarium/contracts';

const PROVIDERS = ['openai', 'huggingface', 'practice'] as const;

export interface ModelName {
  readonly provider: (typeof PROVIDERS)[number];
  /** Empty for the practice model. */
  readonly model: string;
  /** Without a trailing slash and without credentials. */
  readonly baseUrl?: string;
}

/**
 * Reads `provider:model[@base-url]`, for example `openai:gpt-5-mini` or `openai:qwen3@http://127.0.0.1:11434/v1`.
 *
 * @throws ImaginariumError `config/model-name`
 */
export function parseModelName(text: string): ModelName {
  const colon = text.indexOf(':');
  const provider = PROVIDERS.find((name) => name === text.slice(0, colon));
  if (colon < 0 || provider === undefined)
    throw wrongName(
      text,
      `it does not begin with a provider; known are ${PROVIDERS.map((name) => `${name}:`).join(' ')}`,
    );
  const rest = text.slice(colon + 1);
  if (provider === 'practice') {
    if (rest !== '') throw wrongName(text, 'the practice model is one: write practice: alone');
    return { provider, model: '' };
  }
  const at = rest.search(/@https?:\/\//i);
  const model = at < 0 ? rest : rest.slice(0, at);
  if (model.trim() === '') throw wrongName(text, 'the model is missing after the provider');
  if (/\s/.test(rest)) throw wrongName(text, 'it holds white space');
  if (model.lastIndexOf('@') > 0) throw wrongName(text, 'the base URL after @ must begin with http:// or https://');
  return at < 0 ? { provider, model } : { provider, model, baseUrl: readBaseUrl(text, rest.slice(at + 1)) };
}

function readBaseUrl(name: string, text: string): string {
  if (!URL.canParse(text)) throw wrongName(name, 'the text after @ is not a URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw wrongName('(not shown, its URL holds credentials)', 'give the key as a secret, not in the URL');
  if (url.search !== '' || url.hash !== '') throw wrongName(name, 'the base URL may not have a query or a fragment');
  return url.href.replace(/\/+$/, '');
}

function wrongName(name: string, reason: string): ImaginariumError {
  return new ImaginariumError({
    code: 'config/model-name',
    message: `The model name "${name}" cannot be read: ${reason}.`,
    hint: 'Write provider:model[@base-url], for example openai:gpt-5-mini, openai:qwen3@http://127.0.0.1:11434/v1, huggingface:Qwen/Qwen3-32B or practice:.',
  });
}
