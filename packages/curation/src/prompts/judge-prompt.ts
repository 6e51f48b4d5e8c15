import { type JudgeMaterial, renderMaterial } from '@imaginarium/contracts';

export const JUDGE_SYSTEM = `You check one finished attempt at answering a request with a tool. You see the tool, the request, every call with what came back, and the final answer. Decide three things:
- informative: the answer gives the person what was asked for. "I could not find out" is not informative.
- faithful: everything the answer states follows from what the calls returned; nothing is made up or altered.
- appropriate: this tool is right for the request, and the call that led to the answer asks for exactly what was wanted.
Reply with one JSON object and nothing else: {"informative": true or false, "faithful": true or false, "appropriate": true or false, "reason": "one or two sentences"}`;

export function judgePrompt(material: JudgeMaterial): string {
  return `The attempt:\n${renderMaterial(material)}`;
}
