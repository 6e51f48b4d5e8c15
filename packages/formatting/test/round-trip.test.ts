import type { Example, JsonObject, JsonValue } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, type TargetName, targetNameSchema, targets } from '../src/index.ts';

interface Told {
  query: unknown;
  name: unknown;
  arguments: unknown;
  observation: unknown;
  answer: unknown;
}
type Wire = { role: string; content: string; tool_calls?: { function: { name: string; arguments: unknown } }[] };

const fromWire = (messages: Wire[]): Told => {
  const call = messages[1]?.tool_calls?.[0]?.function;
  return {
    query: messages[0]?.content,
    name: call?.name,
    arguments: typeof call?.arguments === 'string' ? JSON.parse(call.arguments) : call?.arguments,
    observation: messages[2]?.content,
    answer: messages[3]?.content,
  };
};
const wireOf = (line: Line | undefined): Wire[] =>
  [line?.messages ?? line?.prompt ?? [], line?.completion ?? []].flat() as unknown as Wire[];
const after = (text: string | undefined, mark: string) => text?.slice(text.indexOf(mark) + mark.length);

/** Reads a target's lines back, by nothing but the target's own format. */
const readers: Record<TargetName, (lines: Line[]) => Told> = {
  openai: (lines) => fromWire(wireOf(lines[0])),
  trl: (lines) => fromWire(wireOf(lines[1])),
  mistral: (lines) => fromWire(wireOf(lines[1])),
  ste: (lines) => {
    const [query, call, observation, answer] = wireOf(lines[1]).map((message) => message.content);
    return {
      query: after(query, '\n\n'),
      name: /^Action: <tool_(.*)>\n/.exec(call ?? '')?.[1],
      arguments: JSON.parse(after(call, 'Action Input: ') ?? ''),
      observation: after(observation, 'Observation: '),
      answer: after(answer, 'Final Answer: '),
    };
  },
  sharegpt: (lines) => {
    const turns = lines[0]?.conversations as { value: string }[];
    const call = JSON.parse(turns[1]?.value ?? '');
    return { query: turns[0]?.value, ...call, observation: turns[2]?.value, answer: turns[3]?.value };
  },
  hermes: (lines) => {
    const [, query, call, observation, answer] = wireOf(lines[0]).map((message) => message.content);
    const body = (text: string | undefined) => JSON.parse(/^<(\w+)>\n([\s\S]*)\n<\/\1>$/.exec(text ?? '')?.[2] ?? '');
    return { query, ...body(call), observation: body(observation).content, answer };
  },
};

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((value) => `t${value}.`);
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
const args = fc.dictionary(fc.string({ unit: 'grapheme' }), json, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;
const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);

function exampleOf(told: Told & { arguments: JsonObject; name: string }): Pick<Example, 'id' | 'messages'> {
  const call = { id: 'x', name: told.name, arguments: told.arguments, argumentsText: '' };
  return {
    id: 'a/0/0',
    messages: [
      { role: 'user', content: String(told.query) },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: 'x', name: told.name, content: String(told.observation) },
      { role: 'assistant', content: String(told.answer) },
    ],
  };
}

describe.each(targetNameSchema.options)('%s', (target) => {
  it('keeps query, call, arguments, observation and answer of any conversation', () => {
    fc.assert(
      fc.property(text, name, args, text, text, (query, tool, parameters, observation, answer) => {
        const told = { query, name: tool, arguments: parameters, observation, answer };
        const lines = targets[target].emit(exampleOf(told), {
          tools: [{ name: tool, description: '', parameters: { type: 'object' } }],
        });
        // A line is what a file gives back.
        const read = readers[target](JSON.parse(JSON.stringify(lines)));
        expect(read).toEqual({ ...told, arguments: JSON.parse(JSON.stringify(parameters)) });
      }),
    );
  });

  const { render } = targets[target];
  it.skipIf(render === undefined)('trains exactly the assistant’s words, in ordered and disjoint spans', () => {
    fc.assert(
      fc.property(text, name, args, text, text, (query, tool, parameters, observation, answer) => {
        const lines = targets[target].emit(
          exampleOf({ query, name: tool, arguments: parameters, observation, answer }),
          { tools: [{ name: tool, description: '', parameters: { type: 'object' } }] },
        );
        for (const line of lines) {
          const { text: rendered, trained, controls } = render?.(line) ?? { text: '', trained: [], controls: [] };
          const all = wireOf(line).filter((message) => message.role === 'assistant');
          const expected = target === 'hermes' ? all : all.slice(-1);
          expect(trained).toHaveLength(expected.length);
          let previous = 0;
          for (const [at, [start, end]] of trained.entries()) {
            expect(start).toBeGreaterThanOrEqual(previous);
            expect(end).toBeLessThanOrEqual(rendered.length);
            previous = end;
            const span = rendered.slice(start, end);
            expect(span).toMatch(/(<\/s>|<\|im_end\|>)$/);
            const words = expected[at]?.content;
            if (words) expect(span.trimStart().replace(/(<\/s>|<\|im_end\|>)$/, '')).toBe(words);
            else expect(span).toContain(`[TOOL_CALLS] [{"name": "${tool}", "arguments": {`);
            // Before a span stands what the server puts there, after it what follows the turn.
            expect(rendered.slice(0, start)).toMatch(/(\[\/INST\]|\[\/TOOL_RESULTS\]|<\|im_start\|>assistant\n)$/);
          }
          for (const [start, end] of controls) expect(end).toBeGreaterThan(start);
        }
      }),
    );
  });
});
