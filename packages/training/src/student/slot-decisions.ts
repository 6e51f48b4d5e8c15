import { hashText } from './hash-text.ts';
import type { LearnedTool } from './student.ts';
import { formKey, holesOf, type ValueForm } from './value-form.ts';

/** The hashes under which a tool's decisions keep their weights: by what they are, so that they stay when others join. */
export interface HoleDecision {
  /** Normaliser of the hole. */
  readonly name: string;
  /** Of this hole, of all arguments of this name read in this way, and of all that are read in this way. */
  readonly decisions: readonly [own: number, named: number, general: number];
}

export interface FormDecision {
  readonly form: ValueForm;
  readonly decision: number;
  readonly holes: readonly HoleDecision[];
}

export interface SlotDecisions {
  readonly path: string;
  readonly forms: readonly FormDecision[];
}

const known = new WeakMap<LearnedTool, readonly SlotDecisions[]>();

export function slotDecisions(tool: LearnedTool): readonly SlotDecisions[] {
  let decisions = known.get(tool);
  if (decisions === undefined) {
    decisions = tool.slots.map(({ path, forms }) => ({
      path,
      forms: forms.map((form) => {
        const key = `${tool.name} ${path} ${formKey(form)}`;
        return {
          form,
          decision: hashText(`form ${key}`),
          holes: holesOf(form).map((name, at) => ({
            name,
            decisions: [
              hashText(`hole ${at} ${key}`),
              hashText(`hole ${at} ${path} ${name}`),
              hashText(`hole ${name}`),
            ] as const,
          })),
        };
      }),
    }));
    known.set(tool, decisions);
  }
  return decisions;
}
