import type { FormattingConfig } from './config.ts';
import { lineBytes } from './line-length.ts';
import { countOpenAiLine } from './openai-tokens.ts';
import { tooLong } from './prove-loss.ts';
import type { Line, TargetName } from './target.ts';
import { createTokenCounter, type TokenCounter } from './token-counter.ts';

const BYTES_A_TOKEN = 3;

/** Says why a line is too long to be trained whole; undefined when it is not. */
export type LengthCheck = (line: Line) => string | Promise<string | undefined> | undefined;

/**
 * For lines whose chat template the trainer chooses. OpenAI lines are counted exactly (tools estimated), but only those
 * that could be too long: a token is at least one byte. Others are estimated from their bytes.
 */
export function createLengthCheck(
  target: TargetName,
  config: Pick<FormattingConfig, 'openaiModel' | 'maxTokens'>,
): LengthCheck {
  const limit = config.maxTokens[target];
  if (target !== 'openai')
    return (line) => {
      const tokens = Math.ceil(lineBytes(line) / BYTES_A_TOKEN);
      return tokens > limit ? tooLong(tokens, limit, false) : undefined;
    };
  let counter: TokenCounter | undefined;
  return (line) => (lineBytes(line) <= limit ? undefined : count(line));

  async function count(line: Line): Promise<string | undefined> {
    counter ??= await createTokenCounter({ family: config.openaiModel });
    const { messages, toolsEstimate } = countOpenAiLine(line, counter);
    return messages + toolsEstimate > limit ? tooLong(messages + toolsEstimate, limit, true) : undefined;
  }
}
