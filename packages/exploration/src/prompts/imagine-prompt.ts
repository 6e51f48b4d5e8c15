import { type ImagineMaterial, type Message, renderMaterial } from '@imaginarium/contracts';

const SYSTEM = `You imagine what the users of an assistant ask for. The assistant has one tool, described as "tool".
Write one request that a real person might type, that the assistant can fulfil with one call of this tool.
- Be concrete: give every value that the tool needs (names, dates, numbers), as people say them, not as the tool spells them.
- Speak as a user who does not know that there is a tool: never mention it, its name or its parameters.
- Ask for one thing. Reply with the request alone: no quotation marks, no explanation.`;

const WITH_LONG_TERM =
  'Requests made so far are listed as "earlierQueries", with whether they were solved. Stay away from anything close to them: other values, other needs, other wordings. Come back, from a new side, to what was not solved.';

const WITH_SHORT_TERM =
  'What was just tried with the tool, and what it returned, is listed as "earlierTrials". Use what was learnt there: go further, try parts of the tool that have not been tried.';

const REFUSED = 'Your proposals listed as "refused" were not accepted, for the reasons given. Propose another one.';

/** The query turn of a trial. The memory lists stand in this turn alone; they never enter the running conversation. */
export function imaginePrompt(material: ImagineMaterial): Message[] {
  const parts = ['Imagine the next request.'];
  if (material.earlierQueries?.length) parts.push(WITH_LONG_TERM);
  if (material.earlierTrials?.length) parts.push(WITH_SHORT_TERM);
  if (material.refused?.length) parts.push(REFUSED);
  parts.push(renderMaterial(material));
  return [
    { role: 'system', content: SYSTEM },
    { role: 'user', content: parts.join('\n\n') },
  ];
}
