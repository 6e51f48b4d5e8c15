import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** A random identifier: version 4, variant 10 (RFC 9562, section 5.4). */
export const makeUuid = defineTool({
  name: 'make_uuid',
  description: 'A new identifier that nothing else has.',
  parameters: z.strictObject({}),
  effect: 'read',
  group: 'random',
  run: (_, { random }) => {
    const digits = Array.from({ length: 32 }, () => random.int(16).toString(16));
    digits[12] = '4';
    digits[16] = random.pick(['8', '9', 'a', 'b']);
    const text = digits.join('');
    return { uuid: [0, 8, 12, 16, 20].map((at, part) => text.slice(at, [8, 12, 16, 20, 32][part])).join('-') };
  },
});
