/** One line of the benchmark table. */
export interface BenchRow {
  readonly what: string;
  /** What this project does, with its unit. */
  readonly measured: string;
  /** What it is held against, measured in the same run, with its unit. */
  readonly against: string;
  /** Measured over against. */
  readonly ratio: number;
  readonly goal: string;
  readonly met: boolean;
}
