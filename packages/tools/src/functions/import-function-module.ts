import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ImaginariumError, messageOf, sha256, type ToolSource } from '@imaginarium/contracts';
import { refuseUnknownNames } from '../names/refuse-unknown-names.ts';
import type { FunctionTool } from './define-tool.ts';
import { importFunctions } from './import-functions.ts';

/**
 * Imports a person's own module (`.js`, `.mjs`, or `.ts` where the runtime reads TypeScript) that offers tools made by
 * `defineTool`: a default export (one tool or an array), or named exports; other named exports are left alone. `codeHash` is
 * that of the module itself; what it imports is not looked at.
 * @throws ImaginariumError `input/function-module-missing`, `-broken`, `-shape`, `-empty`; `input/function-schema`, `input/unknown-tool`
 */
export async function importFunctionModule({
  path,
  only,
}: {
  readonly path: string;
  /** Names of the tools wanted. @default all */
  readonly only?: readonly string[];
}): Promise<ToolSource> {
  const file = resolve(path);
  if (!existsSync(file))
    throw new ImaginariumError({
      code: 'input/function-module-missing',
      message: `There is no function module at ${path}.`,
      hint: 'Give the path of a .js, .mjs or .ts file that exports tools made by defineTool.',
    });
  const exported = await load(file, path);
  const { default: offered, ...named } = exported;
  const tools = Array.isArray(offered)
    ? offered.map((entry, at) => checked(entry, `entry ${at} of the default export`, path))
    : [
        ...(offered === undefined ? [] : [checked(offered, 'the default export', path)]),
        ...Object.values(named).filter(isTool),
      ];
  if (tools.length === 0)
    throw new ImaginariumError({
      code: 'input/function-module-empty',
      message: `The module ${path} exports no tool.`,
      hint: 'Export tools made by defineTool, each by name or as one default array.',
    });
  if (only)
    refuseUnknownNames(
      only,
      tools.map(({ name }) => name),
      path,
    );
  const source = importFunctions({ tools: tools.filter(({ name }) => !only || only.includes(name)), location: path });
  return { ...source, codeHash: sha256(await readFile(file)) };
}

async function load(file: string, path: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    throw new ImaginariumError({
      code: 'input/function-module-broken',
      message: `The function module ${path} does not load: ${messageOf(cause)}`,
      hint: file.endsWith('ts')
        ? 'This Node may not read TypeScript: compile the module to .mjs, or use Node 22.18 or later.'
        : 'Run the module by itself with node to see where it fails.',
      cause,
    });
  }
}

function checked(value: unknown, where: string, path: string): FunctionTool {
  if (isTool(value)) return value;
  throw new ImaginariumError({
    code: 'input/function-module-shape',
    message: `In ${path}, ${where} is not a tool: it needs name, description, parameters (a zod 4 object) and run.`,
    hint: 'Make each tool with defineTool({ name, description, parameters: z.object({…}), run }).',
  });
}

function isTool(value: unknown): value is FunctionTool {
  if (typeof value !== 'object' || value === null) return false;
  const { name, description, parameters, run } = value as Partial<Record<keyof FunctionTool, unknown>>;
  const isSchema = typeof parameters === 'object' && parameters !== null && '_zod' in parameters;
  return typeof name === 'string' && typeof description === 'string' && isSchema && typeof run === 'function';
}
