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

const WITH_FOCUS = {
  'confused-pair':
    'The assistant confuses the tool with another one, described as "focus.rival". Write a request that tells the two apart: close enough to what the rival is for that a careless reader would turn to it, yet of such a kind that this tool alone can fulfil it. What is wanted must decide that, not a remark about tools.',
  argument:
    'The assistant gets one argument of the tool wrong: it is named, with its schema, as "focus". Write a request that stands or falls with this argument. State its value as real people would and not as the schema spells it: in other words, another notation or unit, in passing, or before the matter itself; a careful reader must still find exactly one value. Where the argument is not required, what is wanted must need it.',
} as const;

const REFUSED = 'Your proposals listed as "refused" were not accepted, for the reasons given. Propose another one.';

/** The query turn of a trial. The memory lists stand in this turn alone; they never enter the running conversation. */
export function imaginePrompt(material: ImagineMaterial): Message[] {
  const parts = ['Imagine the next request.'];
  if (material.focus) parts.push(WITH_FOCUS[material.focus.kind]);
  if (material.earlierQueries?.length) parts.push(WITH_LONG_TERM);
  if (material.earlierTrials?.length) parts.push(WITH_SHORT_TERM);
  if (material.refused?.length) parts.push(REFUSED);
  parts.push(renderMaterial(material));
  return [
    { role: 'system', content: SYSTEM },
    { role: 'user', content: parts.join('\n\n') },
  ];
}
