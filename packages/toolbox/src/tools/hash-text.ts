import { createHash } from 'node:crypto';
import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Digests of UTF-8 text (node:crypto). */
export const hashText = defineTool({
  name: 'hash_text',
  description: 'Digest of a text.',
  parameters: z.strictObject({
    text: z.string(),
    algorithm: z.enum(['md5', 'sha1', 'sha256', 'sha384', 'sha512']),
    encoding: z.enum(['hex', 'base64']).default('hex'),
  }),
  effect: 'read',
  run: ({ text, algorithm, encoding }) => ({
    algorithm,
    encoding,
    digest: createHash(algorithm).update(text, 'utf8').digest(encoding),
  }),
});
