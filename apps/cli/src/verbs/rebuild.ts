import { relative } from 'node:path';
import { rebuildRun } from '@imaginarium/pipeline';
import type { Invocation } from '../command-context.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { createProgress } from '../rendering/progress.ts';
import { renderRebuild } from '../rendering/rebuild.ts';

export interface RebuildOptions {
  readonly output?: string;
  readonly inputs?: string;
}

/** `imaginarium rebuild RUN`: 0 when every file is the same bytes, else as for input that is not what it was. */
export async function rebuildCommand({ args, options, context }: Invocation<RebuildOptions>): Promise<void> {
  const { output, inputs } = options;
  const progress = createProgress(context);
  const report = await rebuildRun(
    { run: args[0] ?? '', ...(output === undefined ? {} : { output }), ...(inputs === undefined ? {} : { inputs }) },
    { ...context, onEvent: progress.onEvent },
  ).finally(() => progress.end());
  if (context.isJson) context.answer(report);
  else context.print(renderRebuild({ ...report, output: relative(process.cwd(), report.output) || '.' }));
  if (!report.isSame) process.exitCode = EXIT_CODES.input;
}
