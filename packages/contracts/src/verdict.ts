import { z } from 'zod';
import { jsonValueSchema } from './json.ts';

/** `ste`: the paper's rules to the letter. `strict`: first well-formed call, no grounding, arguments compared by schema. */
export const profileSchema = z.enum(['ste', 'strict']);
export type Profile = z.infer<typeof profileSchema>;

/** What is wrong with a reply, the first that applies. */
export const missSchema = z.enum([
  /** The model could not be asked. */
  'no-reply',
  'no-call',
  'malformed',
  'wrong-tool',
  'missing-argument',
  'unexpected-argument',
  'wrong-value',
  /** Calls, though none was right. */
  'unwanted-call',
]);
export type Miss = z.infer<typeof missSchema>;

/** One argument that is not as wanted. */
export const argumentProblemSchema = z.object({
  /** JSON pointer into the arguments. */
  path: z.string(),
  problem: z.enum(['missing', 'unexpected', 'value']),
  expected: jsonValueSchema.optional(),
  actual: jsonValueSchema.optional(),
});
export type ArgumentProblem = z.infer<typeof argumentProblemSchema>;

/** What one profile says of one prediction. */
export const verdictSchema = z.object({
  itemId: z.string(),
  repetition: z.number().int().nonnegative(),
  profile: profileSchema,
  /** The item's tool (cluster); null where no call is right. */
  tool: z.string().nullable(),
  isWellformed: z.boolean(),
  /** Always false unless well-formed. Where no call is right: whether none was made. */
  isToolMatch: z.boolean(),
  /** Null: undecided, for want of a judge's verdict. */
  isCorrect: z.boolean().nullable(),
  /** Null when correct or undecided. */
  miss: missSchema.nullable(),
  /** The first tool called, grounded as the profile says (legal name), or the name as written where no tool has it; null without a call. */
  calledTool: z.string().nullable(),
  /**
   * What decided on the arguments; null where it did not come to them. `cached-comparison`: a saved file's comparison,
   * which comparing with the gold at hand contradicts (the gold was changed since, method §4).
   */
  decidedBy: z.enum(['comparison', 'cached-comparison', 'cached-judge', 'judge', 'dispute']).nullable(),
  problems: z.array(argumentProblemSchema).optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
