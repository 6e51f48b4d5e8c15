import type { Embedder, EmbeddingStore } from '@imaginarium/contracts';
import { type EmbedderScenario, embedderContract } from '../testing/embedder-contract.ts';
import { embeddingReply } from '../testing/embedding-reply.ts';
import { type ScriptedReply, type SeenRequest, startScriptedServer } from '../testing/start-scripted-server.ts';
import { createHuggingFaceEmbedder } from './create-huggingface-embedder.ts';
import { createOfflineEmbedder } from './create-offline-embedder.ts';
import { createOpenAIEmbedder } from './create-openai-embedder.ts';
import { withEmbeddingCache } from './with-embedding-cache.ts';

const replies: Record<EmbedderScenario, (request: SeenRequest) => ScriptedReply> = {
  answers: embeddingReply,
  hangs: () => ({ failure: 'hang' }),
  fails: () => ({ status: 500, body: { error: { message: 'out of memory' } } }),
};

const openai = (baseUrl: string) => createOpenAIEmbedder({ model: 'm', baseUrl, batchSize: 3 });
const openaiBuiltInFetch = (baseUrl: string) => createOpenAIEmbedder({ model: 'm', baseUrl, fetch: globalThis.fetch });
const huggingFace = (baseUrl: string) =>
  createHuggingFaceEmbedder({ model: 'm', endpointUrl: baseUrl.replace(/\/v1$/, ''), batchSize: 3 });

run('openai', openai);
run('openai over a given fetch', openaiBuiltInFetch);
run('huggingface', huggingFace);
run('cache over openai', (baseUrl) => withEmbeddingCache(openai(baseUrl), createMemoryStore()));
embedderContract('offline', async (scenario) =>
  scenario === 'answers' ? { embedder: createOfflineEmbedder() } : undefined,
);

function run(name: string, create: (baseUrl: string) => Embedder): void {
  embedderContract(name, async (scenario) => {
    const server = await startScriptedServer(replies[scenario]);
    return { embedder: create(server.baseUrl), close: server.close };
  });
}

function createMemoryStore(): EmbeddingStore {
  const vectors = new Map<string, Float32Array>();
  return {
    get: (key) => vectors.get(key),
    put: async (key, vector) => {
      vectors.set(key, vector);
    },
  };
}
