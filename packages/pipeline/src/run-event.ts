import type { StageName } from '@imaginarium/contracts';

/** What a person or a program may want to see while a run goes on. */
export type RunEvent =
  | { readonly kind: 'stage-started'; readonly stage: StageName }
  | { readonly kind: 'stage-unchanged'; readonly stage: StageName }
  | {
      readonly kind: 'progress';
      readonly stage: StageName | 'evaluate';
      /** What is counted, for example `trials` or `paraphrase`. */
      readonly step: string;
      readonly done: number;
      readonly total: number;
      /** US dollars spent so far; null when a price is unknown. */
      readonly cost: number | null;
      readonly calls: number;
    }
  | { readonly kind: 'stage-finished'; readonly stage: StageName; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: 'notice'; readonly message: string };
