import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const KINDS = `new, sample, temporary, shared, stored, copied, pending, manual, public, private, recurring, late`
  .split(',')
  .map((kind) => kind.trim());
const THINGS =
  `purchase order, test device, database row, upload folder, support ticket, session record, sensor reading,
log entry, invoice draft, event message, delivery batch, document version, user profile, map tile, calendar entry, audio file,
payment request, build job, form submission, chat room, survey answer, warehouse shelf, access token entry, feature flag`
    .split(',')
    .map((thing) => thing.trim().replaceAll('\n', ' '));

export const makeUuidScenarios = [
  defineScenario({
    tool: 'make_uuid',
    draw: (random) => ({ thing: `${random.pick(KINDS)} ${random.pick(THINGS)}` }),
    wordings: [
      'I need a UUID for a {thing}.',
      'Give my {thing} a unique identifier, please.',
      'Generate a version 4 UUID; it will label a {thing}.',
      'What fresh GUID can I use for the {thing}?',
      'Assign a globally unique id to this {thing}.',
      'Our {thing} has no id yet. Create a random one in UUID form.',
      'For the {thing}, produce an identifier that nothing else has.',
      'Please issue one UUID: the {thing} is waiting for its key.',
    ],
    patterns: { thing: /[a-z]+(?: [a-z]+)+/ },
    arguments: () => ({}),
    mistakes: [
      { kind: 'extra-argument', arguments: () => ({ version: 4 }) },
      { kind: 'extra-argument', arguments: ({ thing }) => ({ name: thing }) },
    ],
    answer: ({ thing }, observation) => `The identifier for your ${thing} is ${said(observation, 'uuid')}.`,
  }),
];
