import { compareRetention, type RetentionComparison } from './compare-retention.ts';
import { type ProjectOutcome, type ProjectRequest, runProject } from './run-project.ts';

export interface BothOutcomes {
  readonly withoutReplay: ProjectOutcome;
  readonly withReplay: ProjectOutcome;
  readonly comparison: RetentionComparison;
}

/**
 * Takes two projects that differ in replay alone through their rounds, side by side; where one fails, the other is ended.
 *
 * @param request `folder`: where the two come to lie, as `replay` and `no-replay`
 * @throws RangeError where they were not tested on the same items
 */
export async function runBoth(
  request: Omit<ProjectRequest, 'isWithoutReplay' | 'onRound' | 'signal'>,
  onRound: (name: string, report: ProjectOutcome['report']) => void = () => {},
): Promise<BothOutcomes> {
  const both = new AbortController();
  const run = (name: string, isWithoutReplay: boolean) =>
    runProject({
      ...request,
      folder: `${request.folder}/${name}`,
      isWithoutReplay,
      signal: both.signal,
      onRound: (report) => onRound(name, report),
    });
  const [withoutReplay, withReplay] = await Promise.all([run('no-replay', true), run('replay', false)]).finally(() =>
    both.abort(),
  );
  if (testHash(withoutReplay) !== testHash(withReplay))
    throw new RangeError('The two projects were tested on other items: they cannot be compared in pairs.');
  return { withoutReplay, withReplay, comparison: compareRetention(withoutReplay.report, withReplay.report) };
}

/** Of the items that the last round was tested on. */
function testHash({ evaluation }: ProjectOutcome): string | undefined {
  return evaluation.evaluations[0]?.header.data.hash;
}
