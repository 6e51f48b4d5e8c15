import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Libraries that nearly every verb needs, of hundreds of files together. All others stay as they are, in node_modules. */
const INSIDE = ['ajv', 'ajv-formats', 'commander', 'ipaddr.js', 'openai', 'simple-statistics', 'yaml', 'zod'];

/**
 * Makes the command of our own sources: some fifty files instead of a thousand, which Node finds and reads in a third of
 * the time. What a verb alone needs stays in a file of its own.
 */
const FOLDER = dirname(fileURLToPath(import.meta.url));
const DIST = join(FOLDER, 'dist');

const { metafile } = await build({
  absWorkingDir: FOLDER,
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.20',
  conditions: ['@imaginarium/source'],
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
  // Libraries inside that are CommonJS require what is outside, Node's own modules among it.
  banner: {
    js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
  },
  plugins: [librariesOutside(), ownPlace()],
});
refuseUnresolved(metafile);
await removeStale(Object.keys(metafile.outputs).map((path) => join(FOLDER, path)));

/** Our packages go in, and few libraries with what they need; everything else is imported as it was. */
function librariesOutside() {
  return {
    name: 'libraries-outside',
    setup({ onResolve }) {
      const isInside = (path) =>
        path.startsWith('@imaginarium/') ||
        INSIDE.some((library) => path === library || path.startsWith(`${library}/`));
      onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) =>
        kind === 'entry-point' || isInside(path) || importer.includes('node_modules')
          ? undefined
          : { path, external: true },
      );
    },
  };
}

/** A source that looks for a file beside itself finds it from the bundle too. */
function ownPlace() {
  return {
    name: 'own-place',
    setup({ onLoad }) {
      onLoad({ filter: /(packages|apps)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const place = JSON.stringify(relative(DIST, path).replaceAll('\\', '/'));
        return {
          loader: 'ts',
          contents: text.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`),
        };
      });
    },
  };
}

/** What a package imports must be found from here too. */
function refuseUnresolved({ inputs }) {
  const libraries = Object.values(inputs).flatMap(({ imports }) =>
    imports.flatMap((each) => (each.external ? each.path : [])),
  );
  for (const library of new Set(libraries)) {
    // `<runtime>` is the bundler's own.
    if (library.startsWith('node:') || library === '<runtime>') continue;
    try {
      import.meta.resolve(library);
    } catch (cause) {
      throw new Error(`${library} is not found from the command; is it in a node_modules of one package alone?`, {
        cause,
      });
    }
  }
}

async function removeStale(written) {
  const known = new Set(written);
  for (const entry of await readdir(DIST, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !known.has(path)) await rm(path);
  }
}
