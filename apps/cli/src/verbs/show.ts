import { ImaginariumError } from '@imaginarium/contracts';
import { findExample, findTrial, readRemovals, readRun } from '@imaginarium/pipeline';
import type { Invocation } from '../command-context.ts';
import { renderExample } from '../rendering/example.ts';
import { renderRemovals } from '../rendering/removals.ts';
import { renderRun } from '../rendering/run-report.ts';
import { renderTrial } from '../rendering/trial.ts';

export interface ShowOptions {
  readonly trial?: string;
  readonly example?: string;
  readonly removals?: boolean;
}

/** `imaginarium show RUN` */
export async function showCommand({ args, options, context }: Invocation<ShowOptions>): Promise<void> {
  const folder = args[0] ?? '';
  const show = <Row>(row: Row, render: (row: Row) => string) => {
    if (context.isJson) context.answer(row);
    else context.print(render(row));
  };
  if (options.trial !== undefined) {
    show(found(await findTrial(folder, options.trial), 'trial', options.trial), renderTrial);
  } else if (options.example !== undefined) {
    show(found(await findExample(folder, options.example), 'example', options.example), renderExample);
  } else if (options.removals) {
    show(await readRemovals(folder), renderRemovals);
  } else {
    const report = await readRun(folder);
    if (context.isJson) context.answer(report);
    else context.print(renderRun(report));
  }
}

function found<Row>(row: Row | undefined, kind: string, id: string): Row {
  if (row !== undefined) return row;
  throw new ImaginariumError({
    code: 'input/not-found',
    message: `The run has no ${kind} "${id}".`,
    hint:
      kind === 'trial'
        ? 'Ids look like tool/episode/trial, counted from 0: convert_units/0/2'
        : 'Ids are in examples.jsonl.',
  });
}
