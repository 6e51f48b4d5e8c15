import { createRequire } from 'node:module';
import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

interface Emoji {
  readonly emoji: string;
  readonly name: string;
  readonly group: string;
  readonly emoji_version: string;
}

let emojiBySlug: Map<string, Emoji> | undefined;

/** Emoji by their Unicode (CLDR) short names (package unicode-emoji-json). */
export const findEmoji = defineTool({
  name: 'find_emoji',
  description: 'Returns the pictogram for a thing.',
  parameters: z.strictObject({ slug: z.string().describe('What it shows.') }),
  effect: 'read',
  group: 'characters',
  run: ({ slug }) => {
    emojiBySlug ??= readEmoji();
    if (!/^[a-z0-9_]+$/.test(slug)) {
      throw new Error(`slug '${slug}' refused: lower-case words joined by underscores, e.g. red_apple`);
    }
    const found = emojiBySlug.get(slug);
    if (found)
      return { emoji: found.emoji, name: found.name, group: found.group, since: `Emoji ${found.emoji_version}` };
    const near = [...emojiBySlug.keys()].filter((key) => key.includes(slug)).slice(0, 5);
    throw new Error(`no emoji has the slug '${slug}'${near.length > 0 ? `; similar: ${near.join(', ')}` : ''}`);
  },
});

function readEmoji(): Map<string, Emoji> {
  const data: Record<string, Omit<Emoji, 'emoji'> & { slug: string }> = createRequire(import.meta.url)(
    'unicode-emoji-json',
  );
  return new Map(Object.entries(data).map(([emoji, entry]) => [entry.slug, { emoji, ...entry }]));
}
