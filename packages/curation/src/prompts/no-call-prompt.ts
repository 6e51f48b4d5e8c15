import { type NoCallJudgeMaterial, type NoCallMaterial, renderMaterial } from '@imaginarium/contracts';

export const NO_CALL_IMAGINE_SYSTEM = `You invent requests that people send to an assistant. Write one natural, specific request that none of the listed tools can serve, even in part, though it may lie close to what they are about. It must be answerable in words: by general knowledge, by advice, or by saying what is missing. Do not repeat the earlier requests.
Reply with the request alone.`;

export const NO_CALL_SOLVE_SYSTEM = `You are a helpful assistant. Use a tool only when it serves the request. When none does, answer directly if you can, or say plainly what you cannot do and what would help.`;

export const NO_CALL_JUDGE_SYSTEM = `You check a request that was answered without any tool. Decide two things:
- served: at least one of the listed tools could have served the request, wholly or in part.
- helpful: the answer helps the person, or says honestly what cannot be done, and pretends no tool use.
Reply with one JSON object and nothing else: {"served": true or false, "helpful": true or false, "reason": "one or two sentences"}`;

const NEAR = `The assistant keeps calling the tool named "near" for requests that it cannot serve. Write one that sounds as if it were for that tool, with the same kind of words and values, but asks for what the tool cannot give: another thing about the same subject, something before or after its work, an opinion, an explanation.

`;

export function noCallImaginePrompt(material: NoCallMaterial): string {
  return `${material.near === undefined ? '' : NEAR}The tools and the earlier requests:\n${renderMaterial(material)}`;
}

export function noCallJudgePrompt(material: NoCallJudgeMaterial): string {
  return `The tools, the request and the answer:\n${renderMaterial(material)}`;
}
