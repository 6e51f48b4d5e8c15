import { type ImportNotice, isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import { legalToolName } from '../names/legal-tool-name.ts';
import { type Description, type Located, malformed, memberOf, resolve, rootOf } from './description.ts';
import { inlineDefinitions } from './inline-definitions.ts';
import type { OperationPlan } from './operation-plan.ts';
import { planBody, planBodyOf2 } from './plan-body.ts';
import { type DescribedParameter, planParameters, readParameters } from './plan-parameters.ts';
import { isLeftToRequest, planSecurity, withCredentialParameters } from './plan-security.ts';
import { planServer } from './plan-server.ts';
import { terse } from './schema-keywords.ts';
import { createSchemaMapper, type SchemaMapper } from './schema-mapper.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface NamedOperation {
  readonly name: string;
  readonly originalName: string;
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly item: Located;
  readonly operation: Located;
}

/**
 * Every operation of a description as a plan, in its order. `isWanted` chooses by name, original name and tags; the names do
 * not depend on the choice.
 * @throws ImaginariumError `input/openapi` where the description cannot be read
 */
export function planOperations(
  description: Description,
  isWanted: (operation: Pick<OperationPlan, 'name' | 'originalName' | 'tags'>) => boolean = () => true,
): OperationPlan[] {
  const mapper = createSchemaMapper(description);
  return listOperations(description)
    .filter(isWanted)
    .map((operation) => planOperation(description, operation, mapper));
}

function listOperations(description: Description): NamedOperation[] {
  const paths = memberOf(rootOf(description), 'paths');
  if (paths.value === undefined) return [];
  if (!isJsonObject(paths.value)) throw malformed(description, paths.at, '"paths" must be an object');
  const taken = new Set<string>();
  return Object.keys(paths.value)
    .filter((path) => path.startsWith('/'))
    .flatMap((path) => {
      const item = resolve(description, memberOf(paths, path));
      if (!isJsonObject(item.value)) throw malformed(description, item.at, `the path ${path} must be an object`);
      return METHODS.filter((method) => isJsonObject(item.value) && item.value[method] !== undefined).map((method) => {
        const operation = memberOf(item, method);
        const { value } = operation;
        if (!isJsonObject(value)) throw malformed(description, operation.at, 'an operation must be an object');
        const hasId = typeof value.operationId === 'string' && value.operationId.trim() !== '';
        const originalName = hasId ? String(value.operationId) : `${method.toUpperCase()} ${path}`;
        const name = legalToolName(hasId ? originalName : `${method} ${path}`, taken);
        const tags = Array.isArray(value.tags) ? value.tags.map(String) : [];
        return { name, originalName, method, path, tags, item, operation };
      });
    });
}

function planOperation(description: Description, named: NamedOperation, mapper: SchemaMapper): OperationPlan {
  const { name, originalName, method, path, tags, item, operation } = named;
  const notices: ImportNotice[] = [];
  const say = (message: string) => notices.push({ tool: name, message });
  const described = readParameters(description, item, operation);
  const all = [...described, ...undescribed(path, described, operation.at)];
  const shown = all.filter((parameter) => {
    if (!isLeftToRequest(description, parameter)) return true;
    say(`the ${parameter.in} parameter ${parameter.name} is set when the request is made: models do not see it`);
    return false;
  });
  const body =
    description.root.swagger === undefined
      ? planBody(description, operation, mapper, say)
      : planBodyOf2(shown, consumesOf(description, operation), mapper, say);
  const parameters = planParameters(shown, mapper, new Set(body ? ['body'] : []), say);
  const required = [...parameters.required, ...(body?.isRequired ? ['body'] : [])];
  const schema: JsonObject = {
    type: 'object',
    properties: { ...parameters.properties, ...(body ? { body: body.schema } : {}) },
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
  return {
    name,
    originalName,
    description: describe(operation.value as JsonObject, originalName),
    tags,
    method: method.toUpperCase(),
    path,
    server: planServer(description, item, operation),
    parameters: parameters.plans,
    body: body?.plan,
    security: withCredentialParameters(description, planSecurity(description, operation, say), all),
    schema: inlineDefinitions(schema, mapper.definitions),
    notices,
  };
}

/** Names in the path that no parameter describes: taken to be texts. */
function undescribed(path: string, parameters: readonly DescribedParameter[], at: string): DescribedParameter[] {
  const known = new Set(parameters.filter((one) => one.in === 'path').map((one) => one.name));
  const names = new Set([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => String(name)));
  return [...names]
    .filter((name) => !known.has(name))
    .map((name) => {
      const value = { name, in: 'path', required: true, schema: { type: 'string' } };
      return { name, in: 'path', isRequired: true, value, located: { value, at } };
    });
}

function consumesOf(description: Description, operation: Located): string[] {
  const consumes: JsonValue | undefined = memberOf(operation, 'consumes').value ?? description.root.consumes;
  return Array.isArray(consumes) ? consumes.map(String) : [];
}

function describe(operation: JsonObject, otherwise: string): string {
  const texts = [operation.summary, operation.description].filter(
    (text) => typeof text === 'string' && text.trim() !== '',
  );
  const [summary, description] = texts.map(String);
  if (summary === undefined) return otherwise;
  return terse(
    description === undefined || description.trim() === summary.trim() ? summary : `${summary}\n${description}`,
  );
}
