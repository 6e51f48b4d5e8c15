import type { Example } from '@imaginarium/contracts';
import type { RecordConfig } from './config.ts';
import { estimateTokens } from './prove-loss.ts';
import { createTokenCounter } from './token-counter.ts';

/**
 * Counts the tokens of an example's conversation: texts, names and arguments of calls; neither the chat template nor the
 * definitions of tools, which differ by target. By `tokenizer` where one is given, else by OpenAI's encoding where that is a
 * target, else estimated from bytes.
 *
 * @throws ImaginariumError `config/tokenizer`
 */
export async function exampleTokens(
  config: Pick<RecordConfig, 'tokenizer' | 'targets' | 'openaiModel'>,
): Promise<(example: Pick<Example, 'messages'>) => number> {
  const count = await openCount(config);
  return ({ messages }) => {
    let tokens = 0;
    for (const message of messages) {
      tokens += count(message.content);
      if (message.role === 'assistant')
        for (const call of message.toolCalls ?? []) tokens += count(call.name) + count(call.argumentsText);
    }
    return tokens;
  };
}

async function openCount({
  tokenizer,
  targets,
  openaiModel,
}: Pick<RecordConfig, 'tokenizer' | 'targets' | 'openaiModel'>): Promise<(text: string) => number> {
  if (tokenizer === undefined && !targets.includes('openai')) return estimateTokens;
  const counter = await createTokenCounter(tokenizer === undefined ? { family: openaiModel } : { file: tokenizer });
  return (text) => counter.count(text);
}
