import type { EndpointRow } from '@imaginarium/pipeline/train';

const DAY_MS = 86_400_000;

/** The matrix, one endpoint after the other: what it can do, until when, and what it needs. */
export function renderEndpoints(rows: readonly EndpointRow[], now: number): string {
  return rows.map((row) => renderEndpoint(row, now)).join('\n\n');
}

function renderEndpoint({ capability, check }: EndpointRow, now: number): string {
  const { endpoint, title, state, methods, targets, models, takesAnyModel, limits, secrets, sunsets, instead } =
    capability;
  const line = (name: string, text: string) => `  ${name.padEnd(9)} ${text}`;
  const dates = sunsets.map(({ date, what }) => {
    const days = Math.ceil((Date.parse(date) - now) / DAY_MS);
    return line('ends', `${date}${days > 0 ? ` (in ${days} days)` : ''}: ${what}`);
  });
  return [
    `${endpoint}  ${state}${check ? `, now: ${check.state}` : ''}  ${title}`,
    ...(check ? [line('now', check.message)] : []),
    ...dates,
    ...(state !== 'open' && instead ? [line('instead', `--to ${instead}`)] : []),
    line('methods', methods.join(', ')),
    line('records', targets.preference ? `${targets.sft}; ${targets.preference} for dpo` : targets.sft),
    line(
      'models',
      models.length === 0
        ? 'as the endpoint lists them'
        : `${models.join(', ')}${takesAnyModel ? ', and any other' : ''}`,
    ),
    ...limits.map((limit) => line('limit', limit)),
    line('needs', secrets.length > 0 ? secrets.join(', ') : 'no secret'),
    line('as of', capability.checkedOn),
  ].join('\n');
}
