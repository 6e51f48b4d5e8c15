import { foldSystem, type Message } from '@imaginarium/contracts';
import { assistantTurns, commonLosses, tidyConversation } from '../conversation.ts';
import { jsonColumns } from '../parquet-columns.ts';
import type { EmitContext, Line, Target } from '../target.ts';
import { toPreference, toWireMessage, toWireTools, type WireForm } from '../wire-message.ts';
import { checkKeys, checkLastIsAssistant, checkMessages, checkTools, type WireRules } from '../wire-problems.ts';

const form: WireForm = { arguments: 'object', toolNames: true, emptyContent: true };
const columns = {
  sft: jsonColumns('prompt', 'completion', 'messages', 'tools'),
  preference: jsonColumns('prompt', 'chosen', 'rejected', 'tools'),
};
const rules: WireRules = {
  arguments: 'object',
  keys: {
    system: ['role', 'content'],
    user: ['role', 'content'],
    assistant: ['role', 'content', 'tool_calls'],
    tool: ['role', 'content', 'name', 'tool_call_id'],
  },
};

function toLines(messages: readonly Message[], context: EmitContext): Line[] {
  const placed = context.foldSystem === false ? messages : foldSystem(messages);
  const wire = (part: readonly Message[]) => part.map((message) => toWireMessage(message, form));
  const tools: Line = context.tools.length === 0 ? {} : { tools: toWireTools(context.tools) };
  if (context.trlForm === 'messages') return [{ messages: wire(placed), ...tools }];
  return [...assistantTurns(placed)].map(({ before, turn }) => ({
    prompt: wire(before),
    completion: wire([turn]),
    ...tools,
  }));
}

/**
 * TRL, conversational. The default form is prompt and completion, one row an assistant turn: the loss is then on the
 * completion with any chat template, while `assistant_only_loss` on `messages` needs generation marks that Mistral's
 * template lacks (it would train nothing).
 */
export const trl: Target = {
  name: 'trl',
  unsupported: ({ messages }) =>
    messages.some(
      (message) => message.role === 'assistant' && message.toolCalls?.some((call) => call.arguments === null),
    )
      ? 'a call whose arguments do not parse cannot be an object'
      : undefined,
  emit: (example, context) => toLines(tidyConversation(example.id, example.messages, context.system), context),
  emitGeneral: (messages, context) => toLines(tidyConversation('general', messages), { ...context, tools: [] }),
  emitPreference: (pair, context): Line | { readonly refused: string } => {
    if (pair.rejected.call.arguments === null || pair.chosen.call.arguments === null)
      return { refused: 'the arguments of a call do not parse: TRL wants an object' };
    const { prompt, chosen, rejected } = toPreference(pair, context.system);
    const placed = context.foldSystem === false ? prompt : foldSystem(prompt);
    return {
      prompt: placed.map((message) => toWireMessage(message, form)),
      chosen: [toWireMessage(chosen, form)],
      rejected: [toWireMessage(rejected, form)],
      tools: toWireTools(context.tools),
    };
  },
  parquetColumns: columns,
  trainCommands: {
    sft: 'trl sft --dataset_name FOLDER --model_name_or_path MODEL',
    preference: 'trl dpo --dataset_name FOLDER --dataset_config preference --model_name_or_path MODEL',
  },
  validate: (line) => {
    const problems: string[] = [];
    checkKeys(line, ['prompt', 'completion', 'messages', 'chosen', 'rejected', 'tools'], '', problems);
    const names = checkTools(line.tools, problems);
    if ('messages' in line) {
      checkMessages(line.messages, rules, 'messages', names, problems);
      checkLastIsAssistant(line.messages, 'messages', problems);
      return problems;
    }
    checkMessages(line.prompt, rules, 'prompt', names, problems);
    for (const part of 'chosen' in line ? ['chosen', 'rejected'] : ['completion']) {
      // A rejected call may name a tool that was never on offer.
      checkMessages(line[part], rules, part, part === 'rejected' ? 'any' : names, problems);
      checkLastIsAssistant(line[part], part, problems);
    }
    return problems;
  },
  losses: commonLosses,
};
