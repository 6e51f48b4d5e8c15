import { ImaginariumError } from '@imaginarium/contracts';
import { parseModelName } from '../parse-model-name.ts';

export interface EmbedderName {
  readonly provider: 'openai' | 'huggingface' | 'offline';
  /** Empty for the offline embedder. */
  readonly model: string;
  /** Without a trailing slash and without credentials. */
  readonly baseUrl?: string;
}

/**
 * Reads `openai:MODEL[@base-url]`, `huggingface:MODEL[@url]` or `offline:`.
 *
 * @throws ImaginariumError `config/embedder-name`
 */
export function parseEmbedderName(text: string): EmbedderName {
  if (text === 'offline:') return { provider: 'offline', model: '' };
  try {
    const { provider, ...rest } = parseModelName(text);
    if (provider === 'openai' || provider === 'huggingface') return { provider, ...rest };
  } catch (cause) {
    throw wrongName(cause);
  }
  throw wrongName();
}

/** The name is not repeated: its URL may hold credentials. */
function wrongName(cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'config/embedder-name',
    message: 'The name of the embeddings cannot be read.',
    hint: 'Write offline:, openai:text-embedding-3-small, openai:MODEL@http://127.0.0.1:8080/v1 or huggingface:MODEL[@url].',
    cause,
  });
}
