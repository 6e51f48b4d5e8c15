import { z } from 'zod';
import { jsonObjectSchema, jsonValueSchema } from './json.ts';
import { toolCallSchema } from './message.ts';
import { observationSchema } from './observation.ts';
import { toolDefinitionSchema } from './tool.ts';

/**
 * Prompts that carry data carry it as one fenced JSON block, so that a model finds it easily, a person reads it,
 * and a stand-in model needs no knowledge of the wording around it.
 */
export function renderMaterial(material: unknown): string {
  return `\`\`\`json\n${JSON.stringify(material, null, 1)}\n\`\`\``;
}

/** The last fenced JSON block of a prompt, parsed; undefined when there is none or it does not parse. */
export function readMaterial(prompt: string): unknown {
  const open = prompt.lastIndexOf('```json\n');
  const close = prompt.lastIndexOf('\n```');
  if (open < 0 || close <= open) return undefined;
  try {
    return JSON.parse(prompt.slice(open + '```json\n'.length, close));
  } catch {
    return undefined;
  }
}

/** Purpose `imagine`, step `imagine`. The reply is the bare query. */
export const imagineMaterialSchema = z.object({
  tool: toolDefinitionSchema,
  /** What the query is wanted for, where exploration is targeted: what a model got wrong about the tool. */
  focus: z
    .discriminatedUnion('kind', [
      /** The tool and its rival were taken for each other. */
      z.object({ kind: z.literal('confused-pair'), rival: toolDefinitionSchema }),
      /** An argument was missing or wrong. `argument`: JSON pointer into the arguments, `*` for the items of an array. */
      z.object({
        kind: z.literal('argument'),
        argument: z.string(),
        schema: jsonObjectSchema,
        isRequired: z.boolean(),
      }),
    ])
    .optional(),
  /** Long-term memory; `solved` is null when not known. Absent when long-term memory is off. */
  earlierQueries: z.array(z.object({ query: z.string(), solved: z.boolean().nullable() })).optional(),
  /** Short-term memory: the trials of this episode so far, with what the tool returned. Absent when short-term memory is off. */
  earlierTrials: z
    .array(
      z.object({
        query: z.string(),
        steps: z.array(z.object({ arguments: z.string(), observation: z.string() })),
        solved: z.boolean().nullable(),
      }),
    )
    .optional(),
  /** Queries of this very turn that were refused, when asked again. */
  refused: z.array(z.object({ query: z.string(), reason: z.string() })).optional(),
});
export type ImagineMaterial = z.infer<typeof imagineMaterialSchema>;

/** Purpose `judge`, step `judge`. The reply is a Judgement. */
export const judgeMaterialSchema = z.object({
  tool: toolDefinitionSchema,
  query: z.string(),
  steps: z.array(z.object({ call: toolCallSchema, observation: observationSchema })),
  answer: z.string(),
});
export type JudgeMaterial = z.infer<typeof judgeMaterialSchema>;

/** Purpose `judge`, step `grounding`. The reply is `{"derivable": [true | false, one a value, in order]}`. */
export const groundingMaterialSchema = z.object({
  tool: toolDefinitionSchema,
  query: z.string(),
  arguments: z.unknown(),
  values: z.array(z.object({ path: z.string(), value: z.unknown() })),
});
export type GroundingMaterial = z.infer<typeof groundingMaterialSchema>;

/** Purpose `judge`, step `rewording`. The reply is `{"same": boolean, "reason": string}`. */
export const rewordingMaterialSchema = z.object({
  tool: toolDefinitionSchema,
  query: z.string(),
  rewording: z.string(),
  /** Of the call that served the query and that the rewording would inherit. */
  arguments: z.unknown(),
  /** JSON pointers to the arguments that rules could not find in the rewording for certain. */
  doubtful: z.array(z.string()),
});
export type RewordingMaterial = z.infer<typeof rewordingMaterialSchema>;

/** Purpose `paraphrase`, step `paraphrase`. The reply is the bare rewording. */
export const paraphraseMaterialSchema = z.object({
  query: z.string(),
  /** Values that the rewording must still let a reader derive. */
  keep: z.array(z.object({ path: z.string(), value: z.unknown() })),
  /** Rewordings that exist already, and refused ones with the reason. */
  avoid: z.array(z.object({ query: z.string(), reason: z.string().optional() })),
});
export type ParaphraseMaterial = z.infer<typeof paraphraseMaterialSchema>;

/** Purpose `imagine`, step `no-call`. The reply is the bare query, one that none of the tools serves. */
export const noCallMaterialSchema = z.object({
  tools: z.array(toolDefinitionSchema.pick({ name: true, description: true })),
  earlierQueries: z.array(z.string()),
  /** Name of the listed tool that the query must come close to; absent where none is meant. */
  near: z.string().optional(),
});
export type NoCallMaterial = z.infer<typeof noCallMaterialSchema>;

/** Purpose `judge`, step `no-call`. The reply is `{"served": boolean, "helpful": boolean, "reason": string}`. */
export const noCallJudgeMaterialSchema = z.object({
  tools: z.array(toolDefinitionSchema.pick({ name: true, description: true })),
  query: z.string(),
  answer: z.string(),
});
export type NoCallJudgeMaterial = z.infer<typeof noCallJudgeMaterialSchema>;

/** Purpose `judge`, step `arguments`. The reply is `{"equivalent": boolean, "reason": string}`. */
export const argumentsMaterialSchema = z.object({
  /** Absent where the test set does not describe it. */
  tool: toolDefinitionSchema.optional(),
  query: z.string(),
  /** Of the gold call. */
  expected: jsonObjectSchema,
  /** Further values that are as right, by JSON pointer into the arguments. */
  accepted: z.record(z.string(), z.array(jsonValueSchema)).optional(),
  /** Of the predicted call. */
  actual: jsonObjectSchema,
});
export type ArgumentsMaterial = z.infer<typeof argumentsMaterialSchema>;
