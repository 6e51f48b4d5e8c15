import type {
  DataProblem,
  GoldCall,
  JsonObject,
  Prediction,
  Profile,
  TestItem,
  TestTool,
  Verdict,
} from '@imaginarium/contracts';

/** Says what one profile makes of a prediction. One scorer serves a whole predictions file and keeps no rows. */
export interface Scorer {
  readonly profile: Profile;
  /** A promise only where a judge model has to be asked. What is wrong with a reply is in the verdict, never thrown. */
  score(prediction: Prediction, options?: ScoreOptions): Promise<Verdict> | Verdict;
  /** What scoring so far has shown to be wrong with the data; absent where a profile cannot tell. */
  problems?(): DataProblem[];
}

export interface ScoreOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ArgumentQuestion {
  readonly item: TestItem;
  readonly gold: GoldCall;
  /** As the reply has them, parsed. */
  readonly arguments: JsonObject;
  /** Undefined when the test set does not describe the tool. */
  readonly tool: TestTool | undefined;
}

/**
 * Whether these arguments serve the query as well as the gold call's do; null where the judge gave no verdict. Throws what
 * stops a run.
 */
export type ArgumentJudge = (question: ArgumentQuestion, options?: ScoreOptions) => Promise<boolean | null>;
