/** Said wherever a person meets data of the practice model. */
export const PRACTICE_NOTICE =
  'practice model: a rule-based stand-in, not a language model. The tool calls are real; the data is for practice, tests and benchmarks.';

/** Said wherever a person meets rounds in which a model is the practice model or the student. */
export const PRACTICE_ROUNDS_NOTICE =
  'practice: the models here are rule-based and small stand-ins, not language models. Calls, training and scores are real; what a language model would do they do not prove.';
