import {
  endpointNameSchema,
  gateConfigSchema,
  hyperparametersSchema,
  type JsonObject,
  tuningMethodSchema,
} from '@imaginarium/contracts';
import { replayConfigSchema } from '@imaginarium/formatting';
import { z } from 'zod';
import { keyReferenceSchema } from '../config/model-config.ts';
import { runConfigSchema } from '../config/run-config.ts';
import { evaluationConfigSchema } from '../evaluate/evaluation-config.ts';

const run = runConfigSchema.shape;

/** What a project is trained at and how. */
const trainingConfigSchema = z.strictObject({
  to: endpointNameSchema
    .default('local')
    .describe(
      'Where jobs run. `local` without `baseUrl`: the endpoint on this machine, started for as long as it is needed.',
    ),
  model: z.string().default('student-v1').describe('The base model of the first round, as the endpoint names it.'),
  from: z
    .string()
    .default('last')
    .describe(
      'What a later round is trained from: `last`, the checkpoint of the round before; `base`, the model above again; or a checkpoint by its name.',
    ),
  method: tuningMethodSchema.default('sft'),
  hyperparameters: hyperparametersSchema.prefault({}),
  baseUrl: z.string().optional().describe('Another server of the same API.'),
  key: keyReferenceSchema.optional(),
  account: z.string().optional().describe('Whose account: huggingface, fireworks.'),
  hardware: z.string().optional().describe('Machine of the job: huggingface.'),
  hours: z.number().positive().optional().describe('After which a job on rented hardware is ended.'),
  price: z.number().positive().optional().describe('US dollars of a million trained tokens, for the estimate.'),
  tool: z.string().default('trl').describe('For `export`: trl, axolotl, llama-factory or unsloth.'),
});

const evaluation = evaluationConfigSchema.shape;

/** A project as its `project.yaml` says it: a run's config without what rounds decide, and how rounds train, test and judge. */
export const projectConfigSchema = z.strictObject({
  name: run.name.describe('Names the project, its data sets and its checkpoints.'),
  seed: run.seed,
  tools: run.tools.describe('Where the tools come from. Add a source, or a batch, for another round.'),
  batches: z
    .array(z.array(z.string()).min(1))
    .min(1)
    .optional()
    .describe(
      'Names of tools: round 1 has those of the first batch, each later round one batch more. Absent: all tools.',
    ),
  execution: run.execution,
  models: run.models,
  budget: run.budget.describe('Of one round: it stops before it would spend more.'),
  exploration: run.exploration,
  curation: run.curation,
  formatting: run.formatting.unwrap().omit({ replay: true }).prefault({}),
  removedTools: z
    .enum(['drop', 'no-call'])
    .default('drop')
    .describe(
      'Records of a tool that is gone leave; `no-call`: and its queries become examples in which no tool is called.',
    ),
  replay: replayConfigSchema
    .prefault({})
    .describe('What of earlier rounds is trained on again, against forgetting; the paper: uniform, 10 %.'),
  training: trainingConfigSchema.prefault({}),
  evaluation: z
    .strictObject({
      prompt: evaluation.prompt,
      system: evaluation.system,
      toolSet: evaluation.toolSet
        .unwrap()
        .extend({ kind: evaluation.toolSet.unwrap().shape.kind.default('none') })
        .prefault({}),
      sampling: evaluation.sampling,
      repetitions: evaluation.repetitions,
      judge: evaluation.judge,
      budget: evaluation.budget,
      model: evaluation.model
        .optional()
        .describe(
          'How the checkpoint is asked: settings of a model whose name holds {checkpoint}; default: as the endpoint names it.',
        ),
    })
    .prefault({})
    .describe('How each checkpoint is tested on every tool so far.'),
  gate: gateConfigSchema.prefault({}),
});
export type ProjectConfig = z.output<typeof projectConfigSchema>;

/** A config as `round.json` keeps it. */
export function keptConfig(config: ProjectConfig): JsonObject {
  return JSON.parse(JSON.stringify(config)) as JsonObject;
}

/** JSON Schema of `project.yaml`, for editors. */
export function projectConfigJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(projectConfigSchema, { io: 'input' }), title: 'Imaginarium project' };
}
