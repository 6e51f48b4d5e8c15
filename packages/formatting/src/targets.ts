import type { Target, TargetName } from './target.ts';
import { hermes } from './targets/hermes.ts';
import { mistral } from './targets/mistral.ts';
import { openai } from './targets/openai.ts';
import { sharegpt } from './targets/sharegpt.ts';
import { ste } from './targets/ste.ts';
import { trl } from './targets/trl.ts';

/** Every emitter by its name. */
export const targets: Readonly<Record<TargetName, Target>> = { openai, trl, mistral, ste, sharegpt, hermes };
