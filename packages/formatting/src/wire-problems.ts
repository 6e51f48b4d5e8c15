import { isJsonObject, type JsonObject, type JsonValue, TOOL_NAME } from '@imaginarium/contracts';

/** What a target accepts in a list of messages. The names of the checks are those of OpenAI's cookbook where it has one. */
export interface WireRules {
  /** `any-text`: preference data may hold a rejected call that does not parse. */
  readonly arguments: 'text' | 'any-text' | 'object';
  readonly keys: Readonly<Record<'system' | 'user' | 'assistant' | 'tool', readonly string[]>>;
  /** Text that would be read as a control token. */
  readonly forbidden?: RegExp;
  readonly callId?: RegExp;
  /** A message of calls may say `content: null`; templates would render that as a word. @default false */
  readonly takesNullContent?: boolean;
}

/** The tools on offer; undefined when none are; `any` where a call may name what is not on offer. */
export type OfferedNames = ReadonlySet<string> | 'any' | undefined;

/** Appends to `problems` what is wrong with the messages. */
export function checkMessages(
  messages: JsonValue | undefined,
  rules: WireRules,
  path: string,
  names: OfferedNames,
  problems: string[],
): void {
  if (!Array.isArray(messages) || messages.length === 0) {
    problems.push(`${path}: missing_messages_list: there are no messages`);
    return;
  }
  const open = new Set<string>();
  for (let at = 0; at < messages.length; at++) {
    const message = messages[at];
    const here = `${path}[${at}]`;
    if (isJsonObject(message)) checkMessage(message, rules, here, names, open, problems);
    else problems.push(`${here}: data_type: a message is an object`);
  }
}

function isAbsent(content: JsonValue | undefined, { takesNullContent = false }: WireRules): boolean {
  return content === undefined || (takesNullContent && content === null);
}

function checkMessage(
  message: JsonObject,
  rules: WireRules,
  path: string,
  names: OfferedNames,
  open: Set<string>,
  problems: string[],
): void {
  const { role, content } = message;
  if (typeof role !== 'string') {
    problems.push(`${path}.role: message_missing_key: role`);
    return;
  }
  const keys = rules.keys[role as keyof WireRules['keys']];
  if (keys === undefined) {
    problems.push(`${path}.role: unrecognized_role: ${role}`);
    return;
  }
  for (const key in message) {
    if (!keys.includes(key)) problems.push(`${path}.${key}: message_unrecognized_key: ${key}`);
  }
  const calls = message.tool_calls;
  if (typeof content === 'string') {
    const token = rules.forbidden?.exec(content)?.[0];
    if (token !== undefined) problems.push(`${path}.content: holds the control token ${token}`);
    if (content === '' && calls === undefined && role !== 'tool')
      problems.push(`${path}.content: missing_content: it is empty`);
    if (content !== '' && calls !== undefined) problems.push(`${path}.content: content together with tool_calls`);
  } else if (!(role === 'assistant' && calls !== undefined && isAbsent(content, rules)))
    problems.push(`${path}.content: missing_content: it is not a text`);
  if (message.weight !== undefined && message.weight !== 0 && message.weight !== 1)
    problems.push(`${path}.weight: it is neither 0 nor 1`);
  if (role === 'tool') {
    if (typeof message.tool_call_id !== 'string' || !open.delete(message.tool_call_id))
      problems.push(`${path}.tool_call_id: answers no open call`);
  } else if (open.size > 0) {
    problems.push(`${path}: ${open.size} call(s) before it have no result`);
    open.clear();
  }
  if (calls !== undefined) checkCalls(calls, rules, `${path}.tool_calls`, names, open, problems);
}

function checkCalls(
  calls: JsonValue,
  rules: WireRules,
  path: string,
  names: OfferedNames,
  open: Set<string>,
  problems: string[],
): void {
  if (!Array.isArray(calls) || calls.length === 0) {
    problems.push(`${path}: an empty list of calls: leave it out`);
    return;
  }
  for (const [at, call] of calls.entries()) {
    const called = isJsonObject(call) && isJsonObject(call.function) ? call.function : undefined;
    if (!isJsonObject(call) || called === undefined) {
      problems.push(`${path}[${at}]: a call is {id, type, function: {name, arguments}}`);
      continue;
    }
    const { name } = called;
    if (typeof call.id !== 'string' || (rules.callId !== undefined && !rules.callId.test(call.id)))
      problems.push(`${path}[${at}].id: ${JSON.stringify(call.id)} is not a legal call id`);
    else open.add(call.id);
    if (call.type !== 'function') problems.push(`${path}[${at}].type: it is not "function"`);
    if (typeof name !== 'string' || !TOOL_NAME.test(name))
      problems.push(`${path}[${at}].function.name: ${JSON.stringify(name)} is not a legal name`);
    else if (names !== 'any' && !names?.has(name))
      problems.push(`${path}[${at}].function.name: ${name} is not among the tools of the record`);
    checkArguments(called.arguments, rules, `${path}[${at}].function.arguments`, problems);
  }
}

function checkArguments(args: JsonValue | undefined, rules: WireRules, path: string, problems: string[]): void {
  if (rules.arguments === 'object') {
    if (!isJsonObject(args)) problems.push(`${path}: it is not an object`);
    return;
  }
  if (typeof args !== 'string' || (rules.arguments === 'text' && !isObjectText(args)))
    problems.push(`${path}: it is not the JSON text of an object`);
  else {
    const token = rules.forbidden?.exec(args)?.[0];
    if (token !== undefined) problems.push(`${path}: holds the control token ${token}`);
  }
}

function isObjectText(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}

/** The names of the tools on offer, problems appended; undefined when the record has no tools. */
export function checkTools(tools: JsonValue | undefined, problems: string[]): ReadonlySet<string> | undefined {
  if (tools === undefined) return undefined;
  if (!Array.isArray(tools) || tools.length === 0) {
    problems.push('tools: an empty list: leave it out');
    return undefined;
  }
  const names = new Set<string>();
  for (const [at, tool] of tools.entries()) {
    const described = isJsonObject(tool) && isJsonObject(tool.function) ? tool.function : undefined;
    if (described === undefined) {
      problems.push(`tools[${at}]: a tool is {type, function: {name, description, parameters}}`);
      continue;
    }
    const { name } = described;
    if (typeof name !== 'string' || !TOOL_NAME.test(name))
      problems.push(`tools[${at}].function.name: ${JSON.stringify(name)} is not a legal name`);
    else if (names.has(name)) problems.push(`tools[${at}].function.name: ${name} stands there twice`);
    else names.add(name);
    if (typeof described.description !== 'string') problems.push(`tools[${at}].function.description: it is not a text`);
    if (!isJsonObject(described.parameters)) problems.push(`tools[${at}].function.parameters: it is not a JSON Schema`);
  }
  return names;
}

/** Keys that the target would refuse or ignore. */
export function checkKeys(line: JsonObject, allowed: readonly string[], path: string, problems: string[]): void {
  for (const key in line) if (!allowed.includes(key)) problems.push(`${path}${key}: unknown key`);
}

/** The last message must be the assistant's: there is nothing to learn otherwise. */
export function checkLastIsAssistant(messages: JsonValue | undefined, path: string, problems: string[]): void {
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  if (!isJsonObject(last) || last.role !== 'assistant')
    problems.push(`${path}: example_missing_assistant_message: the last message is not the assistant's`);
}
