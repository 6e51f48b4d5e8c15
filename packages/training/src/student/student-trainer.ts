import { ImaginariumError } from '@imaginarium/contracts';
import type { Trainer } from '../local/trainer.ts';
import { loadCheckpoint } from './checkpoint.ts';
import { completeRequest } from './complete-request.ts';
import { BASE_MODEL, createStudent, type Student } from './student.ts';
import { trainOrder } from './train-order.ts';

/** Checkpoints kept in memory, some 10 MB each. */
const MOST_LOADED = 4;

/**
 * The embedded trainer: a small network trained on CPU from the uploaded records alone. It chooses a tool or none and fills
 * arguments by copying and normalising spans of the query or by picking known values. A proxy to rehearse the loop and to
 * judge data before money is spent, not a language model. Same order, same bits, stopped and started again or not.
 */
export function createStudentTrainer(): Trainer {
  const loaded = new Map<string, Promise<Student>>();
  let base: Student | undefined;

  function studentOf(checkpoint: string | null): Promise<Student> {
    if (checkpoint === null) {
      base ??= createStudent();
      return Promise.resolve(base);
    }
    const known = loaded.get(checkpoint) ?? loadCheckpoint(checkpoint);
    loaded.delete(checkpoint);
    loaded.set(checkpoint, known);
    known.catch(() => loaded.delete(checkpoint));
    for (const oldest of loaded.keys()) {
      if (loaded.size <= MOST_LOADED) break;
      loaded.delete(oldest);
    }
    return known;
  }

  return {
    name: 'student',
    baseModels: [BASE_MODEL],
    methods: ['supervised'],
    train: trainOrder,
    async complete({ baseModel, checkpoint }, request, { signal }) {
      if (signal?.aborted)
        throw new ImaginariumError({ code: 'interrupted/aborted', message: 'The request was stopped.' });
      if (baseModel !== BASE_MODEL) {
        throw new ImaginariumError({
          code: 'input/unknown-model',
          message: `The student has no base model ${baseModel}.`,
        });
      }
      return completeRequest(await studentOf(checkpoint), request);
    },
  };
}
