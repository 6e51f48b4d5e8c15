import type { Random } from '@imaginarium/contracts';

const ANSWERS: readonly string[] = [
  'None of the tools that I have can do this, so I cannot help with "{topic}".',
  'That is outside what my tools cover. I made no call rather than guess.',
  'I have no tool for that. For "{topic}" you would need another assistant or a person.',
  'My tools look up and compute facts; this request needs something else, so I leave it unanswered.',
  'I cannot do that with the tools given to me. Please ask me for something that they cover.',
  'There is no fitting tool here for "{topic}", and I would rather say so than invent an answer.',
];

/** Says openly that no tool fits. The stand-in knows nothing of its own that it could answer with. */
export function answerNoCall(query: string, random: Random): string {
  const topic = query
    .trim()
    .replace(/(?<=[.?!])\s.*$/s, '')
    .replace(/[.?!"]+$/, '');
  return random.pick(ANSWERS).replace('{topic}', topic);
}
