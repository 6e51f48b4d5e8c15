import { Readable } from 'node:stream';
import type { ChatReply, Clock } from '@imaginarium/contracts';
import type { FastifyInstance } from 'fastify';
import { chatRequestSchema } from '../chat-request.ts';
import { completionRequest } from '../completion-request.ts';
import type { JobStore } from '../job-store.ts';
import type { ModelList } from '../model-list.ts';
import { newId } from '../new-id.ts';
import { readRequest } from '../read-request.ts';
import { wireChunks, wireCompletion } from '../wire-completion.ts';
import { unixSeconds } from '../wire-file.ts';

/** `/v1/chat/completions`: OpenAPI tag Chat. */
export function chatRoutes(
  app: FastifyInstance,
  { models, jobs, clock }: { models: ModelList; jobs: JobStore; clock: Clock },
): void {
  app.post('/v1/chat/completions', async (request, reply) => {
    const body = readRequest(chatRequestSchema, request.body);
    const model = models.get(body.model);
    const asked = completionRequest(body);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const checkpoint = model.checkpoint === null ? null : jobs.pathOf(model.checkpoint);
    const answer = await model.trainer.complete({ baseModel: model.baseModel, checkpoint }, asked, {
      signal: gone.signal,
    });
    const completion = {
      id: newId('chatcmpl'),
      created: unixSeconds(clock.now()),
      model: body.model,
      reply: stopAt(answer, body.stop ?? []),
    };
    if (body.stream !== true) return wireCompletion(completion);
    const chunks = wireChunks(completion, body.stream_options?.include_usage === true);
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-cache')
      .send(Readable.from(serverSentEvents(chunks)));
  });
}

function* serverSentEvents(chunks: Iterable<object>): Generator<string> {
  for (const chunk of chunks) yield `data: ${JSON.stringify(chunk)}\n\n`;
  yield 'data: [DONE]\n\n';
}

/** A trainer knows no stop sequences: the text ends before the first that occurs. */
function stopAt(reply: ChatReply, stop: string | readonly string[]): ChatReply {
  const { content } = reply.message;
  const ends = [stop].flat().map((text) => (text === '' ? -1 : content.indexOf(text)));
  const end = Math.min(...ends.filter((at) => at >= 0));
  if (!Number.isFinite(end)) return reply;
  return { ...reply, message: { role: 'assistant', content: content.slice(0, end) }, finishReason: 'stop' };
}
