import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** The checked request. @throws ApiError 400 that names the parameter */
export function readRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const checked = schema.safeParse(value ?? {});
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const param = issue?.path.map(String).join('.') ?? '';
  const isMissing = issue?.code === 'invalid_type' && valueAt(value, issue.path) === undefined;
  throw new ApiError(
    400,
    isMissing ? `Missing required parameter: '${param}'.` : `Invalid '${param || 'body'}': ${issue?.message}.`,
    { code: isMissing ? 'missing_required_parameter' : 'invalid_value', ...(param === '' ? {} : { param }) },
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}
