import { isJsonObject } from '@imaginarium/contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError, errorBody, toApiError } from './api-error.ts';
import { createGuard } from './guard-request.ts';

/** Bytes of a JSON body: a long conversation with many tools. Files have a bound of their own. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;
/** Levels of a JSON body: deeper ones are made to overflow stacks. */
const MAX_JSON_DEPTH = 100;
/** Names of models are longer than what fastify takes for a part of a path. */
const MAX_PARAM_LENGTH = 1024;

/** An HTTP server without routes: guarded, JSON and forms only, and every error in OpenAI's shape. */
export async function createApp(options: {
  readonly apiKey: string | undefined;
  readonly log: (line: string) => void;
}): Promise<FastifyInstance> {
  const refuse = (reply: FastifyReply, thrown: unknown, what: string): FastifyReply => {
    const error = toApiError(thrown);
    if (error.status === 500) options.log(`${what}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    // The rest of a body that nobody reads would be taken for the next request.
    if (error.status === 413) reply.header('connection', 'close');
    return reply.code(error.status).send(errorBody(error));
  };
  // Loaded where a server is started: most commands start none.
  const [{ fastify }, { default: multipart }] = await Promise.all([import('fastify'), import('@fastify/multipart')]);
  const app = fastify({
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, { method }, reply) => {
      refuse(reply, error, method);
    },
  });
  const routes: { readonly method: string; readonly path: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const path = new RegExp(`^${url.replace(/:\w+/g, '[^/]+').replace('*', '.+')}$`);
    for (const one of [method].flat()) routes.push({ method: one, path });
  });
  const guard = createGuard(options.apiKey);
  app.addHook('onRequest', async (request) => guard(request));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, text: string | Buffer) => readJson(String(text)),
  );
  await app.register(multipart, {
    limits: { files: 1, fields: 8, parts: 9, fieldSize: 4096, fileSize: Number.POSITIVE_INFINITY },
  });
  app.setErrorHandler((error, { method, routeOptions }, reply) =>
    refuse(reply, error, `${method} ${routeOptions.url ?? ''}`),
  );
  app.setNotFoundHandler(({ method, url }, reply) => {
    const path = url.replace(/\?.*$/s, '');
    const others = routes.filter((route) => route.path.test(path)).map((route) => route.method);
    if (others.length === 0)
      return refuse(
        reply,
        new ApiError(404, `Unknown request URL: ${method} ${path}.`, { code: 'unknown_url' }),
        method,
      );
    reply.header('allow', others.join(', '));
    return refuse(
      reply,
      new ApiError(405, `${method} is not allowed for ${path}.`, { code: 'method_not_allowed' }),
      method,
    );
  });
  return app;
}

/** A request without a body has none, whatever its content type. @throws ApiError 400 */
function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    const body: unknown = JSON.parse(text);
    if (isJsonObject(body) && !isDeeperThan(body, MAX_JSON_DEPTH)) return body;
  } catch {
    // Said below.
  }
  throw new ApiError(
    400,
    'We could not parse the JSON body of your request: it must be one JSON object, not too deep.',
    {
      code: 'invalid_json',
    },
  );
}

function isDeeperThan(value: unknown, depth: number): boolean {
  let level: unknown[] = [value];
  for (let at = 0; at < depth; at++)
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  return level.length > 0;
}
