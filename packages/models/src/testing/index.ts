export { type ContractScenario, type ContractSubject, chatModelContract } from './chat-model-contract.ts';
export { type EmbedderScenario, type EmbedderSubject, embedderContract } from './embedder-contract.ts';
export { embeddingReply, textsOf } from './embedding-reply.ts';
export {
  type ScriptedReply,
  type ScriptedServer,
  type SeenRequest,
  startScriptedServer,
} from './start-scripted-server.ts';
