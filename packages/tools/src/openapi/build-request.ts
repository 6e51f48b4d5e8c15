import type { JsonObject, ToolAuth } from '@imaginarium/contracts';
import type { OperationPlan, ParameterPlan } from './operation-plan.ts';
import { serializeBody } from './serialize-body.ts';
import { toHeader, toPairs, toPathSegment } from './serialize-parameter.ts';

export interface OperationRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | undefined;
}

/** A credential and its value. */
export interface Credential {
  readonly auth: ToolAuth;
  readonly value: string;
}

/** Arguments that fit the schema but not an HTTP request. */
export class UnsendableArgument extends Error {}

const ACCEPT = 'application/json, text/*;q=0.9, */*;q=0.5';

/**
 * The request for an operation. Arguments that are absent are not sent.
 * @throws UnsendableArgument when an argument would change the path or break a header
 */
export function buildRequest(
  plan: OperationPlan,
  server: string,
  args: JsonObject,
  credentials: readonly Credential[],
): OperationRequest {
  const given = plan.parameters.flatMap((parameter) => {
    const value = args[parameter.argument];
    return value === undefined ? [] : [{ parameter, value }];
  });
  const inPlace = (place: ParameterPlan['in']) => given.filter(({ parameter }) => parameter.in === place);
  const pairs = (place: 'query' | 'cookie') => [
    ...inPlace(place).flatMap(({ parameter, value }) => toPairs(parameter.name, value, parameter.serialization)),
    ...credentials
      .filter(({ auth }) => auth.in === place)
      .map(({ auth, value }) => `${encodeURIComponent(auth.name)}=${encodeURIComponent(withPrefix(auth, value))}`),
  ];
  const segments = new Map(
    inPlace('path').map(({ parameter, value }) => [
      parameter.name,
      toPathSegment(parameter.name, value, parameter.serialization),
    ]),
  );
  const query = pairs('query').join('&');
  const cookie = pairs('cookie').join('; ');
  const body = plan.body && args.body !== undefined ? serializeBody(plan.body, args.body) : undefined;
  return {
    url: `${server}${fillPath(plan.path, segments)}${query === '' ? '' : `${plan.path.includes('?') ? '&' : '?'}${query}`}`,
    method: plan.method,
    headers: {
      accept: ACCEPT,
      ...Object.fromEntries(
        inPlace('header').map(({ parameter, value }) => [
          parameter.name,
          headerValue(parameter.argument, toHeader(value, parameter.serialization)),
        ]),
      ),
      ...(cookie === '' ? {} : { cookie }),
      ...(body ? { 'content-type': body.contentType } : {}),
      ...Object.fromEntries(
        credentials
          .filter(({ auth }) => auth.in === 'header')
          .map(({ auth, value }) => [auth.name, withPrefix(auth, value)]),
      ),
    },
    body: body?.payload,
  };
}

/** An empty segment, `.` or `..` would lead to another path than the description's. */
function fillPath(path: string, values: ReadonlyMap<string, string>): string {
  const segments = path.split('/').map((segment) => {
    const filled = segment.replace(/\{([^{}]+)\}/g, (written, name: string) => values.get(name) ?? written);
    if (filled !== segment && /^(\.{0,2})$/.test(filled))
      throw new UnsendableArgument(`A path parameter of ${path} may not be ${JSON.stringify(filled)}`);
    return filled;
  });
  return segments.join('/');
}

function headerValue(argument: string, value: string): string {
  if (/^[\t\x20-\x7e]*$/.test(value)) return value;
  throw new UnsendableArgument(`${argument} goes into an HTTP header and may hold printable ASCII only`);
}

/** HTTP basic wants `user:password` in Base64; a value without a colon is taken to be encoded already. */
function withPrefix(auth: ToolAuth, value: string): string {
  const isPlain = auth.prefix === 'Basic ' && value.includes(':');
  return `${auth.prefix ?? ''}${isPlain ? Buffer.from(value).toString('base64') : value}`;
}
