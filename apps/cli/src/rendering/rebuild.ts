import type { RebuildReport, RebuiltFile } from '@imaginarium/pipeline';
import { renderTable } from './format.ts';

const SOURCES = { run: 'the journal', round: 'the journal and the rounds before' } as const;

/** What was rebuilt, which files are the same bytes, and what may explain those that are not. */
export function renderRebuild({
  kind,
  run,
  output,
  files,
  stages,
  unfinished,
  isSame,
  versions,
  otherwise,
}: RebuildReport): string {
  const differing = files.filter((file) => !file.isSame);
  const lines = [
    `${stages.join(', ')} rebuilt from ${SOURCES[kind]}   ${output}`,
    `  ${files.length - differing.length} of ${files.length} files are the same bytes`,
  ];
  if (differing.length > 0) {
    const rows = differing.map((file) => [`  ${file.path}`, fate(file)]);
    lines.push('', renderTable(rows), '', `  ${whyOf(versions)}`);
    if (otherwise.length > 0) lines.push(`  done with another config than the round keeps: ${otherwise.join(', ')}`);
  }
  if (unfinished.length > 0) lines.push(`  not rebuilt, the run has not finished it: ${unfinished.join(', ')}`);
  if (!isSame) lines.push(`  next: imaginarium diff ${run} ${output}`);
  return lines.join('\n');
}

function fate({ was, is }: RebuiltFile): string {
  if (was === null) return 'it was not there before';
  if (is === null) return 'not made again';
  return `${was.slice(0, 12)}… became ${is.slice(0, 12)}…`;
}

function whyOf({ was, is }: RebuildReport['versions']): string {
  const name = ({ imaginarium, node }: typeof was) => `Imaginarium ${imaginarium} on Node ${node}`;
  if (name(was) !== name(is)) return `made by ${name(was)}, rebuilt by ${name(is)}: the stages may work otherwise now`;
  return `both by ${name(is)}: an input beside the journal, or the code of this version, is not what it was`;
}
