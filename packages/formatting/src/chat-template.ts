import { readFileSync } from 'node:fs';
import { Template } from '@huggingface/jinja';
import { ImaginariumError, isJsonObject, type JsonObject, messageOf } from '@imaginarium/contracts';
import type { Line, Rendering } from './target.ts';

/**
 * Renders `trl` prompt and completion rows by a model's own chat template (a `.jinja` file or a `tokenizer_config.json`)
 * and shows what is trained: all that the completion adds to the prompt. A template that renders the prompt otherwise
 * when a completion follows gives a rendering with nothing trained, and so a refusal.
 *
 * @throws ImaginariumError `config/chat-template` when the file cannot be read as one
 */
export async function loadChatTemplate(file: string): Promise<(line: Line) => Rendering> {
  const { template, variables } = readTemplate(file);
  const render = (messages: unknown[], tools: unknown, addGenerationPrompt: boolean): string =>
    template.render({
      ...variables,
      messages,
      ...(tools === undefined ? {} : { tools }),
      add_generation_prompt: addGenerationPrompt,
    });
  return (line) => {
    const prompt = Array.isArray(line.prompt) ? line.prompt : [];
    const completion = Array.isArray(line.completion) ? line.completion : [];
    const text = render([...prompt, ...completion], line.tools, false);
    const head = render(prompt, line.tools, true);
    const isPrefix = text.startsWith(head) && head.length < text.length;
    return { text, trained: isPrefix ? [[head.length, text.length]] : [], controls: [] };
  };
}

function readTemplate(file: string): { template: Template; variables: JsonObject } {
  try {
    const text = readFileSync(file, 'utf8');
    if (!file.endsWith('.json')) return { template: new Template(text), variables: {} };
    const config: unknown = JSON.parse(text);
    const source = isJsonObject(config) ? config.chat_template : undefined;
    if (!isJsonObject(config) || typeof source !== 'string') throw new Error('it has no chat_template');
    const variables: JsonObject = {};
    for (const name of ['bos_token', 'eos_token']) {
      const token = config[name];
      const content = isJsonObject(token) ? token.content : token;
      if (typeof content === 'string') variables[name] = content;
    }
    return { template: new Template(source), variables };
  } catch (cause) {
    throw new ImaginariumError({
      code: 'config/chat-template',
      message: `The chat template ${file} cannot be read: ${messageOf(cause)}`,
      hint: 'Give the path of a .jinja file or of the model’s tokenizer_config.json.',
      cause,
    });
  }
}
