import { checkEndpoints } from '@imaginarium/pipeline/train';
import type { Invocation } from '../command-context.ts';
import { renderEndpoints } from '../rendering/endpoints.ts';

export interface EndpointsFlags {
  readonly check?: boolean;
  readonly account?: string;
}

/** `imaginarium endpoints`: what each endpoint can do, as of a date; with `--check`, what it says now. */
export async function endpointsCommand({ options, context }: Invocation<EndpointsFlags>): Promise<void> {
  const rows = await checkEndpoints({ isLive: options.check ?? false, account: options.account }, context);
  if (context.isJson) context.answer(rows);
  else context.print(renderEndpoints(rows, context.clock.now()));
}
