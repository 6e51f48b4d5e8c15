import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import { type Environment, type RebuildReport, rebuildRun } from '@imaginarium/pipeline';
import { isRoundFolder, rebuildRound } from '@imaginarium/pipeline/rounds';
import type { Invocation } from '../command-context.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { createProgress } from '../rendering/progress.ts';
import { renderRebuild } from '../rendering/rebuild.ts';
import { pathFromHere } from '../rendering/round-words.ts';

export interface RebuildOptions {
  readonly output?: string;
  readonly inputs?: string;
}

/** `imaginarium rebuild RUN`, or a round: 0 when every file is the same bytes, else as for input that is not what it was. */
export async function rebuildCommand({ args, options, context }: Invocation<RebuildOptions>): Promise<void> {
  const progress = createProgress(context);
  const environment = { ...context, onEvent: progress.onEvent };
  const report = await rebuildFolder(args[0] ?? '', options, environment).finally(() => progress.end());
  const fromHere = (folder: string) => relative(process.cwd(), folder) || '.';
  if (context.isJson) context.answer(report);
  else context.print(renderRebuild({ ...report, run: fromHere(report.run), output: fromHere(report.output) }));
  if (!report.isSame) process.exitCode = EXIT_CODES.input;
}

function rebuildFolder(folder: string, options: RebuildOptions, environment: Environment): Promise<RebuildReport> {
  const { output, inputs } = options;
  const into = output === undefined ? {} : { output };
  if (!isRoundFolder(folder) && existsSync(join(folder, 'project.yaml')))
    throw new ImaginariumError({
      code: 'usage/round',
      message: `${folder} is a project: one of its rounds is rebuilt.`,
      hint: `imaginarium rebuild ${pathFromHere(resolve(folder, 'rounds'))}/N`,
    });
  if (!isRoundFolder(folder))
    return rebuildRun({ run: folder, ...into, ...(inputs === undefined ? {} : { inputs }) }, environment);
  if (inputs === undefined) return rebuildRound({ round: folder, ...into }, environment);
  throw new ImaginariumError({
    code: 'usage/inputs',
    message: '--inputs is for runs: the paths of a round are taken from its project.',
    hint: `Put the files to where project.yaml of ${folder} looks for them.`,
  });
}
