import type { z } from 'zod';
import { ApiError } from './api-error.ts';

type Issue = z.core.$ZodIssue;

/** The checked request. @throws ApiError 400 that names the parameter */
export function readRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const checked = schema.safeParse(value ?? {});
  if (checked.success) return checked.data;
  const issue = nearest(checked.error.issues);
  const path = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : (issue?.path ?? []);
  const param = path.map(String).join('.');
  const details = param === '' ? {} : { param };
  if (issue?.code === 'unrecognized_keys')
    throw new ApiError(400, `Unknown parameter: '${param}'.`, { code: 'unknown_parameter', ...details });
  if (issue?.code !== 'custom' && param !== '' && valueAt(value, path) === undefined)
    throw new ApiError(400, `Missing required parameter: '${param}'.`, {
      code: 'missing_required_parameter',
      ...details,
    });
  throw new ApiError(400, `Invalid '${param || 'body'}': ${issue?.message}.`, { code: 'invalid_value', ...details });
}

/** Of what may be one of several things, what is wrong with the one that it comes nearest to: whose fault lies deepest. */
function nearest(issues: readonly Issue[]): Issue | undefined {
  const [issue] = issues;
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const inner = issue.errors.flatMap((branch) => {
    const found = nearest(branch);
    return found ? [{ ...found, path: [...issue.path, ...found.path] }] : [];
  });
  return inner.toSorted((a, b) => a.path.length - b.path.length).at(-1);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}
