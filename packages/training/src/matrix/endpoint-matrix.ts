import type { EndpointCapability } from '@imaginarium/contracts';
import { exportFolder } from './export.ts';
import { fireworks } from './fireworks.ts';
import { huggingface } from './huggingface.ts';
import { local } from './local.ts';
import { openai } from './openai.ts';
import { together } from './together.ts';

/** What each endpoint can do, as known on its `checkedOn` day; the nearest to hand first. */
export function endpointMatrix(): readonly EndpointCapability[] {
  return [local, huggingface, together, fireworks, openai, exportFolder];
}
