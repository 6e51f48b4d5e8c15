import { diffDataSets } from '@imaginarium/pipeline';
import type { Invocation } from '../command-context.ts';
import { renderDiff } from '../rendering/diff.ts';

/** `imaginarium diff A B` */
export async function diffCommand({ args, options, context }: Invocation<{ readonly target?: string }>): Promise<void> {
  const [a = '', b = ''] = args;
  const diff = await diffDataSets({ a, b }, options.target === undefined ? {} : { target: options.target });
  if (context.isJson) context.answer(diff);
  else context.print(renderDiff(diff));
}
