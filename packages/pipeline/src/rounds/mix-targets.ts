import type { TargetName } from '@imaginarium/formatting';
import { targetNameSchema } from '@imaginarium/formatting';
import { exportCommand, exportTarget } from '@imaginarium/training';
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

/** What trains a round's `training` folder, run in it; null where the project trains at an endpoint. */
export function trainingCommand({ training }: Pick<ProjectConfig, 'training'>): string | null {
  const { to, tool, method } = training;
  return to === 'export' ? exportCommand({ tool: exportToolOf(tool), method }) : null;
}
