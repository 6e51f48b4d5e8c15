import { createMemoryJournal } from '@imaginarium/contracts';
import { type SmokeCall, type SmokeReport, smokeTest } from '@imaginarium/evaluation';
import { createBudget } from '@imaginarium/models';
import { modelConfigSchema } from '../config/model-config.ts';
import type { Environment } from '../environment.ts';
import { openModels } from '../open-models.ts';
import { bare } from './evaluate-model.ts';

/** Ten calls through the real serving path: does the server return tool calls? Nothing is kept, nothing is replayed. */
export async function smokeModel(
  request: { readonly model: string; readonly key?: string; readonly provider?: string; readonly count?: number },
  environment: Environment,
  onCall?: (call: SmokeCall) => void,
): Promise<SmokeReport> {
  const { count, model, key, provider } = request;
  const { forPurpose } = openModels({
    settings: { predict: bare({ ...modelConfigSchema.parse({ model }), key, provider }) },
    seed: 1,
    environment,
    journal: createMemoryJournal(),
    budget: createBudget({}),
  });
  return smokeTest({
    model: forPurpose('predict'),
    ...(count === undefined ? {} : { count }),
    ...(onCall ? { onCall } : {}),
    signal: environment.signal,
  });
}
