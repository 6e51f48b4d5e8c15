import type { ToolBenchParameter } from './read-entries.ts';

const ARGUMENTS = /Your input should be a json \(args json schema\): \{\{(.*?)\}\}/s;
const ENDING = /\s*The Action to trigger this API should be .*$/s;

/**
 * A BMTools description: prose, then `Your input should be a json (args json schema): {{"date" : string, …}}`, then how to
 * call it, which is the protocol's business and left out. Every argument is required.
 */
export function readBmToolsText(text: string): { description: string; parameters: ToolBenchParameter[] } {
  const listed = ARGUMENTS.exec(text)?.[1] ?? '';
  const parameters = [...listed.matchAll(/"([^"]+)"\s*:\s*(\w+)/g)].map(([, name = '', type = '']) => ({
    name,
    type,
    description: '',
    example: undefined,
    isRequired: true,
  }));
  const description = text.replace(ENDING, '').replace(ARGUMENTS, '').trim().replace(/\.\.$/, '.');
  return { description, parameters };
}
