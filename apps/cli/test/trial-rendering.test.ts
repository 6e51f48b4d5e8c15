import { type Trial, trialSchema } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { renderTrial } from '../src/rendering/trial.ts';

it('a trial says what it was aimed at, if anything', () => {
  const shown = (focus?: Trial['focus']) =>
    renderTrial(
      trialSchema.parse({
        ...{ id: 'turn/0/0', tool: 'turn', toolVersion: 'v', episode: 0, trial: 0, focus, query: 'Turn it.' },
        ...{ rejectedQueries: [], messages: [], attempts: [], answer: null, outcome: 'exhausted', reflection: null },
      }),
    );
  expect(shown({ kind: 'confused-pair', other: 'flip' })).toContain('aimed at   a query that tells it from flip');
  expect(shown({ kind: 'argument', argument: '/angle' })).toContain('aimed at   the argument /angle');
  expect(shown({ kind: 'tool' })).toContain('aimed at   one more query of the tool');
  expect(shown()).not.toContain('aimed at');
});
