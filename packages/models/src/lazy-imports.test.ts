import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

it('loads no client library, undici or vitest with the main entry', async () => {
  const root = new URL('.', import.meta.url);
  const names = await readdir(root, { recursive: true });
  const sources = names.filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'),
  );
  expect(sources.length).toBeGreaterThan(10);
  for (const name of sources) {
    const source = await readFile(new URL(name, root), 'utf8');
    expect(source, name).not.toMatch(
      /^(import|export) (?!type )[^;]*from '(openai|undici|vitest|@huggingface\/[^']*)/m,
    );
    expect(source, name).not.toMatch(/from '[^']*\/testing\//);
  }
});
