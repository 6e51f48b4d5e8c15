import type { Trial } from '@imaginarium/contracts';

/** One trial as a person reads it: what was asked, tried, returned and thought. */
export function renderTrial(trial: Trial): string {
  const lines = [`trial ${trial.id}   ${trial.outcome}`];
  for (const { query, reason } of trial.rejectedQueries)
    lines.push(`refused    ${query}\n           because ${reason}`);
  lines.push('', `query      ${trial.query ?? '(none)'}`);
  trial.attempts.forEach(({ call, observation }, at) => {
    lines.push('', `call ${at + 1}     ${call.name} ${call.argumentsText}`);
    const failure = observation.failure ? `, ${observation.failure}` : '';
    const how = observation.origin === 'none' ? 'not called' : observation.origin;
    lines.push(indent(`${observation.status} (${how}${failure})`), indent(observation.content));
  });
  lines.push('', `answer     ${trial.answer ?? '(none)'}`);
  if (trial.reflection)
    lines.push(`reflection ${trial.reflection.solved ? 'solved' : 'not solved'}: ${trial.reflection.reason}`);
  if (trial.failure) lines.push(`failure    ${trial.failure.code}: ${trial.failure.message}`);
  return lines.join('\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `           ${line}`)
    .join('\n');
}
