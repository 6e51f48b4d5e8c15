import type { RoundReport } from '@imaginarium/contracts';

/** Said wherever a person meets data of the practice model. */
export const PRACTICE_NOTICE =
  'practice model: a rule-based stand-in, not a language model. The tool calls are real; the data is for practice, tests and benchmarks.';

/** Said wherever a person meets rounds in which a model is a stand-in: which one, and what that leaves unproved. Empty: none is. */
export function practiceRoundsNotice({ teacher, student }: NonNullable<RoundReport['standIns']>): string {
  if (teacher && student)
    return 'practice: the models here are rule-based and small stand-ins, not language models. Calls, training and scores are real; what a language model would do they do not prove.';
  if (teacher)
    return 'practice: a rule-based stand-in, not a language model, wrote the data. Calls, training and scores are real; what a language model learns from such data they do not prove.';
  if (student)
    return 'practice: what is trained is a small stand-in, not a language model. The data is real; its training and scores do not prove what a language model would learn from it.';
  return '';
}
