import type { ChatModel } from '@imaginarium/contracts';
import { createHuggingFaceModel } from './huggingface/create-huggingface-model.ts';
import { createOpenAIModel } from './openai/create-openai-model.ts';
import { type ContractScenario, chatModelContract } from './testing/chat-model-contract.ts';
import { type ScriptedReply, startScriptedServer } from './testing/start-scripted-server.ts';
import { withTextProtocol } from './text-protocol/with-text-protocol.ts';

const argumentsText = '{"value": 3, "from": "h", "to": "min"}';

const native: Record<ContractScenario, ScriptedReply> = {
  answers: { text: 'Hello.' },
  calls: { calls: [{ name: 'convert_units', arguments: argumentsText }] },
  hangs: { failure: 'hang' },
  fails: { status: 500, body: { error: { message: 'out of memory' } } },
};
const text: Record<ContractScenario, ScriptedReply> = {
  ...native,
  calls: { text: `Thought: convert.\nAction: convert_units\nAction Input: ${argumentsText}` },
};

const openai = (baseUrl: string) => createOpenAIModel({ model: 'm', baseUrl });
const openaiBuiltInFetch = (baseUrl: string) => createOpenAIModel({ model: 'm', baseUrl, fetch: globalThis.fetch });
const huggingFace = (baseUrl: string) =>
  createHuggingFaceModel({ model: 'm', endpointUrl: baseUrl.replace(/\/v1$/, '') });

run('openai', native, openai);
run('openai over the built-in fetch', native, openaiBuiltInFetch);
run('huggingface', native, huggingFace);
run('text protocol over openai', text, (baseUrl) => withTextProtocol(openai(baseUrl)));
run('text protocol over huggingface', text, (baseUrl) => withTextProtocol(huggingFace(baseUrl)));

function run(
  name: string,
  replies: Record<ContractScenario, ScriptedReply>,
  create: (baseUrl: string) => ChatModel,
): void {
  chatModelContract(name, async (scenario) => {
    const server = await startScriptedServer(() => replies[scenario]);
    return { model: create(server.baseUrl), close: server.close };
  });
}
