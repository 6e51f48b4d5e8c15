import { readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve as resolvePath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ImaginariumError, isJsonObject, type JsonValue, messageOf } from '@imaginarium/contracts';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { createGuardedFetch } from '../executor/guarded-fetch.ts';
import { readBounded } from '../http/read-bounded.ts';
import { makeReferencesAbsolute } from './absolute-references.ts';
import { type Description, malformed } from './description.ts';

const LARGEST_DOCUMENT = 100_000_000;

export interface LoadOptions {
  /** File path or http(s) URL; YAML or JSON. */
  readonly location: string;
  /** @default a guarded fetch that may also reach the location's host and `allowHosts` */
  readonly fetch?: typeof globalThis.fetch;
  /** Hosts that references may lead to besides the description's own. @default [] */
  readonly allowHosts?: readonly string[];
}

/**
 * Reads a description and every file it refers to. References stay inside the folder of a file (links followed), or on the
 * host of a URL.
 * @throws ImaginariumError `input/openapi`, `input/reference-outside`, and what the fetch throws
 */
export async function loadDescription(options: LoadOptions): Promise<Description> {
  const isUrl = /^https?:\/\//i.test(options.location);
  const base = isUrl ? withoutFragment(options.location) : pathToFileURL(resolvePath(options.location)).href;
  const hosts = options.allowHosts ?? [];
  const fetch =
    options.fetch ?? createGuardedFetch({ allowHosts: [new URL(base).host, ...hosts], bodyLimit: LARGEST_DOCUMENT });
  const texts = new Map<string, string>();
  const documents = new Map<string, JsonValue>();
  const waiting = new Map([[base, options.location]]);
  for (const [address, written] of waiting) {
    if (address !== base) await confine(base, address, written, hosts);
    const text = await readText(address, written, fetch);
    const document = parse(text, address);
    texts.set(address, text);
    documents.set(address, document);
    for (const [other, reference] of makeReferencesAbsolute(document, address))
      if (!waiting.has(other)) waiting.set(other, reference);
  }
  const root = documents.get(base);
  const description: Description = { base, root: isJsonObject(root) ? root : {}, documents, texts };
  checkVersion(description);
  return description;
}

async function confine(base: string, address: string, written: string, allowHosts: readonly string[]): Promise<void> {
  const [from, to] = [new URL(base), URL.canParse(address) ? new URL(address) : undefined];
  const isInside =
    to?.protocol === 'file:'
      ? from.protocol === 'file:' && (await isInFolder(fileURLToPath(to), dirname(fileURLToPath(from))))
      : to !== undefined && /^https?:$/.test(to.protocol) && (to.host === from.host || allowHosts.includes(to.host));
  if (isInside) return;
  throw new ImaginariumError({
    code: 'input/reference-outside',
    message: `The description ${base} refers to ${written}, which is outside its ${from.protocol === 'file:' ? 'folder' : 'host'}.`,
    hint:
      from.protocol === 'file:'
        ? 'Copy the file into the folder of the description and refer to it there.'
        : 'Download the description with all that it refers to, and import it from a folder.',
  });
}

async function isInFolder(file: string, folder: string): Promise<boolean> {
  const [realFile, realFolder] = await Promise.all([realpath(file).catch(() => file), realpath(folder)]);
  const way = relative(realFolder, realFile);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

async function readText(address: string, written: string, fetch: typeof globalThis.fetch): Promise<string> {
  try {
    if (address.startsWith('file:')) return await readFile(new URL(address), 'utf8');
    const response = await fetch(address, { headers: { accept: 'application/json, application/yaml, */*;q=0.5' } });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const bytes = await readBounded(response, LARGEST_DOCUMENT);
    if (bytes === undefined) throw new Error(`it is larger than ${LARGEST_DOCUMENT} bytes`);
    return new TextDecoder().decode(bytes);
  } catch (cause) {
    if (cause instanceof ImaginariumError) throw cause;
    throw new ImaginariumError({
      code: 'input/openapi',
      message: `Could not read ${written}: ${messageOf(cause)}`,
      hint: 'Check that the path or URL is right and can be reached.',
      cause,
    });
  }
}

function parse(text: string, address: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const error = document.errors[0];
    if (!error) return plainOf(document, address);
    const { line, col } = lines.linePos(error.pos[0]);
    throw new ImaginariumError({
      code: 'input/openapi',
      message: `${address}:${line}:${col} is neither JSON nor YAML: ${error.message}`,
      hint: 'Correct the line and import the description again.',
    });
  }
}

/** Aliases are counted when they are followed: a few lines can stand for more than memory holds. */
function plainOf(document: Document, address: string): JsonValue {
  try {
    return document.toJS() as JsonValue;
  } catch (cause) {
    throw new ImaginariumError({
      code: 'input/openapi',
      message: `${address} cannot be read: ${messageOf(cause)}`,
      hint: 'Write out what its aliases (*name) stand for.',
      cause,
    });
  }
}

function checkVersion(description: Description): void {
  const { root, base } = description;
  const version = root.openapi ?? root.swagger;
  if (version === undefined)
    throw malformed(description, `${base}#`, 'This is not an OpenAPI description: it has no "openapi" or "swagger"');
  if (!/^(2\.0|3\.[01](\.\d+)?)$/.test(String(version)))
    throw malformed(
      description,
      `${base}#/${root.openapi === undefined ? 'swagger' : 'openapi'}`,
      `OpenAPI ${JSON.stringify(version)} is not supported`,
      'Versions 2.0, 3.0 and 3.1 are.',
    );
}

function withoutFragment(url: string): string {
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.href;
}
