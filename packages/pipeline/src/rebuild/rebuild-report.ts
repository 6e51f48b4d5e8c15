import type { Manifest, RoundStep, StageName } from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';
import type { RebuiltFile } from './compare-outputs.ts';

type Versions = Manifest['versions'];

export interface RebuildReport {
  readonly kind: 'run' | 'round';
  /** Folder of the run, or of the round; absolute. */
  readonly run: string;
  /** Absolute. */
  readonly output: string;
  /** Rebuilt, in order: those that the run had finished; of a round those that make its data. */
  readonly stages: readonly (StageName | RoundStep)[];
  /** Not rebuilt: the run itself had not finished them. */
  readonly unfinished: readonly StageName[];
  readonly files: readonly RebuiltFile[];
  /** Whether every stage was rebuilt and every file is the same bytes. */
  readonly isSame: boolean;
  /** Steps of a round that were done with another config, or by another version, than the round keeps: they may rightly differ. */
  readonly otherwise: readonly RoundStep[];
  /** The stages' code is this version's: where it has changed since, files may rightly differ. */
  readonly versions: { readonly was: Versions; readonly is: Versions };
}

export function versionsOf({ version }: Environment): Versions {
  return { imaginarium: version, node: process.versions.node };
}

/** What there was to notice was said when the data was made. */
export function withoutNotices(environment: Environment): Environment {
  return {
    ...environment,
    onEvent: (event) => (event.kind === 'notice' ? undefined : environment.onEvent?.(event)),
  };
}
