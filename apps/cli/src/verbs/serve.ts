import { ImaginariumError } from '@imaginarium/contracts';
import { serveLocally } from '@imaginarium/pipeline/train';
import type { Invocation } from '../command-context.ts';
import { wholeNumber } from '../whole-number.ts';

export interface ServeFlags {
  readonly folder?: string;
  readonly host?: string;
  readonly port?: string;
  readonly key?: string;
  readonly trl?: string;
  readonly trlModel?: readonly string[];
  readonly trlServer?: string;
  readonly trlLoraRank?: string;
}

/** `imaginarium serve`: runs until it is interrupted, which is how it ends well. */
export async function serveCommand({ options, context }: Invocation<ServeFlags>): Promise<void> {
  const { folder, host, key } = options;
  const port = wholeNumber('--port', options.port, { least: 0 });
  const server = await serveLocally({ folder, host, port, key, trl: trlOf(options), log: context.say }, context);
  if (context.isJson) context.answer({ url: server.url });
  else {
    context.print(`${server.url}  speaks OpenAI's API: files, uploads, fine-tuning jobs, models, chat completions`);
    context.print(`base model student-v1: a proxy to rehearse the loop, not a language model`);
    context.print('Ctrl-C ends it; jobs under way are taken up again by the next start.');
  }
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    context.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  if (!(context.signal.reason instanceof ImaginariumError)) throw context.signal.reason;
}

function trlOf({ trl, trlModel, trlServer, trlLoraRank }: ServeFlags) {
  if (trl === undefined) return undefined;
  if (!trlModel?.length)
    throw new ImaginariumError({
      code: 'usage/trl-model',
      message: '--trl says where TRL is; which models it trains is not said.',
      hint: '--trl-model mistralai/Mistral-7B-Instruct-v0.3',
    });
  const loraRank = wholeNumber('--trl-lora-rank', trlLoraRank, { least: 0 });
  return {
    python: trl,
    baseModels: trlModel,
    ...(trlServer === undefined ? {} : { serve: { url: trlServer } }),
    ...(loraRank === undefined ? {} : { loraRank }),
  };
}
