export { type ContractScenario, type ContractSubject, chatModelContract } from './chat-model-contract.ts';
export {
  type ScriptedReply,
  type ScriptedServer,
  type SeenRequest,
  startScriptedServer,
} from './start-scripted-server.ts';
