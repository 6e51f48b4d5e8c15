import type { FastifyInstance } from 'fastify';
import type { ModelList, ServedModel } from '../model-list.ts';
import { unixSeconds } from '../wire-file.ts';

/** Names hold `:` and `/`, escaped or not: they are all of the path's rest. */
interface ModelParams {
  readonly Params: { readonly '*': string };
}

/** `/v1/models`: OpenAPI tag Models. */
export function modelRoutes(app: FastifyInstance, { models }: { models: ModelList }): void {
  app.get('/v1/models', async () => ({ object: 'list', data: models.list().map(wireModel) }));

  app.get<ModelParams>('/v1/models/*', async ({ params }) => wireModel(models.get(params['*'])));

  app.delete<ModelParams>('/v1/models/*', async ({ params }) => {
    const name = params['*'];
    await models.remove(name);
    return { id: name, object: 'model', deleted: true };
  });
}

/** OpenAPI: Model. */
function wireModel({ name, createdAt, trainer }: ServedModel) {
  return { id: name, object: 'model', created: unixSeconds(createdAt), owned_by: trainer.name };
}
