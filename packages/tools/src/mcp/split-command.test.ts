import { expect, it } from 'vitest';
import { locationOf } from './mcp-server.ts';
import { splitCommand } from './split-command.ts';

it.each([
  ['npx -y server', 'npx', ['-y', 'server']],
  ['  node   "my server.js" --name \'a "b" c\' ', 'node', ['my server.js', '--name', 'a "b" c']],
  ['run a\\ b --empty "" x"y"z', 'run', ['a b', '--empty', '', 'xyz']],
])('splits %s', (text, command, args) => {
  expect(splitCommand(text)).toEqual({ command, args });
});

it.each(['', '   ', 'node "open', "''"])('refuses %j', (text) => {
  expect(() => splitCommand(text)).toThrow(expect.objectContaining({ code: 'input/mcp-command' }));
});

it('names a server without what may be a credential', () => {
  expect(locationOf({ command: 'srv', args: ['--api-key', 'abc', '--token=def', '--port', '80'] })).toBe(
    'srv --api-key *** --token=*** --port 80',
  );
  expect(locationOf({ url: 'https://me:pw@host/mcp?key=abc' })).toBe('https://host/mcp?key=***');
});
