import type { Manifest, StageName } from '@imaginarium/contracts';

/** A file of a run and of its rebuild, by SHA-256; null where one of the two does not have it. */
export interface RebuiltFile {
  /** Inside the run folder. */
  readonly path: string;
  readonly stage: StageName;
  readonly was: string | null;
  readonly is: string | null;
  readonly isSame: boolean;
}

/** Every file that a stage of either wrote, in the order of the run; pure. */
export function compareOutputs(
  before: Pick<Manifest, 'stages'>,
  after: Pick<Manifest, 'stages'>,
  stages: readonly StageName[],
): RebuiltFile[] {
  return stages.flatMap((stage) => {
    const hashes = ({ stages }: Pick<Manifest, 'stages'>) =>
      new Map(stages[stage]?.outputs.map(({ path, sha256 }) => [path, sha256]));
    const [was, is] = [hashes(before), hashes(after)];
    return [...new Set([...was.keys(), ...is.keys()])].map((path) => ({
      path,
      stage,
      was: was.get(path) ?? null,
      is: is.get(path) ?? null,
      isSame: was.get(path) === is.get(path),
    }));
  });
}
