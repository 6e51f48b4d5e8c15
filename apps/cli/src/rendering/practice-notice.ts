/** Said wherever a person meets data of the practice model. */
export const PRACTICE_NOTICE =
  'practice model: a rule-based stand-in, not a language model. The tool calls are real; the data is for practice, tests and benchmarks.';
