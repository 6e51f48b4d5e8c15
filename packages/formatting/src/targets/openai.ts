import { isJsonObject, type Message } from '@imaginarium/contracts';
import { commonLosses, tidyConversation } from '../conversation.ts';
import { textColumns } from '../parquet-columns.ts';
import type { EmitContext, Line, Target } from '../target.ts';
import { toPreference, toWireMessage, toWireTools, type WireForm } from '../wire-message.ts';
import { checkKeys, checkLastIsAssistant, checkMessages, checkTools, type WireRules } from '../wire-problems.ts';

const form: WireForm = { arguments: 'text', toolNames: false, emptyContent: false };
const columns = {
  sft: textColumns('messages', 'tools', 'parallel_tool_calls'),
  preference: textColumns('input', 'preferred_output', 'non_preferred_output'),
};

/** Literal special tokens of the o200k encodings: the service refuses a file that spells one. */
export const OPENAI_SPECIAL_TOKEN =
  /<\|(?:endoftext|endofprompt|fim_prefix|fim_middle|fim_suffix|im_start|im_end|im_sep|start|end|message|channel|constrain|call|return|startoftext)\|>/;

const rules: WireRules = {
  arguments: 'text',
  forbidden: OPENAI_SPECIAL_TOKEN,
  takesNullContent: true,
  keys: {
    system: ['role', 'content', 'name'],
    user: ['role', 'content', 'name'],
    assistant: ['role', 'content', 'name', 'weight', 'tool_calls', 'refusal'],
    tool: ['role', 'content', 'tool_call_id'],
  },
};
const preferenceRules: WireRules = { ...rules, arguments: 'any-text' };

function toLine(messages: readonly Message[], context: EmitContext): Line {
  const line: Line = { messages: messages.map((message) => toWireMessage(message, form)) };
  return context.tools.length === 0 ? line : { ...line, ...offer(context) };
}

function offer(context: EmitContext): Line {
  return { tools: toWireTools(context.tools), parallel_tool_calls: false };
}

function validatePreference(line: Line): string[] {
  const problems: string[] = [];
  checkKeys(line, ['input', 'preferred_output', 'non_preferred_output'], '', problems);
  const input = isJsonObject(line.input) ? line.input : {};
  checkKeys(input, ['messages', 'tools', 'parallel_tool_calls'], 'input.', problems);
  const names = checkTools(input.tools, problems);
  checkMessages(input.messages, rules, 'input.messages', names, problems);
  for (const output of ['preferred_output', 'non_preferred_output'] as const) {
    // A rejected call may name a tool that was never on offer: that is what it is rejected for.
    const offered = output === 'preferred_output' ? names : 'any';
    checkMessages(line[output], preferenceRules, output, offered, problems);
    checkLastIsAssistant(line[output], output, problems);
  }
  return problems;
}

/** OpenAI's fine-tuning files: chat lines for supervised training, preference lines for DPO. */
export const openai: Target = {
  name: 'openai',
  emit: (example, context) => [toLine(tidyConversation(example.id, example.messages, context.system), context)],
  emitGeneral: (messages) => [toLine(tidyConversation('general', messages), { tools: [] })],
  emitPreference: (pair, context) => {
    const { prompt, chosen, rejected } = toPreference(pair, context.system);
    return {
      input: { messages: prompt.map((message) => toWireMessage(message, form)), ...offer(context) },
      preferred_output: [toWireMessage(chosen, form)],
      non_preferred_output: [toWireMessage(rejected, form)],
    };
  },
  parquetColumns: columns,
  validate: (line) => {
    if ('input' in line) return validatePreference(line);
    const problems: string[] = [];
    checkKeys(line, ['messages', 'tools', 'parallel_tool_calls'], '', problems);
    checkMessages(line.messages, rules, 'messages', checkTools(line.tools, problems), problems);
    checkLastIsAssistant(line.messages, 'messages', problems);
    return problems;
  },
  losses: (example) => [...commonLosses(example), 'the name of the tool beside its result'],
};
