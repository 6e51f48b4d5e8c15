import { createHash } from 'node:crypto';

type Json = Record<string, unknown>;

/** The part of a chat completion request that the stand-in endpoint reads. */
export interface CompletionRequest {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string | null;
    readonly tool_call_id?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: Json } }[];
}

export type CompletionReply =
  | { readonly content: string }
  | { readonly call: { readonly name: string; readonly arguments: Json } };

/**
 * Replies as a decent model would, for any tool with a flat schema: a pure function of the request, so that equal
 * requests get equal replies whatever was killed in between. It knows what is asked by the data that the prompt carries.
 * Every fourth query is first called wrongly and then repaired; every tenth trial is judged unfaithful.
 */
export function replyTo(request: CompletionRequest): CompletionReply {
  const last = request.messages.at(-1)?.content ?? '';
  const material = materialOf(last);
  if (request.tools && !material) return solve(request);
  if (material === undefined) return json({ solved: true, reason: 'The tool answered.' });
  if ('steps' in material) return json(judge(String(material.query)));
  if ('values' in material) return json({ derivable: (material.values as unknown[]).map(() => true) });
  if ('rewording' in material) return json({ same: true, reason: 'It keeps every value and asks for the same.' });
  if ('keep' in material) return { content: reword(String(material.query), (material.avoid as unknown[]).length) };
  if ('answer' in material) return json({ served: false, helpful: true, reason: 'No tool fits.' });
  if ('tool' in material) return { content: imagine(material) };
  return { content: `Please tell me a story of ${words(JSON.stringify(material), 5)}.` };
}

function json(value: Json): CompletionReply {
  return { content: JSON.stringify(value) };
}

function materialOf(prompt: string): Json | undefined {
  const open = prompt.lastIndexOf('```json\n');
  return open < 0 ? undefined : (JSON.parse(prompt.slice(open + 8, prompt.lastIndexOf('\n```'))) as Json);
}

/** A request that says every argument as `name is "value"`, in other words each time. */
function imagine(material: Json): string {
  const earlier = (material.earlierQueries as unknown[] | undefined)?.length ?? 0;
  const refused = (material.refused as unknown[] | undefined)?.length ?? 0;
  const tool = material.tool as { name: string; parameters: Json };
  const seed = `${tool.name}/${earlier}/${refused}`;
  const said = Object.entries(sampleArguments(tool.parameters, seed)).map(
    ([name, value]) => `${name} is ${JSON.stringify(value)}`,
  );
  return `${words(seed, 7)}, ${said.join('; ')}.`;
}

const SAID = /(\w[\w.-]*) is ("(?:[^"\\]|\\.)*"|-?[\d.]*\d|true|false|\[.*?\]|\{.*?\})(?=;|\.$)/g;

function solve({ messages, tools = [] }: CompletionRequest): CompletionReply {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  const query = messages[asked]?.content ?? '';
  if (query.startsWith('Please tell me')) return { content: `Once upon a time: ${words(query, 12)}.` };
  const observed = messages.slice(asked + 1).filter(({ role }) => role === 'tool');
  const isMistaken = numberOf(query) % 4 === 0;
  const said = Object.fromEntries([...query.matchAll(SAID)].map(([, name, value]) => [name, JSON.parse(value ?? '0')]));
  const tool = tools[0];
  const last = observed.at(-1)?.content;
  if (tool === undefined || (last !== undefined && (!isMistaken || observed.length > 1)))
    return { content: `Here is what came back: ${last?.slice(0, 200)}` };
  const isWrong = isMistaken && last === undefined;
  return { call: { name: tool.function.name, arguments: isWrong ? {} : said } };
}

function judge(query: string): Json {
  const isFaithful = numberOf(query) % 10 !== 1;
  return { informative: true, faithful: isFaithful, appropriate: true, reason: 'Read with care.' };
}

function reword(query: string, earlier: number): string {
  return `${words(`${query}/${earlier}`, 6)}, ${query.slice(query.indexOf(', ') + 2)}`;
}

/** Arguments that fit a flat schema: what is required, else all; examples and enums first, else something of the type. */
export function sampleArguments(schema: Json, seed: string): Json {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? Object.keys(properties)) as string[];
  return Object.fromEntries(required.map((name) => [name, sampleValue(properties[name] ?? {}, `${seed}/${name}`)]));
}

function sampleValue(schema: Json, seed: string): unknown {
  const choices = (schema.enum ?? schema.examples) as unknown[] | undefined;
  const number = numberOf(seed);
  if (choices?.length) return choices[number % choices.length];
  if (schema.type === 'number' || schema.type === 'integer') {
    const least = Number(schema.minimum ?? Number(schema.exclusiveMinimum ?? 0) + 1);
    return least + (number % (Math.min(40, Number(schema.maximum ?? 1e6) - least) + 1));
  }
  if (schema.type === 'object') return sampleArguments(schema, seed);
  if (schema.type === 'boolean') return number % 2 === 0;
  return words(seed, 1);
}

const SYLLABLES = ['ba', 'co', 'du', 'fe', 'gi', 'ho', 'ka', 'lu', 'me', 'ni', 'po', 'ra', 'su', 'ti', 'vo', 'ze'];

function words(seed: string, count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const digest = createHash('sha256').update(`${seed}#${at}`).digest();
    return [0, 1, 2, 3].map((place) => SYLLABLES[(digest[place] ?? 0) % SYLLABLES.length]).join('');
  }).join(' ');
}

function numberOf(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0);
}
