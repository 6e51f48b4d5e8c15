import type { AssistantMessage, ChatRequest, Message, ToolCall, ToolDefinition } from '@imaginarium/contracts';

/** A request without tools that says the same in text: protocol, past calls and observations. */
export function renderTextMessages(request: Pick<ChatRequest, 'messages' | 'tools' | 'toolChoice'>): Message[] {
  const tools = request.toolChoice === 'none' ? undefined : request.tools;
  const messages: Message[] = [];
  if (tools !== undefined) messages.push({ role: 'system', content: renderProtocol(tools, request.toolChoice) });
  for (const message of request.messages) {
    const rendered = renderMessage(message, tools !== undefined);
    const last = messages.at(-1);
    // Chat templates want one system message and turns that alternate.
    const joins = last?.role === rendered.role && (rendered.role === 'system' || message.role === 'tool');
    if (last && joins) messages[messages.length - 1] = { ...last, content: `${last.content}\n\n${rendered.content}` };
    else messages.push(rendered);
  }
  return messages;
}

/** A call as the text protocol writes it; `parseTextReply` reads it back. */
export function renderTextCall(thought: string, call: Pick<ToolCall, 'name' | 'argumentsText'>): string {
  return `${thought === '' ? '' : `Thought: ${thought}\n`}Action: ${call.name}\nAction Input: ${call.argumentsText || '{}'}`;
}

function renderMessage(message: Message, inProtocol: boolean): Message {
  if (message.role === 'tool') return { role: 'user', content: `Observation: ${message.content}` };
  if (message.role !== 'assistant') return message;
  return { role: 'assistant', content: renderAssistant(message, inProtocol) };
}

function renderAssistant({ content, toolCalls }: AssistantMessage, inProtocol: boolean): string {
  if (toolCalls !== undefined)
    return toolCalls.map((call, index) => renderTextCall(index === 0 ? content : '', call)).join('\n');
  return inProtocol ? `Final Answer: ${content}` : content;
}

function renderProtocol(tools: readonly ToolDefinition[], choice: ChatRequest['toolChoice']): string {
  const described = tools.map(
    (tool) => `- ${tool.name}: ${tool.description}\n  Arguments (JSON Schema): ${JSON.stringify(tool.parameters)}`,
  );
  return `You can call these tools:
${described.join('\n')}

To call a tool, write these three lines and then stop:
Thought: why this call helps
Action: the bare name of one tool
Action Input: its arguments as one JSON object

The result comes back after "Observation:". One call at a time; never write an observation yourself.
${
  choice === 'required'
    ? 'Your next message must be such a call.'
    : 'When you can answer, or when no tool helps, write:\nThought: why you are done\nFinal Answer: the answer for the user'
}`;
}
