import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, cpuUsage, resourceUsage, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createRandom, type Example, exampleSchema, hashOf, type ToolSpec } from '@imaginarium/contracts';
import { formatExamples, formattingConfigSchema, targets } from '@imaginarium/formatting';
import { createJsonlWriter, keepHeapSmall, readJsonl, writeJsonl, writeParquet } from '@imaginarium/storage';

/** One step of write-records.ts in a process of its own: `write-records-step.ts STEP FILE [ROWS]` prints seconds and peak memory. */
const [step, path, rows] = argv.slice(2) as [string, string, string | undefined];
const folder = dirname(path);

const tool: ToolSpec = {
  name: 'forecast',
  originalName: 'forecast',
  description: 'The weather of a place for some days, with temperature, wind and rain by the hour.',
  parameters: {
    type: 'object',
    properties: { place: { type: 'string' }, days: { type: 'integer' } },
    required: ['place'],
  },
  effect: 'read',
  effectFrom: 'default',
  source: { kind: 'toolbox', location: 'bench' },
  version: hashOf('forecast'),
};

/** Examples of about 2.7 KB, an observation of 1.2 KB among it. */
function* examples(count: number): Generator<Example> {
  const random = createRandom('write-records');
  for (let at = 0; at < count; at++) {
    const place = `Place ${random.int(1e9).toString(36)}`;
    const hours = Array.from({ length: 30 }, (_, hour) => ({ hour, degrees: random.int(40), wind: random.int(90) }));
    const content = JSON.stringify({ place, hours });
    const args = { place, days: 1 + random.int(7) };
    const call = { id: `call_${at}`, name: tool.name, arguments: args, argumentsText: JSON.stringify(args) };
    const query = `What will the weather be in ${place} in the next ${args.days} days, and do I need an umbrella?`;
    const answer = `In ${place} it will be ${hours[0]?.degrees} degrees at first. ${'It stays dry for most of it. '.repeat(5)}`;
    yield {
      id: `forecast/${at}/0`,
      kind: 'call',
      tool: tool.name,
      toolVersion: tool.version,
      trialId: `forecast/${at}/0`,
      paraphraseOf: null,
      seedId: `forecast/${at}/0`,
      split: 'train',
      query,
      solution: { call, observation: { status: 'ok', origin: 'live', content: 'as in the messages' } },
      answer,
      messages: [
        { role: 'user', content: query },
        { role: 'assistant', content: '', toolCalls: [call] },
        { role: 'tool', toolCallId: call.id, name: tool.name, content },
        { role: 'assistant', content: answer },
      ],
      trace: [],
      origin: 'live',
      judgement: { informative: true, faithful: true, appropriate: true, reason: 'Each value is in the observation.' },
      grounding: [{ path: '/place', from: 'query' }],
      offered: null,
    };
  }
}

async function format(): Promise<void> {
  // As the formatting stage does.
  keepHeapSmall();
  const writer = await createJsonlWriter(join(folder, 'records.jsonl'));
  const config = formattingConfigSchema.parse({ targets: ['openai'] });
  for await (const outcome of formatExamples({
    examples: readJsonl<Example>(path),
    tools: [tool],
    target: 'openai',
    config,
    seed: 1,
  })) {
    if ('refused' in outcome) throw new Error(outcome.refused.reason);
    await writer.write(outcome.record.line);
  }
  await writer.finish();
}

/** What anyone would write: read lines, parse, serialise, write. */
async function reserialise(): Promise<void> {
  const out = createWriteStream(`${path}.again`);
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (!out.write(`${JSON.stringify(JSON.parse(line))}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

async function parse(): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(path) })) JSON.parse(line);
}

async function copy(): Promise<void> {
  await writeJsonl(`${path}.copy`, readJsonl(path));
}

async function parquet(): Promise<void> {
  const columns = Object.fromEntries(targets.openai.parquetColumns.sft.map(({ name }) => [name, 'string' as const]));
  await writeParquet({ jsonl: path, columns, folder, split: 'train' });
}

async function make(): Promise<void> {
  for (const example of examples(1)) exampleSchema.parse(example);
  await writeJsonl(path, examples(Number(rows)));
}

const steps: Record<string, () => Promise<void>> = { make, format, reserialise, parse, copy, parquet };
const before = cpuUsage();
const started = performance.now();
await steps[step]?.();
const { user, system } = cpuUsage(before);
stdout.write(
  JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (user + system) / 1e6,
    peakMb: Math.round(resourceUsage().maxRSS / 1024),
  }),
);
