import type { OutputFile, RoundStep, StageName } from '@imaginarium/contracts';

/** What stages of a run, or steps of a round, wrote. */
export type Written<Name extends string> = Readonly<Partial<Record<Name, { readonly outputs: readonly OutputFile[] }>>>;

/** A file of a run or round and of its rebuild, by SHA-256; null where one of the two does not have it. */
export interface RebuiltFile {
  /** Inside the folder. */
  readonly path: string;
  readonly stage: StageName | RoundStep;
  readonly was: string | null;
  readonly is: string | null;
  readonly isSame: boolean;
}

/** Every file that a stage of either wrote, in the order of the run; pure. */
export function compareOutputs<Name extends RebuiltFile['stage']>(
  before: Written<Name>,
  after: Written<Name>,
  stages: readonly Name[],
): RebuiltFile[] {
  return stages.flatMap((stage) => {
    const hashes = (written: Written<Name>) =>
      new Map(written[stage]?.outputs.map(({ path, sha256 }) => [path, sha256]));
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
