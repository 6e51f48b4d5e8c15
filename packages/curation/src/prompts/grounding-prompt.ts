import { type GroundingMaterial, renderMaterial } from '@imaginarium/contracts';

export const GROUNDING_SYSTEM = `You check where the values of a tool call come from. A value is derivable when a careful reader of the request, knowing the tool's description and common facts (units, codes, calendars, spelling), must arrive at it. It is not derivable when the request leaves it open and somebody chose it.
Reply with one JSON object and nothing else: {"derivable": [true or false for each of "values", in their order]}`;

export function groundingPrompt(material: GroundingMaterial): string {
  return `The request, the call and the values in question:\n${renderMaterial(material)}`;
}
