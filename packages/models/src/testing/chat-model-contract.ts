import { type ChatModel, type ChatRequest, chatReplySchema, ImaginariumError } from '@imaginarium/contracts';
import { describe, expect, it, type TestContext } from 'vitest';

/**
 * What the model under test is set up for: `answers` replies in text, `calls` calls one of the request's tools, `hangs`
 * does not answer within the test, `fails` has an endpoint that fails.
 */
export type ContractScenario = 'answers' | 'calls' | 'hangs' | 'fails';

export interface ContractSubject {
  readonly model: ChatModel;
  /** Takes the place of the suite's request, for models that know their own tools or prompts only. */
  readonly request?: ChatRequest;
  readonly close?: () => Promise<void>;
}

/** The suite that every ChatModel passes. `create` gives undefined for a scenario that the model cannot be put into. */
export function chatModelContract(
  name: string,
  create: (scenario: ContractScenario) => Promise<ContractSubject | undefined>,
): void {
  const scenario = (of: ContractScenario, test: (model: ChatModel, request: ChatRequest) => Promise<void>) => {
    return async ({ skip }: TestContext) => {
      const subject = await create(of);
      if (subject === undefined) return skip(`${name} has no scenario "${of}"`);
      try {
        await test(subject.model, subject.request ?? (of === 'calls' ? callRequest : answerRequest));
      } finally {
        await subject.close?.();
      }
    };
  };

  describe(`ChatModel contract: ${name}`, () => {
    it(
      'answers in text, with a usage, in the canonical shape',
      scenario('answers', async (model, request) => {
        const reply = await model.complete(request);
        expect(chatReplySchema.parse(reply)).toEqual(reply);
        expect(reply.message.content).not.toBe('');
        expect(reply.message.toolCalls).toBeUndefined();
        expect(reply.finishReason).toBe('stop');
        expect(reply.usage.inputTokens).toBeGreaterThan(0);
        expect(reply.usage.outputTokens).toBeGreaterThan(0);
      }),
    );

    it(
      'calls a tool of the request with arguments both parsed and as written',
      scenario('calls', async (model, request) => {
        const reply = await model.complete(request);
        expect(chatReplySchema.parse(reply)).toEqual(reply);
        expect(reply.finishReason).toBe('tool-calls');
        const [call] = reply.message.toolCalls ?? [];
        expect(request.tools?.map((tool) => tool.name)).toContain(call?.name);
        expect(call?.arguments).toEqual(JSON.parse(call?.argumentsText ?? ''));
        expect(call?.id).not.toBe('');
      }),
    );

    it(
      'does nothing when the signal is already aborted',
      scenario('answers', async (model, request) => {
        await expectFailure(model.complete(request, { signal: AbortSignal.abort() }), 'interrupted/aborted');
      }),
    );

    it(
      'leaves a call under way when the signal is aborted',
      scenario('hangs', async (model, request) => {
        const controller = new AbortController();
        const reply = model.complete(request, { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await expectFailure(reply, 'interrupted/aborted');
      }),
    );

    it(
      'fails with an error that has a code and says where',
      scenario('fails', async (model, request) => {
        const error = await expectFailure(model.complete(request));
        expect(error.category).toBe('endpoint');
        expect(error.message.length).toBeGreaterThan(10);
      }),
    );
  });
}

async function expectFailure(reply: Promise<unknown>, code?: string): Promise<ImaginariumError> {
  const error = await reply.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ImaginariumError);
  if (code !== undefined) expect((error as ImaginariumError).code).toBe(code);
  return error as ImaginariumError;
}

const answerRequest: ChatRequest = {
  purpose: 'judge',
  place: { step: 'contract', ordinal: 0 },
  messages: [
    { role: 'system', content: 'You are brief.' },
    { role: 'user', content: 'Say hello.' },
  ],
  temperature: 0,
  maxTokens: 64,
};

const callRequest: ChatRequest = {
  purpose: 'solve',
  place: { step: 'contract', ordinal: 1 },
  messages: [{ role: 'user', content: 'How many minutes are three hours?' }],
  tools: [
    {
      name: 'convert_units',
      description: 'Converts a quantity from one unit to another.',
      parameters: {
        type: 'object',
        properties: { value: { type: 'number' }, from: { type: 'string' }, to: { type: 'string' } },
        required: ['value', 'from', 'to'],
      },
    },
  ],
  maxTokens: 64,
};
