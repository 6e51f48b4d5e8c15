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
 * Replies as a well-behaved model would, for any tool: a pure function of the request, so that equal requests get equal
 * replies whatever was killed in between. Knows what is asked by the data that the prompt carries.
 */
export function replyTo(request: CompletionRequest): CompletionReply {
  const last = request.messages.at(-1)?.content ?? '';
  const material = materialOf(last);
  if (request.tools && !material) return solve(request);
  if (material === undefined) return json({ solved: true, reason: 'The tool answered.' });
  if ('steps' in material)
    return json({ informative: true, faithful: true, appropriate: true, reason: 'All is well.' });
  if ('values' in material) return json({ derivable: (material.values as unknown[]).map(() => true) });
  if ('keep' in material) return { content: reword(String(material.query), material.avoid as unknown[]) };
  if ('answer' in material) return json({ served: false, helpful: true, reason: 'No tool fits.' });
  if ('tool' in material) return { content: imagine(material) };
  return { content: `Please tell me a short story about ${word(JSON.stringify(material.earlierQueries))}.` };
}

function json(value: Json): CompletionReply {
  return { content: JSON.stringify(value) };
}

function materialOf(prompt: string): Json | undefined {
  const open = prompt.lastIndexOf('```json\n');
  return open < 0 ? undefined : (JSON.parse(prompt.slice(open + 8, prompt.lastIndexOf('\n```'))) as Json);
}

/** A request that says every argument as `name is "value"`, different each time. */
function imagine(material: Json): string {
  const earlier = (material.earlierQueries as unknown[] | undefined)?.length ?? 0;
  const refused = (material.refused as unknown[] | undefined)?.length ?? 0;
  const tool = material.tool as { name: string; parameters: Json };
  const seed = `${tool.name}/${earlier}/${refused}`;
  const said = Object.entries(sampleArguments(tool.parameters, seed)).map(
    ([name, value]) => `${name} is ${JSON.stringify(value)}`,
  );
  return `For my ${word(seed)} ${word(`${seed}a`)} project about ${word(`${seed}b`)} I need a result, ${said.join('; ')}.`;
}

function solve({ messages, tools = [] }: CompletionRequest): CompletionReply {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  const query = messages[asked]?.content ?? '';
  const observed = messages.slice(asked + 1).filter(({ role }) => role === 'tool');
  if (observed.length > 0) return { content: `Here is what came back: ${observed.at(-1)?.content?.slice(0, 200)}` };
  const tool = tools.find(({ function: { parameters } }) =>
    Object.keys((parameters.properties as Json) ?? {}).every((name) => query.includes(`${name} is `)),
  );
  if (!query.startsWith('For my') || tool === undefined) return { content: `Once upon a time: ${query}` };
  const args = [...query.matchAll(/(\w[\w.-]*) is ("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|\[.*?\]|\{.*?\})(?=;|\.$)/g)];
  return {
    call: {
      name: tool.function.name,
      arguments: Object.fromEntries(args.map(([, name, value]) => [name, JSON.parse(value ?? 'null')])),
    },
  };
}

function reword(query: string, avoid: readonly unknown[]): string {
  const openings = [
    'Could you help me out',
    'I would be glad of some help here',
    'Here is my situation',
    'Hello there',
    'One more thing please',
    'When you have time',
  ];
  return `${openings[avoid.length % openings.length]}: ${query.replace(/^For my/, 'as for my')}`;
}

/** Arguments that fit a flat schema: examples and enums first, else something of the type. */
export function sampleArguments(schema: Json, seed: string): Json {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? Object.keys(properties)) as string[];
  return Object.fromEntries(required.map((name) => [name, sampleValue(properties[name] ?? {}, `${seed}/${name}`)]));
}

function sampleValue(schema: Json, seed: string): unknown {
  const choices = (schema.enum ?? schema.examples) as unknown[] | undefined;
  const number = Number.parseInt(createHash('sha256').update(seed).digest('hex').slice(0, 6), 16);
  if (choices?.length) return choices[number % choices.length];
  if (schema.type === 'number' || schema.type === 'integer') return Number(schema.minimum ?? 1) + (number % 40);
  if (schema.type === 'boolean') return number % 2 === 0;
  return word(seed);
}

const SYLLABLES = ['ba', 'co', 'du', 'fe', 'gi', 'ho', 'ka', 'lu', 'me', 'ni', 'po', 'ra', 'su', 'ti', 'vo', 'ze'];

function word(seed: string): string {
  const digest = createHash('sha256').update(seed).digest();
  return [0, 1, 2, 3].map((at) => SYLLABLES[(digest[at] ?? 0) % SYLLABLES.length]).join('');
}
