import { resolve } from 'node:path';
import { hashOf, ImaginariumError, type ImportNotice, type Tool, type ToolSource } from '@imaginarium/contracts';
import {
  importFunctionModule,
  importMcp,
  importOpenApi,
  importToolBench,
  nearestNames,
  splitCommand,
} from '@imaginarium/tools';
import type { RunConfig } from './config/run-config.ts';
import type { ToolSourceConfig } from './config/tools-config.ts';
import { type Environment, readSecret } from './environment.ts';
import { isUrl, parseToolSource } from './parse-tool-source.ts';

/** The secret that a StableToolBench server asks for, as a config names it. */
const SIMULATOR_KEY = 'toolbench';

export interface OpenTools extends ToolSource {
  /** Values of all secrets that the sources were given, for redaction. */
  readonly secretValues: readonly string[];
  /**
   * By tool: hash of what decides its answers and is not in its spec: its source as the config has it (server, names of
   * secrets), and the code or description behind it. What an MCP server, a module's own imports or a secret's value do cannot
   * be seen here.
   */
  readonly origins: ReadonlyMap<string, string>;
}

/** Several sources opened as one. */
export interface OpenSources extends OpenTools {
  /** By tool: the place of its source, from 0. */
  readonly sources: ReadonlyMap<string, number>;
}

/**
 * Opens all tool sources of a run as one. Two tools of one name are an error: a model could not tell them apart.
 *
 * @param folder relative paths are taken from here
 */
