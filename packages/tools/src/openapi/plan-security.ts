import { isJsonObject, type JsonObject, type JsonValue, type ToolAuth } from '@imaginarium/contracts';
import { type Description, type Located, memberOf, resolve, rootOf } from './description.ts';
import type { SecurityPlan } from './operation-plan.ts';
import { type DescribedParameter, HEADER_NAME } from './plan-parameters.ts';

/**
 * Which secrets an operation needs, by the names of its security schemes, and where they go. The secret of `http basic` is
 * `user:password`; that of oauth2 and openIdConnect an access token. `say` hears of schemes that cannot be used.
 */
export function planSecurity(
  description: Description,
  operation: Located,
  say: (message: string) => void,
): SecurityPlan {
  const schemes = readSchemes(description);
  const own = memberOf(operation, 'security').value;
  const requirements = own ?? memberOf(rootOf(description), 'security').value;
  const alternatives: ToolAuth[][] = [];
  let isOptional = true;
  for (const requirement of Array.isArray(requirements) ? requirements : []) {
    const names = isJsonObject(requirement) ? Object.keys(requirement) : [];
    if (names.length === 0) continue;
    const auth = names.flatMap((name) => schemes.get(name) ?? []);
    if (auth.length === names.length) alternatives.push(auth);
    else say(`credentials by ${names.join(' and ')} are not supported: left out`);
    isOptional = false;
  }
  if (Array.isArray(requirements) && requirements.some((one) => isJsonObject(one) && Object.keys(one).length === 0))
    isOptional = true;
  return { alternatives, isOptional };
}

/** A parameter that carries a credential, or that HTTP itself decides: models never see it (OpenAPI 3.1, "Parameter Object"). */
export function isLeftToRequest(description: Description, parameter: DescribedParameter): boolean {
  const name = parameter.name.toLowerCase();
  if (parameter.in === 'header' && ['authorization', 'accept', 'content-type'].includes(name)) return true;
  return schemeOf(description, parameter) !== undefined;
}

/** Where an operation asks for a credential by a parameter alone, that credential is what it needs. */
export function withCredentialParameters(
  description: Description,
  security: SecurityPlan,
  parameters: readonly DescribedParameter[],
): SecurityPlan {
  if (security.alternatives.length > 0) return security;
  const credentials = parameters.flatMap((parameter): { auth: ToolAuth; isRequired: boolean }[] => {
    const isAuthorization = parameter.in === 'header' && parameter.name.toLowerCase() === 'authorization';
    const auth: ToolAuth | undefined =
      schemeOf(description, parameter) ??
      (isAuthorization ? { secret: parameter.name, in: 'header', name: parameter.name } : undefined);
    return auth ? [{ auth, isRequired: parameter.isRequired }] : [];
  });
  if (credentials.length === 0) return security;
  return {
    alternatives: [credentials.map(({ auth }) => auth)],
    isOptional: !credentials.some(({ isRequired }) => isRequired),
  };
}

function schemeOf(description: Description, { in: place, name }: DescribedParameter): ToolAuth | undefined {
  const isSame = (auth: ToolAuth) =>
    auth.in === place && (place === 'header' ? auth.name.toLowerCase() === name.toLowerCase() : auth.name === name);
  return [...readSchemes(description).values()].find(isSame);
}

function readSchemes(description: Description): Map<string, ToolAuth> {
  const root = rootOf(description);
  const holder =
    description.root.swagger === undefined
      ? memberOf(memberOf(root, 'components'), 'securitySchemes')
      : memberOf(root, 'securityDefinitions');
  const schemes = new Map<string, ToolAuth>();
  if (!isJsonObject(holder.value)) return schemes;
  for (const name of Object.keys(holder.value)) {
    const { value } = resolve(description, memberOf(holder, name));
    const auth = isJsonObject(value) ? readScheme(name, value) : undefined;
    if (auth) schemes.set(name, auth);
  }
  return schemes;
}

function readScheme(secret: string, scheme: JsonObject): ToolAuth | undefined {
  const authorization = (prefix: string): ToolAuth => ({ secret, in: 'header', name: 'Authorization', prefix });
  if (
    scheme.type === 'apiKey' &&
    typeof scheme.name === 'string' &&
    isPlace(scheme.in) &&
    isSendable(scheme.in, scheme.name)
  )
    return { secret, in: scheme.in, name: scheme.name };
  const kind = scheme.type === 'http' ? String(scheme.scheme).toLowerCase() : scheme.type;
  if (kind === 'basic') return authorization('Basic ');
  if (kind === 'bearer' || kind === 'oauth2' || kind === 'openIdConnect') return authorization('Bearer ');
  return undefined;
}

const isSendable = (place: string, name: string) => place !== 'header' || HEADER_NAME.test(name);

function isPlace(value: JsonValue | undefined): value is 'header' | 'query' | 'cookie' {
  return value === 'header' || value === 'query' || value === 'cookie';
}
