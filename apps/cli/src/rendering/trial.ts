import type { Focus, Trial } from '@imaginarium/contracts';

/** One trial as a person reads it: what was asked, tried, returned and thought. */
export function renderTrial(trial: Trial): string {
  const lines = [`trial ${trial.id}   ${trial.outcome}`];
  if (trial.focus) lines.push(`aimed at   ${aimOf(trial.focus)}`);
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

function aimOf({ kind, other, argument }: Focus): string {
  if (kind === 'confused-pair') return `a query that tells it from ${other}`;
  return kind === 'argument' ? `the argument ${argument}` : 'one more query of the tool';
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `           ${line}`)
    .join('\n');
}
