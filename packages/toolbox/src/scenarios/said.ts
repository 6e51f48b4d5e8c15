import { isJsonObject, type JsonValue } from '@imaginarium/contracts';

/** What an observation says at a dotted path (`rows.0.total`), as a person would write it; empty where it says nothing. */
export function said(observation: JsonValue, path: string): string {
  let value: JsonValue | undefined = observation;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isJsonObject(value) ? value[step] : undefined;
  }
  return written(value);
}

function written(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(written).join(', ');
  return isJsonObject(value) ? JSON.stringify(value) : String(value);
}
