import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);

/** The README's package table: a row a package, `| name | … | what it imports |`. */
function graphOfReadme(): Map<string, string[]> {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  const table = readme.slice(readme.indexOf('<!-- packages -->'), readme.indexOf('<!-- /packages -->'));
  const rows = [...table.matchAll(/^\| \[?`([a-z/]+)`.*\| ([^|]*)\|$/gm)];
  return new Map(
    rows.map(([, name = '', imports = '']) => [name, [...imports.matchAll(/[a-z]+/g)].map(([word]) => word).sort()]),
  );
}

function graphOfManifests(): Map<string, string[]> {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(new URL(parent, root)).map((name) => `${parent}/${name}`),
  );
  return new Map(
    folders.map((folder) => {
      const text = readFileSync(new URL(`${folder}/package.json`, root), 'utf8');
      const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
      const internal = Object.keys(dependencies).flatMap((name) => /^@imaginarium\/(.+)$/.exec(name)?.[1] ?? []);
      return [folder, internal.sort()];
    }),
  );
}

describe('the README', () => {
  it('draws the package graph that the package.json files declare', () => {
    expect(Object.fromEntries(graphOfReadme())).toEqual(Object.fromEntries(graphOfManifests()));
  });
});

describe('package.json files', () => {
  it.each([...graphOfManifests().keys()])('%s declares every workspace package that its sources import', (folder) => {
    const declared = graphOfManifests().get(folder);
    const sources = readdirSync(new URL(`${folder}/src/`, root), { recursive: true, encoding: 'utf8' });
    const imported = new Set(
      sources
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .flatMap((file) => [
          ...readFileSync(new URL(`${folder}/src/${file}`, root), 'utf8').matchAll(
            /(?:from |import\()'@imaginarium\/([a-z]+)/g,
          ),
        ])
        .map(([, name]) => name),
    );
    expect([...imported].sort()).toEqual(declared);
  });
});
