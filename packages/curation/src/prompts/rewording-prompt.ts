import { type RewordingMaterial, renderMaterial } from '@imaginarium/contracts';

export const REWORDING_SYSTEM = `You compare a request with a rewording of it. The rewording will be trained on with the call and the answer of the request, so it must ask for the very same thing. Say "same" only when both hold:
- a careful reader of the rewording alone, knowing the tool, would make the call with exactly these arguments: no value lost, added, widened, narrowed, negated, rescaled or swapped with another. Look hardest at the arguments under "doubtful";
- it wants the same piece of information back, so that one answer serves both.
Other words, another order, another tone and idle remarks do not matter.
Reply with one JSON object and nothing else: {"same": true or false, "reason": "one sentence"}`;

export function rewordingPrompt(material: RewordingMaterial): string {
  return `The tool, the request, its rewording and the call's arguments:\n${renderMaterial(material)}`;
}
