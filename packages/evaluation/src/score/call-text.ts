import { canonicalJson, type Prediction, type TestItem } from '@imaginarium/contracts';
import { replyText } from '../replies.ts';

/** Characters of a text that are kept. */
const MOST_CHARACTERS = 4000;

/** What would have been right, for people: one call a line. */
export function expectedText({ calls }: TestItem): string {
  if (calls.length === 0) return 'no call';
  return clip(calls.map((call) => `${call.tool}(${canonicalJson(call.arguments)})`).join('\n'));
}

/** What the model answered, for people: its text, or why there is none. */
export function actualText({ message, failure }: Prediction): string {
  if (message === null) return failure === undefined ? 'no reply' : `no reply: ${failure.message}`;
  return clip(replyText(message));
}

function clip(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
