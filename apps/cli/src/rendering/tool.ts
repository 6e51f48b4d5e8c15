import type { ImportNotice, Tool } from '@imaginarium/contracts';
import { renderTable } from './format.ts';

const DESCRIPTION_WIDTH = 72;

export function renderToolList(tools: readonly Tool[], notices: readonly ImportNotice[]): string {
  const rows = tools.map(({ spec, call }) => [
    spec.name,
    call ? spec.effect : 'described only',
    firstLine(spec.description),
  ]);
  const lines = [renderTable(rows), '', `${tools.length} tools`];
  for (const { tool, message } of notices) lines.push(`note: ${tool}: ${message}`);
  return lines.join('\n');
}

export function renderTool({ spec, call }: Tool): string {
  const lines = [
    spec.name + (spec.name === spec.originalName ? '' : `  (in the source: ${spec.originalName})`),
    spec.description,
    '',
    `effect     ${spec.effect} (from ${spec.effectFrom})${call ? '' : '; described only, cannot be called'}`,
    `source     ${spec.source.kind === 'toolbox' ? '' : `${spec.source.kind}:`}${spec.source.location}`,
    `version    ${spec.version}`,
  ];
  for (const auth of spec.auth ?? []) lines.push(`secret     ${auth.secret} (${auth.in} ${auth.name})`);
  lines.push('parameters', JSON.stringify(spec.parameters, null, 2));
  return lines.join('\n');
}

function firstLine(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > DESCRIPTION_WIDTH ? `${line.slice(0, DESCRIPTION_WIDTH - 1)}…` : line;
}
