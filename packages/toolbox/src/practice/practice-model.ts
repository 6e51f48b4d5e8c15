import {
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  createRandom,
  groundingMaterialSchema,
  ImaginariumError,
  imagineMaterialSchema,
  judgeMaterialSchema,
  noCallJudgeMaterialSchema,
  noCallMaterialSchema,
  paraphraseMaterialSchema,
  type Random,
  readMaterial,
  rewordingMaterialSchema,
} from '@imaginarium/contracts';
import type { z } from 'zod';
import { scenarios } from '../scenarios/index.ts';
import { toolboxTools } from '../tools/index.ts';
import { estimateUsage } from './estimate-usage.ts';
import { imaginePracticeQuery } from './imagine-practice-query.ts';
import {
  judgePracticeGrounding,
  judgePracticeNoCall,
  judgePracticeRewording,
  judgePracticeTrial,
} from './judge-practice.ts';
import { imagineNearMiss, imagineNoCallQuery } from './no-call-queries.ts';
import { paraphrasePracticeQuery } from './paraphrase-practice-query.ts';
import { chance, createPracticeKnowledge, type PracticeKnowledge, practiceError } from './practice-knowledge.ts';
import { reflectOnPractice } from './reflect-on-practice.ts';
import { type PracticeTurn, solvePracticeQuery } from './solve-practice-query.ts';

export interface PracticeModelOptions {
  /** Equal seeds give equal replies to equal requests. */
  readonly seed: number | string;
}

/**
 * A rule-based stand-in behind the ChatModel port. It is **not a language model**: it knows the bundled toolbox only,
 * draws its words from written templates by seed, and makes on purpose the mistakes that models make, so that feedback,
 * memories, judge and filters have work. Its data is for practice, tests and benchmarks. The tools it calls are real.
 *
 * A reply is a function of seed and request, place included; there is no other state.
 *
 * @throws ImaginariumError `config/practice-model` from `complete` for tools or requests that it does not know
 */
export function createPracticeModel({ seed }: PracticeModelOptions): ChatModel {
  knowledge ??= createPracticeKnowledge(scenarios, toolboxTools);
  const mind: Mind = { knowledge, seed: String(seed) };
  return {
    id: 'practice:',
    complete: async (request, options) => {
      if (options?.signal?.aborted) {
        throw new ImaginariumError({
          code: 'interrupted/aborted',
          message: 'The practice model was interrupted.',
          cause: options.signal.reason,
        });
      }
      const { purpose, place, messages, tools } = request;
      const random = createRandom(
        JSON.stringify([mind.seed, purpose, place, messages, tools?.map(({ name }) => name)]),
      );
      return toReply(request, takeTurn(request, mind, random));
    },
  };
}

interface Mind {
  readonly knowledge: PracticeKnowledge;
  readonly seed: string;
}

let knowledge: PracticeKnowledge | undefined;

function takeTurn(request: ChatRequest, mind: Mind, random: Random): PracticeTurn {
  const { knowledge } = mind;
  switch (request.purpose) {
    case 'imagine': {
      if (request.place.step === 'no-call') {
        const material = materialOf(request, noCallMaterialSchema);
        requireKnown(material.tools, knowledge);
        const { earlierQueries, near } = material;
        if (near === undefined) return { content: imagineNoCallQuery(earlierQueries, random) };
        return { content: imagineNearMiss(knowledge.scenariosOf(near), earlierQueries, random) };
      }
      return { content: imaginePracticeQuery(materialOf(request, imagineMaterialSchema), { ...mind, random }) };
    }
    case 'solve':
    case 'predict':
      requireKnown(request.tools ?? [], knowledge);
      return solvePracticeQuery(request, { knowledge, random });
    case 'reflect':
      return { content: reflectOnPractice(request, random) };
    case 'judge':
      return { content: judge(request, knowledge, random) };
    case 'paraphrase':
      return {
        content: paraphrasePracticeQuery(materialOf(request, paraphraseMaterialSchema), knowledge, random),
      };
  }
}

/** About 3% of the verdicts cannot be read. */
function judge(request: ChatRequest, knowledge: PracticeKnowledge, random: Random): string {
  const isUnreadable = chance(random, 0.03);
  const verdict = (): object => {
    switch (request.place.step) {
      case 'judge': {
        const material = materialOf(request, judgeMaterialSchema);
        requireKnown([material.tool], knowledge);
        return judgePracticeTrial(material, knowledge);
      }
      case 'grounding': {
        const material = materialOf(request, groundingMaterialSchema);
        requireKnown([material.tool], knowledge);
        return { derivable: judgePracticeGrounding(material, knowledge) };
      }
      case 'rewording': {
        const material = materialOf(request, rewordingMaterialSchema);
        requireKnown([material.tool], knowledge);
        return judgePracticeRewording(material, knowledge);
      }
      case 'no-call':
        return judgePracticeNoCall(materialOf(request, noCallJudgeMaterialSchema), knowledge);
      default:
        throw practiceError(`It knows no judging step "${request.place.step}".`);
    }
  };
  const json = JSON.stringify(verdict());
  return isUnreadable ? json.slice(0, -1) : json;
}

function materialOf<T>(request: ChatRequest, schema: z.ZodType<T>): T {
  const prompt = request.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const material = schema.safeParse(readMaterial(prompt));
  if (material.success) return material.data;
  throw practiceError(`It found no material for "${request.purpose}/${request.place.step}" in the last user message.`);
}

function requireKnown(offered: readonly { readonly name: string }[], { tools }: PracticeKnowledge): void {
  const unknown = offered.filter(({ name }) => !tools.has(name));
  if (offered.length > 0 && unknown.length === offered.length) {
    throw practiceError(`It knows none of the tools ${unknown.map(({ name }) => `"${name}"`).join(', ')}.`);
  }
}

function toReply(request: ChatRequest, turn: PracticeTurn): ChatReply {
  const message: ChatReply['message'] =
    'call' in turn
      ? { role: 'assistant', content: '', toolCalls: [turn.call] }
      : { role: 'assistant', content: turn.content };
  return {
    message,
    finishReason: 'call' in turn ? 'tool-calls' : 'stop',
    usage: estimateUsage(request, message),
    model: 'practice',
  };
}
