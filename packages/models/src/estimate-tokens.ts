import type { ChatRequest, Message, ToolDefinition } from '@imaginarium/contracts';

const CHARACTERS_A_TOKEN = 4;

/** Input tokens of a request, estimated: four characters a token over the messages and the tool definitions. */
export function estimateTokens(request: Pick<ChatRequest, 'messages' | 'tools'>): number {
  return tokensOf(requestLength(request, (text) => text.length));
}

/** Tokens of a text, estimated: four characters a token. */
export function estimateTextTokens(text: string): number {
  return tokensOf(text.length);
}

/**
 * Input tokens that a request cannot exceed: its UTF-8 bytes (a byte-level tokenizer never makes more tokens than
 * bytes) and room for the chat template around each message and tool.
 */
export function boundInputTokens(request: Pick<ChatRequest, 'messages' | 'tools'>): number {
  const parts = request.messages.length + (request.tools?.length ?? 0);
  return requestLength(request, Buffer.byteLength) + 16 * parts + 512;
}

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}

function requestLength(request: Pick<ChatRequest, 'messages' | 'tools'>, measure: (text: string) => number): number {
  let length = 0;
  for (const message of request.messages) length += messageLength(message, measure);
  for (const tool of request.tools ?? []) length += measure(definitionText(tool));
  return length;
}

function messageLength(message: Message, measure: (text: string) => number): number {
  let length = measure(message.content);
  if (message.role === 'assistant')
    for (const call of message.toolCalls ?? []) length += measure(call.name) + measure(call.argumentsText);
  return length;
}

const definitionTexts = new WeakMap<ToolDefinition, string>();

/** A tool's definition is sent with every call of its trials: its text is made once. */
function definitionText(tool: ToolDefinition): string {
  let text = definitionTexts.get(tool);
  if (text === undefined) {
    text = JSON.stringify(tool);
    definitionTexts.set(tool, text);
  }
  return text;
}
