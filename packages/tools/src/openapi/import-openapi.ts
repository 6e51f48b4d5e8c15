import {
  hashOf,
  ImaginariumError,
  type ImportNotice,
  type JsonObject,
  type Tool,
  type ToolAuth,
  type ToolCallContext,
  type ToolOutput,
  type ToolSource,
} from '@imaginarium/contracts';
import { readResponse } from '../http/read-response.ts';
import { refuseUnknownNames } from '../names/refuse-unknown-names.ts';
import { toolVersion } from '../names/tool-version.ts';
import { buildRequest, type Credential, UnsendableArgument } from './build-request.ts';
import { type LoadOptions, loadDescription } from './load-description.ts';
import type { OperationPlan, SecurityPlan } from './operation-plan.ts';
import { planOperations } from './plan-operations.ts';
import { absoluteServer } from './plan-server.ts';

export interface ImportOpenApiOptions extends LoadOptions {
  /** Takes the place of every server that the description names. */
  readonly server?: string;
  /** operationIds, tool names or tags to import. @default all */
  readonly only?: readonly string[];
}

/**
 * The operations of an OpenAPI description (2.0, 3.0 or 3.1; one file or several; YAML or JSON; path or URL) as tools that
 * make HTTP requests. Without a server an operation can be read about but not called.
 * @throws ImaginariumError `input/openapi`, `input/reference-outside`, `input/unknown-tool`, `config/server`
 */
export async function importOpenApi(options: ImportOpenApiOptions): Promise<ToolSource> {
  const override = options.server === undefined ? undefined : absoluteServer(options.server);
  if (options.server !== undefined && override === undefined)
    throw new ImaginariumError({
      code: 'config/server',
      message: `The server ${JSON.stringify(options.server)} is no http(s) URL.`,
      hint: 'Give it whole, for example https://api.example.com/v1.',
    });
  const description = await loadDescription(options);
  const only = options.only && new Set(options.only);
  const labels: string[] = [];
  const plans = planOperations(description, ({ name, originalName, tags }) => {
    const own = [name, originalName, ...tags];
    labels.push(...own);
    return only === undefined || own.some((label) => only.has(label));
  });
  if (only) refuseUnknownNames([...only], labels, options.location);
  const title = titleOf(description.root);
  const location = withoutCredentials(options.location);
  return {
    tools: plans.map((plan) => toTool(plan, override ?? plan.server, { location, group: plan.tags[0] ?? title })),
    notices: plans.flatMap((plan) => [...plan.notices, ...serverNotice(plan, override)]),
    codeHash: hashOf([...description.texts.values()]),
    close: async () => {},
  };
}

function toTool(
  plan: OperationPlan,
  server: string | undefined,
  place: { location: string; group: string | undefined },
): Tool {
  const { name, originalName, description, schema: parameters, security } = plan;
  const auth = security.alternatives[0];
  const spec: Tool['spec'] = {
    name,
    description,
    parameters,
    originalName,
    effect: plan.method === 'GET' || plan.method === 'HEAD' ? 'read' : 'write',
    effectFrom: 'http-verb',
    source: { kind: 'openapi', location: place.location, ...(place.group === undefined ? {} : { group: place.group }) },
    version: toolVersion({ name, description, parameters }),
    ...(auth ? { auth: [...auth] } : {}),
  };
  return server === undefined
    ? { spec }
    : { spec, server, call: (args, context) => callOperation(plan, server, args, context) };
}

async function callOperation(
  plan: OperationPlan,
  server: string,
  args: JsonObject,
  context: ToolCallContext,
): Promise<ToolOutput> {
  try {
    const { url, ...request } = buildRequest(plan, server, args, findCredentials(plan.security, context.secret));
    return await readResponse(await context.fetch(url, { ...request, signal: context.signal }));
  } catch (thrown) {
    if (thrown instanceof UnsendableArgument || thrown instanceof URIError)
      return { content: thrown.message, isError: true };
    throw thrown;
  }
}

/** The first set of credentials whose secrets are all there. @throws ImaginariumError `secret/missing` when there is none and one is needed */
function findCredentials(security: SecurityPlan, secret: (name: string) => string): Credential[] {
  let missing: unknown;
  for (const alternative of security.alternatives) {
    try {
      return alternative.map((auth: ToolAuth) => ({ auth, value: secret(auth.secret) }));
    } catch (thrown) {
      if (!(thrown instanceof ImaginariumError) || thrown.category !== 'secret') throw thrown;
      missing ??= thrown;
    }
  }
  if (missing !== undefined && !security.isOptional) throw missing;
  return [];
}

function serverNotice(plan: OperationPlan, override: string | undefined): ImportNotice[] {
  if ((override ?? plan.server) !== undefined) return [];
  return [
    { tool: plan.name, message: 'the description names no server that can be reached: give one to call this tool' },
  ];
}

function titleOf(root: JsonObject): string | undefined {
  const { info } = root;
  const title = typeof info === 'object' && info !== null && 'title' in info ? info.title : undefined;
  return typeof title === 'string' ? title : undefined;
}

function withoutCredentials(location: string): string {
  if (!/^https?:\/\//i.test(location)) return location;
  const { origin, pathname } = new URL(location);
  return `${origin}${pathname}`;
}
