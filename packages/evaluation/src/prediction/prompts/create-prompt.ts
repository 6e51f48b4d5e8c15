import {
  type ChatRequest,
  foldSystem,
  hashOf,
  type Message,
  type PredictionHeader,
  type TestItem,
  type TestTool,
  TOOL_MODE,
} from '@imaginarium/contracts';
import { renderTextMessages } from '@imaginarium/models';
import { demonstrationTurns } from './demonstration-turns.ts';
import { createShownNames } from './shown-names.ts';

/** `ste`: what records of the target `ste` carry (tool mode, in front of the query); `plain`: no system text. */
export type PromptName = 'plain' | 'ste';

export interface PromptOptions {
  /** @default 'plain' */
  readonly name?: PromptName;
  /** A system text of one's own, in place of the prompt's. */
  readonly system?: string | undefined;
  readonly protocol: PredictionHeader['protocol'];
  /** @default 'legal' */
  readonly toolNames?: PredictionHeader['toolNames'];
  /** The test set's. */
  readonly tools: readonly TestTool[];
  /** Put the system text into the first user turn, as formatting does for `ste` and `trl`. @default true for `ste` */
  readonly foldSystem?: boolean;
}

/** What is rendered around each query. */
export interface Prompt {
  readonly header: NonNullable<PredictionHeader['prompt']>;
  readonly protocol: PredictionHeader['protocol'];
  readonly toolNames: PredictionHeader['toolNames'];
  render(
    item: Pick<TestItem, 'query' | 'context'>,
    offered: readonly TestTool[],
    demonstrations: readonly TestItem[],
  ): Pick<ChatRequest, 'messages' | 'tools' | 'stop'>;
}

/**
 * The prompt of an evaluation. Native: the tools go beside the messages. Text: the protocol of the paper and the tools'
 * documentation go before them, as in exploration, and a reply ends where the model would make an observation up. Without
 * offered tools neither says a word of tools: a fine-tuned model knows them.
 * @throws ImaginariumError `config/tool-names`
 */
export function createPrompt(options: PromptOptions): Prompt {
  const { name = 'plain', protocol, toolNames = 'legal', tools } = options;
  const system = options.system ?? (name === 'ste' ? TOOL_MODE : '');
  const isFolded = options.foldSystem ?? name === 'ste';
  const shownName = createShownNames(tools, { toolNames, protocol });
  const shown = new Map(tools.map((tool) => [tool, toDefinition(tool, shownName(tool.name))]));

  const render: Prompt['render'] = (item, offered, demonstrations) => {
    const context = item.context ?? [];
    const systems = [system, ...context.filter(isSystem).map(({ content }) => content)].filter((text) => text !== '');
    const turns: Message[] = [
      ...(systems.length === 0 ? [] : [{ role: 'system' as const, content: systems.join('\n\n') }]),
      ...demonstrationTurns(demonstrations, protocol, shownName),
      ...context.filter((message) => !isSystem(message)),
      { role: 'user', content: item.query },
    ];
    const messages = isFolded ? foldSystem(turns) : turns;
    const definitions = offered.map((tool) => shown.get(tool) ?? toDefinition(tool, shownName(tool.name)));
    const [first, ...others] = definitions;
    const request = { messages, ...(first === undefined ? {} : { tools: [first, ...others] }) };
    return protocol === 'native' ? request : { messages: renderTextMessages(request), stop: ['\nObservation:'] };
  };
  return { header: { name, system, hash: hashOf(render(...PROBE)) }, protocol, toolNames, render };
}

/** Rendered and hashed, so that the hash of a prompt changes with any word of it. */
const PROBE_TOOL = { name: 'tool', originalName: 'tool', description: 'Does.', parameters: { type: 'object' } };
const PROBE: Parameters<Prompt['render']> = [
  { query: 'query' },
  [PROBE_TOOL],
  [{ id: '0', query: 'before', calls: [{ tool: 'tool', arguments: {} }], tool: 'tool' }],
];

function toDefinition({ description, parameters }: TestTool, name: string) {
  return { name, description, parameters };
}

function isSystem(message: Message): boolean {
  return message.role === 'system';
}
