import type { ChatModel, Clock, Journal } from '@imaginarium/contracts';
import { withJournal } from '@imaginarium/models';
import type { ModelConfig } from '../config/model-config.ts';
import { createAdapter, type OpenModels } from '../open-models.ts';
import { RUN_PURPOSES, type RunPurpose } from '../run-purposes.ts';
import type { KnownRows } from './failures-of-rows.ts';
import { notInJournal } from './not-in-journal.ts';

/** Stands where an adapter wants a key: the adapter only says how its model is called. */
const NO_KEY = 'none';

/**
 * The models of a run, answered from its journal alone under the keys that the run wrote: no key is asked for, nothing is called.
 * A call that failed for its row fails again, as that row says.
 */
export function replayModels(options: {
  readonly settings: Readonly<Record<RunPurpose, ModelConfig>>;
  readonly seed: number;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly known: KnownRows;
}): OpenModels {
  const { settings, seed, clock, journal, known } = options;
  const build = (model: ModelConfig): ChatModel =>
    withJournal(
      {
        id: createAdapter(model, NO_KEY, seed).id,
        complete: async ({ purpose, place }) => {
          throw known.failureAt(place) ?? notInJournal(`the call of a model (${purpose})`, place);
        },
      },
      { journal, clock, parameters: model.parameters, seed },
    );
  const models = new Map(RUN_PURPOSES.map((purpose) => [purpose, build(settings[purpose])]));
  return {
    forPurpose: (purpose) => models.get(purpose) as ChatModel,
    concurrency: Math.max(...RUN_PURPOSES.map((purpose) => settings[purpose].concurrency)),
    secretValues: [],
  };
}
