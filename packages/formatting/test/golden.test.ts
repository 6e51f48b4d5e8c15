import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exampleSchema, toolDefinitionSchema } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { targetNameSchema, targets } from '../src/index.ts';

const folder = fileURLToPath(new URL('golden/', import.meta.url));
const read = (path: string) => JSON.parse(readFileSync(`${folder}${path}`, 'utf8'));

describe.each(targetNameSchema.options)('%s emits the golden lines', (name) => {
  const target = targets[name];
  it.each(readdirSync(`${folder}${name}`))('%s', (file) => {
    const golden = read(`${name}/${file}`);
    const example = exampleSchema.parse(read(`examples/${golden.example}`));
    const tools = toolDefinitionSchema.array().parse(golden.withTools ? read('tools.json') : []);
    const lines = target.emit(example, { tools, system: golden.system });
    expect(lines).toEqual(golden.lines);
    expect(lines.flatMap((line) => target.validate(line))).toEqual([]);
    const rendered = lines.map((line) => target.render?.(line));
    expect(rendered.map((rendering) => rendering?.text)).toEqual(
      golden.lines.map((_: unknown, at: number) => golden.rendered?.[at]?.text),
    );
    expect(
      rendered.map((rendering) => rendering?.trained.map(([start, end]) => rendering.text.slice(start, end))),
    ).toEqual(golden.lines.map((_: unknown, at: number) => golden.rendered?.[at]?.trained));
  });
});
