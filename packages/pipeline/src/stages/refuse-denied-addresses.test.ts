import type { Tool, ToolSpec } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { executionConfigSchema } from '../config/run-config.ts';
import { refuseDeniedAddresses } from './refuse-denied-addresses.ts';

const tool = (name: string, server?: string, effect: ToolSpec['effect'] = 'read') =>
  ({ spec: { name, effect }, ...(server ? { server } : {}) }) as Tool;
const noticesOf = (tools: readonly Tool[], execution: object = {}) => {
  const notices: string[] = [];
  refuseDeniedAddresses(tools, executionConfigSchema.parse(execution), (event) => {
    if (event.kind === 'notice') notices.push(event.message);
  });
  return notices;
};
const home = tool('home', 'http://127.0.0.1:8080/v1');
const hall = tool('hall', 'http://[::1]:8080');
const away = tool('away', 'https://api.example.com');
const add = tool('add', 'http://127.0.0.1:8080/v1', 'write');

it('pays for no trials where no server may be reached, and says what allows it', () => {
  const hint = expect.stringContaining('allowHosts: ["127.0.0.1:8080", "[::1]:8080"]');
  expect(() => noticesOf([home, hall])).toThrow(expect.objectContaining({ code: 'permission/address', hint }));
  // A write that is refused anyway is no tool that could be called.
  expect(() => noticesOf([home, tool('drop', 'https://api.example.com', 'write')])).toThrow(/home/);
});

it('names those that will be refused where others will not', () => {
  expect(noticesOf([home, away])).toEqual([expect.stringMatching(/^1 of 2 tools .*: home; .*127\.0\.0\.1:8080/)]);
  expect(noticesOf([home, tool('local')])).toHaveLength(1);
});

it('lets through what is allowed, dry-run, or answered from recordings', () => {
  expect(noticesOf([home, hall], { allowHosts: ['127.0.0.1', '[::1]:8080'] })).toEqual([]);
  expect(noticesOf([add], { dryRun: true })).toEqual([]);
  expect(noticesOf([add])).toEqual([]);
  expect(noticesOf([home], { recordings: 'replay' })).toEqual([]);
});
