import { preflightRecords } from '@imaginarium/pipeline/train';
import type { Invocation } from '../command-context.ts';
import { renderPreflight } from '../rendering/preflight.ts';
import { wholeNumber } from '../whole-number.ts';

export interface PreflightFlags {
  readonly seed?: string;
}

/** `imaginarium preflight DATASET` */
export async function preflightCommand({ args, options, context }: Invocation<PreflightFlags>): Promise<void> {
  const seed = wholeNumber('--seed', options.seed, { least: 0 }) ?? 1;
  let told = 0;
  const { file, report } = await preflightRecords(args[0] ?? '', seed, context, (share) => {
    if (context.isTerminal) context.draw(`\r\u001B[Kpreflight  ${Math.round(share * 100)}%`);
    else if (share - told >= 0.25) {
      told = share;
      context.say(`preflight ${Math.round(share * 100)}%`);
    }
  });
  if (context.isTerminal) context.draw('\r\u001B[K');
  if (context.isJson) context.answer({ file, ...report });
  else context.print(renderPreflight(file, report));
}
