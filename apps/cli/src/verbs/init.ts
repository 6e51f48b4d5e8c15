import { initProject } from '@imaginarium/pipeline/rounds';
import type { Invocation } from '../command-context.ts';
import { renderRoundSteps } from '../rendering/round-next-steps.ts';
import { pathFromHere } from '../rendering/round-words.ts';

export interface InitFlags {
  readonly from?: readonly string[];
  readonly like?: string;
  readonly name?: string;
}

/** `imaginarium init FOLDER` */
export async function initCommand({ args, options, context }: Invocation<InitFlags>): Promise<void> {
  const { from = [], like, name } = options;
  const made = await initProject({ folder: args[0] ?? '', from, like, name });
  if (context.isJson) context.answer(made);
  else
    context.print(
      [
        `project ${pathFromHere(made.folder)}`,
        ...made.files.map((file) => `  ${file}`),
        '',
        renderRoundSteps(made.folder, null),
      ].join('\n'),
    );
}
