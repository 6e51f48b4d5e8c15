import { createRandom } from '@imaginarium/contracts';
import type { AnswerPattern } from './answer-pattern.ts';
import type { ToolArguments } from './argument-slots.ts';
import { BAG_ROWS } from './encode-query.ts';
import type { BagWeights } from './optimiser/bag-network.ts';
import { createParameterBlock, extendParameterBlock, type ParameterBlock } from './optimiser/parameter-block.ts';

export const BASE_MODEL = 'student-v1';
const HIDDEN_SIZE = 48;
const FILL_WEIGHTS = 1 << 19;
/** What the untrained student makes of words that a query shares with a description, and how soon it calls nothing. */
const FIRST_SIMILARITY_WEIGHT = 8;
const FIRST_NONE_BIAS = 1.5;

/** What the student knows of a tool from its calls. */
export interface LearnedTool extends ToolArguments {
  readonly name: string;
  readonly answers: readonly AnswerPattern[];
}

/** How it ends where it calls nothing: the answer of the nearest query. */
export interface LearnedReply {
  readonly query: string;
  readonly answer: string;
}

export interface StudentWeights extends BagWeights {
  /** One weight: how much a description's likeness to the query counts. */
  readonly similarity: ParameterBlock;
  /** Hashed weights of forms and spans. */
  readonly fill: ParameterBlock;
}

/**
 * A small network that chooses a tool or none and fills its arguments from the query. A proxy to rehearse training and to
 * judge data, not a language model.
 */
export interface Student {
  /** The class of `tools[i]` is row i + 1 of the output; row 0 is "none". */
  readonly tools: readonly LearnedTool[];
  readonly replies: readonly LearnedReply[];
  readonly weights: StudentWeights;
}

/** The untrained student: the same on every machine. */
export function createStudent(): Student {
  const random = createRandom(BASE_MODEL);
  const embedding = new Float32Array(BAG_ROWS * HIDDEN_SIZE);
  for (let at = 0; at < embedding.length; at++) embedding[at] = (random.next() - 0.5) * 0.4;
  const output = new Float32Array(HIDDEN_SIZE + 1);
  output[HIDDEN_SIZE] = FIRST_NONE_BIAS;
  return {
    tools: [],
    replies: [],
    weights: {
      embedding: createParameterBlock(embedding, HIDDEN_SIZE),
      hiddenBias: createParameterBlock(new Float32Array(HIDDEN_SIZE), HIDDEN_SIZE),
      output: createParameterBlock(output, HIDDEN_SIZE + 1),
      similarity: createParameterBlock(Float32Array.of(FIRST_SIMILARITY_WEIGHT), 1),
      fill: createParameterBlock(new Float32Array(FILL_WEIGHTS), 1),
    },
  };
}

/** The blocks of weights under the names that checkpoints keep them by. */
export function weightBlocks(weights: StudentWeights): [name: keyof StudentWeights, block: ParameterBlock][] {
  return [
    ['embedding', weights.embedding],
    ['hiddenBias', weights.hiddenBias],
    ['output', weights.output],
    ['similarity', weights.similarity],
    ['fill', weights.fill],
  ];
}

/** The student with these tools instead (known ones first, in their order) and a row of output for each. */
export function withTools(student: Student, tools: readonly LearnedTool[], replies: readonly LearnedReply[]): Student {
  const { weights } = student;
  return {
    tools,
    replies,
    weights: { ...weights, output: extendParameterBlock(weights.output, tools.length + 1) },
  };
}
