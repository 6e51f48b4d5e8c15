/**
 * Imports GitHub's published OpenAPI description and checks, by reading the raw document on its own, that nothing is lost:
 * every operation is a tool, every parameter and request body an argument, every name legal and unique, every schema valid.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue, TOOL_NAME, type Tool } from '@imaginarium/contracts';
import { importOpenApi } from '@imaginarium/tools';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const PACKAGE = '@octokit/openapi@23.0.2';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface RawOperation {
  readonly id: string;
  readonly parameters: readonly string[];
  readonly hasBody: boolean;
}

/** @throws Error that lists what was lost */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-github-'));
  try {
    await promisify(execFile)('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, PACKAGE]);
    const file = join(folder, 'node_modules/@octokit/openapi/generated/api.github.com.json');
    const raw = readRaw(JSON.parse(await readFile(file, 'utf8')));
    const start = performance.now();
    const source = await importOpenApi({ location: file, fetch: globalThis.fetch });
    const seconds = (performance.now() - start) / 1000;
    const losses = compare(raw, source.tools);
    if (losses.length > 0) throw new Error(`GitHub's description is not imported whole:\n${losses.join('\n')}`);
    const parameters = raw.reduce((sum, operation) => sum + operation.parameters.length, 0);
    const bodies = raw.filter((operation) => operation.hasBody).length;
    process.stdout.write(
      `github-openapi: ${source.tools.length} operations, ${parameters} parameters and ${bodies} bodies, none lost; ` +
        `names legal and unique, schemas compile; ${source.notices.length} notices; imported in ${seconds.toFixed(1)} s\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readRaw(document: JsonObject): RawOperation[] {
  const follow = (value: JsonValue | undefined): JsonValue | undefined => {
    if (!isJsonObject(value) || typeof value.$ref !== 'string') return value;
    let at: JsonValue | undefined = document;
    for (const key of value.$ref.split('/').slice(1)) at = isJsonObject(at) ? at[key.replaceAll('~1', '/')] : undefined;
    return follow(at);
  };
  const keys = (list: JsonValue | undefined): string[] =>
    (Array.isArray(list) ? list : [])
      .map(follow)
      .map((one) => (isJsonObject(one) ? `${one.in} ${one.name}` : 'unreadable'));
  return Object.values(document.paths as JsonObject).flatMap((item) =>
    METHODS.flatMap((method) => {
      const operation = (item as JsonObject)[method];
      if (!isJsonObject(operation)) return [];
      const parameters = [...new Set([...keys((item as JsonObject).parameters), ...keys(operation.parameters)])];
      return [{ id: String(operation.operationId), parameters, hasBody: follow(operation.requestBody) !== undefined }];
    }),
  );
}

function compare(raw: readonly RawOperation[], tools: readonly Tool[]): string[] {
  const losses: string[] = [];
  if (raw.length !== tools.length) losses.push(`${raw.length} operations, ${tools.length} tools`);
  if (new Set(tools.map((tool) => tool.spec.name)).size !== tools.length) losses.push('names are not unique');
  const byId = new Map(tools.map((tool) => [tool.spec.originalName, tool.spec]));
  const ajv = formats.default(new Ajv2020({ strict: false, allErrors: true, logger: false }));
  for (const { id, parameters, hasBody } of raw) {
    const spec = byId.get(id);
    if (!spec) {
      losses.push(`${id}: no tool`);
      continue;
    }
    if (!TOOL_NAME.test(spec.name)) losses.push(`${id}: ${spec.name} is not legal`);
    const left = new Set(Object.keys(spec.parameters.properties as JsonObject));
    for (const parameter of parameters) {
      const [place = '', name = ''] = parameter.split(' ');
      if (!left.delete(`${name}_${place}`) && !left.delete(name)) losses.push(`${id}: ${parameter} is lost`);
    }
    if (hasBody !== left.delete('body')) losses.push(`${id}: body is ${hasBody ? 'lost' : 'invented'}`);
    if (left.size > 0) losses.push(`${id}: ${[...left].join(', ')} is invented`);
    try {
      ajv.compile(spec.parameters);
    } catch (thrown) {
      losses.push(`${id}: ${String(thrown)}`);
    }
  }
  return losses;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
