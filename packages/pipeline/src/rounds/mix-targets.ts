import type { TargetName } from '@imaginarium/formatting';
import { targetNameSchema } from '@imaginarium/formatting';
import { exportTarget } from '@imaginarium/training';
import { capabilityOf, targetOf } from '../train/endpoint-capability.ts';
import { exportToolOf } from '../train/export-training.ts';
import type { ProjectConfig } from './project-config.ts';

/** The target whose records the project trains on. @throws ImaginariumError `input/refused-request`, `usage/tool` */
export function trainedTarget({ training }: Pick<ProjectConfig, 'training'>): TargetName {
  const { to, method, tool } = training;
  const target = to === 'export' ? exportTarget(exportToolOf(tool), method) : null;
  return targetNameSchema.parse(target ?? targetOf(capabilityOf(to), method));
}

/** The targets of a round's records: what is trained on, and whatever else the config names. */
export function targetFor(config: Pick<ProjectConfig, 'training' | 'formatting'>): TargetName[] {
  return [...new Set([trainedTarget(config), ...config.formatting.targets])];
}
