import { buildRendering } from './rendering.ts';
import type { Rendering } from './target.ts';

export interface ChatMlMessage {
  readonly role: string;
  readonly content: string;
}

/**
 * ChatML: `<|im_start|>role\ncontent<|im_end|>\n` a message. Every assistant turn is trained, with the token that
 * ends it and without the header that the server puts there.
 */
export function renderChatMl(messages: readonly ChatMlMessage[]): Rendering {
  const into = buildRendering();
  for (const { role, content } of messages) {
    into.control('<|im_start|>');
    into.plain(`${role}\n`);
    const body = () => {
      into.plain(content);
      into.control('<|im_end|>');
    };
    if (role === 'assistant') into.trained(body);
    else body();
    into.plain('\n');
  }
  return into.done();
}