export async function openTools(
  sources: readonly ToolSourceConfig[],
  folder: string,
  environment: Environment,
): Promise<OpenSources> {
  const opened: OpenTools[] = [];
  const close = async () => {
    await Promise.all(opened.map((source) => source.close()));
  };
  try {
    for (const source of sources) opened.push(await openToolSource(source, folder, environment));
    const tools = opened.flatMap((source) => source.tools);
    refuseSharedNames(tools);
    if (tools.length === 0)
      throw new ImaginariumError({
        code: 'config/no-tools',
        message: 'The tool sources hold no tool.',
        hint: 'Look at `only`, and list what a source has: imaginarium tools list --from SOURCE',
      });
    return {
      tools,
      origins: new Map(opened.flatMap(({ origins }) => [...origins])),
      sources: new Map(opened.flatMap((source, at) => source.tools.map(({ spec }) => [spec.name, at] as const))),
      notices: opened.flatMap((source) => source.notices),
      secretValues: opened.flatMap((source) => source.secretValues),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens the tools of a run, and refuses a permission for a tool that there is not.
 * @throws ImaginariumError `config/unknown-tool`; what `openTools` throws
 */
export async function openRunTools(
  { tools: sources, execution }: Pick<RunConfig, 'tools' | 'execution'>,
  folder: string,
  environment: Environment,
): Promise<OpenTools> {
  const open = await openTools(sources, folder, environment);
  try {
    const names = open.tools.map(({ spec }) => spec.name);
    refuseUnknown(execution.allowWrites, names, 'execution.allowWrites');
    return open;
  } catch (error) {
    await open.close();
    throw error;
  }
}

async function openToolSource(source: ToolSourceConfig, folder: string, environment: Environment): Promise<OpenTools> {
  const secrets = new Map(
    Object.entries(source.secrets ?? {}).map(([name, reference]) => [
      name,
      readSecret(reference, environment, `the tool source ${source.from}`),
    ]),
  );
  const imported = await importSource(source, folder, secrets, environment);
  try {
    const names = imported.tools.flatMap(({ spec }) => [spec.name, spec.originalName]);
    refuseUnknown(Object.keys(source.effects ?? {}), [...new Set(names)], `effects, beside from: ${source.from},`);
  } catch (error) {
    await imported.close();
    throw error;
  }
  const { only: _, ...decisive } = source;
  const origin = hashOf({ source: decisive, code: imported.codeHash });
  return {
    tools: imported.tools.map((tool) => withSecrets(tool, secrets, source)),
    origins: new Map(imported.tools.map(({ spec }) => [spec.name, origin])),
    notices: [...imported.notices, ...missingSecrets(imported.tools, secrets, source)],
    secretValues: [...secrets.values()].flatMap(withPassword),
    close: () => imported.close(),
  };
}

async function importSource(
  { from, server, trustAnnotations, only }: ToolSourceConfig,
  folder: string,
  secrets: ReadonlyMap<string, string>,
  environment: Environment,
): Promise<ToolSource> {
  const { kind, location } = parseToolSource(from);
  const path = isUrl(location) ? location : resolve(folder, location);
  switch (kind) {
    case 'toolbox': {
      // Its data are large: loaded for those who use it.
      const { importToolbox } = await import('@imaginarium/toolbox');
      return importToolbox({ only });
    }
    case 'functions':
      return importFunctionModule({ path, only });
    case 'toolbench': {
      const key = secrets.has(SIMULATOR_KEY) ? SIMULATOR_KEY : undefined;
      return importToolBench({ file: path, only, ...(server ? { server: { url: server, key } } : {}) });
    }
    case 'openapi':
      return importOpenApi({ location: path, fetch: environment.fetch, only, ...(server ? { server } : {}) });
    case 'mcp':
      return isUrl(location)
        ? importMcp({ url: location, headers: Object.fromEntries(secrets) }, { trustAnnotations, only })
        : importMcp(
            { ...splitCommand(location), env: Object.fromEntries(secrets), cwd: folder },
            { trustAnnotations, only },
          );
  }
}

/** Each source has its own secrets: two specs may both call a scheme `bearerAuth`. The user's word on effects goes first. */
function withSecrets(tool: Tool, secrets: ReadonlyMap<string, string>, source: ToolSourceConfig): Tool {
  const effect = source.effects?.[tool.spec.name] ?? source.effects?.[tool.spec.originalName];
  const located = { ...tool.spec, source: { ...tool.spec.source, ...writtenLocation(source) } };
  const spec = effect ? { ...located, effect, effectFrom: 'user' as const } : located;
  const { call, server } = tool;
  if (call === undefined) return { spec };
  const secret = (name: string): string => {
    const value = secrets.get(name);
    if (value === undefined)
      throw new ImaginariumError({
        code: 'secret/missing',
        message: `The tool ${spec.name} needs the secret "${name}".`,
        hint: `Under tools, beside from: ${source.from}, write secrets: {${name}: env:NAME}; or leave the tool out with \`only\`.`,
      });
    return value;
  };
  return { spec, ...(server ? { server } : {}), call: (args, context) => call(args, { ...context, secret }) };
}

/** A secret and, where it is a pair `user:password` (HTTP basic), the password: a server may repeat that alone. */
function withPassword(secret: string): string[] {
  const colon = secret.indexOf(':');
  return colon < 0 ? [secret] : [secret, secret.slice(colon + 1)];
}

/** A file as the config names it: a run must not differ by the folder in which it is made. */
function writtenLocation({ from }: ToolSourceConfig): { location?: string } {
  const { kind, location } = parseToolSource(from);
  const isFile = kind === 'openapi' || kind === 'functions' || kind === 'toolbench';
  return isFile && !isUrl(location) ? { location } : {};
}

/** Says once for each secret which tools ask for it in vain: their calls may be refused, and a run would pay for that. */
function missingSecrets(
  tools: readonly Tool[],
  secrets: ReadonlyMap<string, string>,
  source: ToolSourceConfig,
): ImportNotice[] {
  const asking = new Map<string, string[]>();
  for (const { spec } of tools)
    for (const { secret } of spec.auth ?? [])
      if (!secrets.has(secret)) asking.set(secret, [...(asking.get(secret) ?? []), spec.name]);
  return [...asking].map(([secret, names]) => ({
    tool: names.length === 1 ? (names[0] as string) : `${names.length} tools`,
    message: `asks for the secret "${secret}", which is not given; beside from: ${source.from}, write secrets: {${secret}: env:NAME}`,
  }));
}

function refuseUnknown(asked: readonly string[], known: readonly string[], where: string): void {
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ImaginariumError({
    code: 'config/unknown-tool',
    message: `${where} names the tool "${unknown}", which there is not.`,
    hint: `Nearest: ${nearestNames(unknown, known).join(', ')}.`,
  });
}

function refuseSharedNames(tools: readonly Tool[]): void {
  const seen = new Map<string, Tool>();
  for (const tool of tools) {
    const other = seen.get(tool.spec.name);
    if (other)
      throw new ImaginariumError({
        code: 'config/same-tool-name',
        message: `Two tools are named "${tool.spec.name}": in ${other.spec.source.location} and in ${tool.spec.source.location}.`,
        hint: 'Choose with `only` which one to take.',
      });
    seen.set(tool.spec.name, tool);
  }
}
