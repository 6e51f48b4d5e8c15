import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The published description of OpenAI's API, as far as the tests read it. */
interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Json> };
}
interface Operation {
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { readonly schema: { readonly $ref?: string } }> }
  >;
}

export interface ResponseContract {
  /** Throws where an answer is not as the description says. */
  check(response: { method: string; path: string; status: number; contentType: string; body: string }): void;
  /** `METHOD /path` of each answer that was looked at and went well. */
  readonly seen: ReadonlySet<string>;
  readonly operations: readonly string[];
}

/** Checks answers against the OpenAPI description in a file. */
export async function openResponseContract(file: string | URL): Promise<ResponseContract> {
  const description = JSON.parse(await readFile(file, 'utf8')) as Description;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('unixtime', { type: 'number', validate: Number.isInteger });
  for (const format of ['uri', 'binary', 'date', 'int64']) ajv.addFormat(format, true);
  ajv.addSchema({ $id: 'api', components: rewrite(description.components as unknown as Json) as object });
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (schema: string): ValidateFunction => {
    const validator = validators.get(schema) ?? ajv.compile({ $ref: `api${schema}` });
    validators.set(schema, validator);
    return validator;
  };
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path: new RegExp(`^/v1${path.replace(/\{model\}/, '.+').replace(/\{\w+\}/g, '[^/]+')}$`),
      content: responses['200']?.content ?? {},
    })),
  );
  const seen = new Set<string>();
  const require = (schema: string, text: string, what: string): void => {
    const validate = validatorOf(schema);
    if (!validate(JSON.parse(text)))
      throw new Error(`${what} is not ${schema}: ${ajv.errorsText(validate.errors)}\n${text}`);
  };
  return {
    seen,
    operations: operations.map(({ name }) => name),
    check: ({ method, path, status, contentType, body }) => {
      const what = `The answer ${status} to ${method} ${path}`;
      if (status >= 400) return require('#/components/schemas/ErrorResponse', body, what);
      const operation = operations.find((one) => one.method === method && one.path.test(path));
      if (!operation) throw new Error(`${what}: the description has no such operation.`);
      seen.add(operation.name);
      const type = contentType.split(';')[0] ?? '';
      // A file's content is whatever the file is.
      if (path.endsWith('/content')) return;
      const schema = operation.content[type]?.schema.$ref;
      if (schema === undefined) throw new Error(`${what}: the description has no ${type} here.`);
      if (type === 'application/json') return require(schema, body, what);
      for (const line of body.split('\n\n'))
        if (line !== '' && line !== 'data: [DONE]') require(schema, line.replace(/^data: /, ''), what);
    },
  };
}

/** OpenAPI 3.0 leftovers in words of JSON Schema 2020-12: a boolean exclusiveMinimum, nullable. */
function rewrite(value: Json): Json {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value;
  const rewritten = Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, rewrite(child)]));
  if (rewritten.exclusiveMinimum === true) {
    rewritten.exclusiveMinimum = rewritten.minimum ?? 0;
    delete rewritten.minimum;
  }
  if (nullable !== true) return rewritten;
  return { anyOf: [rewritten, { type: 'null' }] };
}
