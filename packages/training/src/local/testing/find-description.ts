import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * OpenAI's published description, in the folder of references (IMAGINARIUM_REFERENCE) or the one beside the repository; undefined where
 * neither has it: answers are not checked against it then.
 */
export function findDescription(references: string | undefined): string | undefined {
  const folder = references ?? fileURLToPath(new URL('../../../../../../shared/reference', import.meta.url));
  const file = join(folder, 'openai', 'openapi-fine-tuning.json');
  return existsSync(file) ? file : undefined;
}
