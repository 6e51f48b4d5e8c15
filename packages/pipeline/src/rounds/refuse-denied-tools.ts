import { ImaginariumError, type ToolSpec } from '@imaginarium/contracts';
import { gate } from '@imaginarium/tools';
import type { Environment } from '../environment.ts';
import { someNames } from '../stages/some-names.ts';
import type { ProjectConfig } from './project-config.ts';

/**
 * Looks, before trials are paid for, for tools of which every call would be refused: no example comes of them. Where there are
 * others too, it is noted.
 *
 * @param specs the tools that are to be explored
 * @throws ImaginariumError `permission/writes` when no tool may be called
 */
export function refuseDeniedTools(
  specs: readonly ToolSpec[],
  { allowWrites, dryRun }: Pick<ProjectConfig['execution'], 'allowWrites' | 'dryRun'>,
  onEvent: Environment['onEvent'],
): void {
  const denied = specs.filter((spec) => gate(spec, { effects: {}, allowWrites, dryRun }) === 'deny');
  if (denied.length === 0) return;
  const said = someNames(denied.map(({ name }) => name));
  if (denied.length < specs.length) {
    onEvent?.({
      kind: 'notice',
      message: `${denied.length} of ${specs.length} tools may change something and are not allowed, so that their trials come to nothing: ${said}; execution.allowWrites in project.yaml allows them by name`,
    });
    return;
  }
  throw new ImaginariumError({
    code: 'permission/writes',
    message: `No tool of the round may be called, so that its trials would come to nothing: each may change something, and none is allowed: ${said}.`,
    hint: 'In project.yaml, execution: { allowWrites: [NAME] } allows tools by name; beside a source, effects: { NAME: read } says that one changes nothing, and trustAnnotations: true believes an MCP server.',
  });
}
