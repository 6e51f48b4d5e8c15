import { ImaginariumError } from '@imaginarium/contracts';
import { smokeModel } from '@imaginarium/pipeline/evaluate';
import type { Invocation } from '../command-context.ts';
import { renderSmoke } from '../rendering/smoke.ts';

export interface SmokeFlags {
  readonly model: string;
  readonly key?: string;
  readonly count: string;
}

/** `imaginarium smoke --model M` */
export async function smokeCommand({ options, context }: Invocation<SmokeFlags>): Promise<void> {
  const count = Number(options.count);
  if (!Number.isInteger(count) || count < 1)
    throw new ImaginariumError({ code: 'usage/number', message: `--count takes a whole number above 0.` });
  const key = options.key === undefined ? {} : { key: options.key };
  const report = await smokeModel({ model: options.model, count, ...key }, context, ({ query, outcome }) =>
    context.say(`${outcome}: ${query}`),
  );
  if (context.isJson) context.answer(report);
  else context.print(renderSmoke(report));
}
