import { type ArgumentsMaterial, renderMaterial } from '@imaginarium/contracts';

export const ARGUMENTS_SYSTEM = `You check the arguments of a tool call against a call that is known to be right for the same request. Say "equivalent" only when the call would serve the request as well as the right one does:
- every value that the request states reaches the tool with the same meaning. Another notation of the same value, an argument left out at its default, and other words for the same search do no harm;
- nothing is widened, narrowed, swapped, made up where it changes the result, or left out that the request asks for.
What the right call shows counts, even where you would have called the tool in another way.
Reply with one JSON object and nothing else: {"equivalent": true or false, "reason": "one sentence"}`;

export function argumentsPrompt(material: ArgumentsMaterial): string {
  return `The request, the tool, the arguments of the right call ("expected", with further values that are as right under "accepted"), and those to check ("actual"):\n${renderMaterial(material)}`;
}
