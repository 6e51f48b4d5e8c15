import { ImaginariumError, type Tool } from '@imaginarium/contracts';
import { deniedServer, gate } from '@imaginarium/tools';
import type { RunConfig } from '../config/run-config.ts';
import type { Environment } from '../environment.ts';
import { someNames } from './some-names.ts';

type Policy = Pick<RunConfig['execution'], 'allowWrites' | 'dryRun' | 'allowHosts' | 'recordings'>;

/**
 * Looks, before trials are paid for, for tools whose server may not be reached: no example comes of them. Where others can be
 * called, it is noted. Names that only resolve to private addresses are not known here; what is answered from recordings or
 * dry-run needs no server.
 *
 * @param tools those that are to be explored, their effects as the person has them
 * @throws ImaginariumError `permission/address` when every tool that may be called is at an address that may not be reached
 */
export function refuseDeniedAddresses(
  tools: readonly Tool[],
  { allowWrites, dryRun, allowHosts, recordings }: Policy,
  onEvent: Environment['onEvent'],
): void {
  if (recordings === 'cache' || recordings === 'replay') return;
  const decide = ({ spec }: Tool) => gate(spec, { effects: {}, allowWrites, dryRun });
  const answered = tools.filter((tool) => decide(tool) !== 'deny');
  const denied = answered.flatMap((tool) => {
    const { server, spec } = tool;
    const reason = server === undefined || decide(tool) !== 'call' ? undefined : deniedServer(server, allowHosts);
    return server === undefined || reason === undefined
      ? []
      : [{ name: spec.name, host: new URL(server).host, reason }];
  });
  const [first] = denied;
  if (first === undefined) return;
  const said = someNames(denied.map(({ name }) => name));
  const hosts = [...new Set(denied.map(({ host }) => JSON.stringify(host)))].join(', ');
  if (denied.length < answered.length) {
    onEvent?.({
      kind: 'notice',
      message: `${denied.length} of ${tools.length} tools are at an address that may not be reached (${first.reason}), so that their trials come to nothing: ${said}; execution.allowHosts: [${hosts}] allows it`,
    });
    return;
  }
  throw new ImaginariumError({
    code: 'permission/address',
    message: `No tool could be called, so that all trials would come to nothing: ${first.reason}, and may not be reached: ${said}.`,
    hint: `If this server is meant, write execution: { allowHosts: [${hosts}] } in the config; beside a source, server: URL names another.`,
  });
}
