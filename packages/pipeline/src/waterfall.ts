import type { Manifest } from '@imaginarium/contracts';

export interface WaterfallStep {
  /** `trials`, `finished`, … in the order of the flow. */
  readonly name: string;
  readonly count: number;
  /** Steps of one unit follow from each other; a change of unit starts a new scale. */
  readonly unit: 'trials' | 'examples' | 'records';
}

/** From trials to the records of the first target: what was left after each step that has been run. */
export function waterfallOf(manifest: Manifest): WaterfallStep[] {
  const explore = manifest.stages.explore?.counts ?? {};
  const curate = manifest.stages.curate?.counts ?? {};
  const format = manifest.stages.format?.counts ?? {};
  const first = Object.keys(format)[0]?.split('/')[0];
  const steps: [name: string, count: number | undefined, unit: WaterfallStep['unit']][] = [
    ['trials', explore.trials ?? curate.trials, 'trials'],
    ['finished', explore.finished ?? curate.finished, 'trials'],
    ['valid', curate.valid, 'trials'],
    ['judged', curate.judged, 'trials'],
    ['grounded', curate.grounded, 'trials'],
    ['unique', curate.unique, 'trials'],
    ['with paraphrases', curate.examples, 'examples'],
    ...(['train', 'validation', 'test'] as const).map((split): (typeof steps)[number] => [
      `${first} ${split}`,
      format[`${first}/${split}`],
      'records',
    ]),
  ];
  return steps.flatMap(([name, count, unit]) => (count === undefined ? [] : [{ name, count, unit }]));
}
