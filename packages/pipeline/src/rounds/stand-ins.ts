import type { RoundReport } from '@imaginarium/contracts';
import { BASE_MODEL } from '@imaginarium/training';
import { usesPracticeModel } from '../run-purposes.ts';
import type { ProjectConfig } from './project-config.ts';

/** Which models of a project are no language models: the practice model that writes the data, the student that is trained. */
export function standInsOf({
  models,
  training,
}: Pick<ProjectConfig, 'models' | 'training'>): NonNullable<RoundReport['standIns']> {
  return { teacher: usesPracticeModel(models), student: training.model === BASE_MODEL };
}
