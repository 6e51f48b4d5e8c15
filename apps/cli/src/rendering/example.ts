import type { Example } from '@imaginarium/contracts';

/** One example as a person reads it. */
export function renderExample(example: Example): string {
  const lines = [`example ${example.id}   ${example.kind}, ${example.split}`];
  if (example.paraphraseOf) lines.push(`rewords    ${example.paraphraseOf}`);
  if (example.trialId) lines.push(`trial      ${example.trialId}`);
  lines.push('', `query      ${example.query}`);
  if (example.solution) {
    const { call, observation } = example.solution;
    lines.push(
      `call       ${call.name} ${call.argumentsText}`,
      `returned   ${observation.content} (${observation.origin})`,
    );
  }
  lines.push(`answer     ${example.answer}`);
  for (const { path, from } of example.grounding) lines.push(`grounded   ${path} from ${from}`);
  if (example.judgement) lines.push(`judge      ${example.judgement.reason}`);
  return lines.join('\n');
}
