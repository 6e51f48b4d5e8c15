import { type ParaphraseMaterial, renderMaterial } from '@imaginarium/contracts';

export const PARAPHRASE_SYSTEM = `You reword requests. Write the request again as another person would put it: other words, another sentence shape, the same meaning.
Keep every value under "keep" readable from your wording, add no value that the request does not have, and keep it one request. Do not name any tool. Stay clear of the wordings under "avoid"; where one carries a reason, do better on that point.
Reply with the reworded request alone.`;

export function paraphrasePrompt(material: ParaphraseMaterial): string {
  return `The request:\n${renderMaterial(material)}`;
}
