import { ImaginariumError } from '@imaginarium/contracts';

/**
 * Splits a command line into a program and its arguments, as `mcp:npx server --flag "two words"` gives it: white space
 * divides, single and double quotes hold together, a backslash takes the next character as it is (not in single quotes).
 * Nothing is expanded and no shell is used.
 * @throws ImaginariumError `input/mcp-command` when it is empty or a quote does not close
 */
export function splitCommand(text: string): { readonly command: string; readonly args: string[] } {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'" && at + 1 < text.length) word = (word ?? '') + text.charAt(++at);
    else if (quote) {
      if (char === quote) quote = undefined;
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quote) throw badCommand(`a ${quote} does not close in: ${text}`);
  if (word !== undefined) words.push(word);
  const [command, ...args] = words;
  if (!command) throw badCommand('it is empty');
  return { command, args };
}

function badCommand(reason: string): ImaginariumError {
  return new ImaginariumError({
    code: 'input/mcp-command',
    message: `The command of the MCP server cannot be read: ${reason}.`,
    hint: 'Write it as in a terminal, for example: npx -y @modelcontextprotocol/server-everything',
  });
}
