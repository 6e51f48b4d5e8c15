import {
  type ChatRequest,
  exampleSchema,
  groundingMaterialSchema,
  ImaginariumError,
  judgeMaterialSchema,
  paraphraseMaterialSchema,
  readMaterial,
  removalSchema,
  repairPairSchema,
  type Trial,
} from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { jaccard } from '@imaginarium/similarity';
import { describe, expect, it } from 'vitest';
import { makeAttempt, makeTool, makeTrial, WEATHER } from '../test/trial-fixture.ts';
import { type CurationOptions, curate } from './curate.ts';
import { curationConfigSchema } from './curation-config.ts';

const SQUARE = makeTool('square_root', { number: { type: 'number' } });
const CITIES = [
  'Paris',
  'Lagos',
  'Quito',
  'Osaka',
  'Nairobi',
  'Bergen',
  'Hanoi',
  'Tunis',
  'Cusco',
  'Perth',
  'Malmö',
  'Accra',
];
const ASKS = [
  (city: string) => `Do I need an umbrella in ${city}?`,
  (city: string) => `${city}: what does the sky look like right now`,
  (city: string) => `My sister lives in ${city}. Is she getting any sun?`,
  (city: string) => `Tell me whether the hills around ${city} are foggy`,
];
const weather = CITIES.map((city, at) =>
  makeTrial(`get_weather/${Math.floor(at / 4)}/${at % 4}`, ASKS[at % 4]!(city), { args: { city } }),
);
const roots = [7, 19, 23, 41, 58, 66].map((number, at) =>
  makeTrial(
    `square_root/0/${at}`,
    `${['Root of', 'I must have the square root of', 'Which number times itself is'][at % 3]} ${number}${'.!?'[at % 3]} ${'go '.repeat(at)}`,
    {
      attempts: [
        makeAttempt(
          'square_root',
          { n: number },
          { status: 'error', failure: 'invalid-arguments', content: 'number is missing' },
        ),
        makeAttempt('square_root', { number }),
      ],
    },
  ),
);
const odd: Trial[] = [
  makeTrial('get_weather/3/0', 'Weather in Rome?', { outcome: 'exhausted', answer: null, attempts: [] }),
  makeTrial('get_weather/3/1', 'Is the weather unfaithful in Oslo?', { args: { city: 'Oslo' } }),
  makeTrial('get_weather/3/2', 'How is the air at the seaside today?', { args: { city: 'Brighton' } }),
  makeTrial('get_weather/3/3', ASKS[0]!('Paris'), { args: { city: 'Paris' } }),
  makeTrial('get_weather/4/0', 'Benchmark: is Cairo dusty this evening, or clear?', { args: { city: 'Cairo' } }),
];
const trials = [...odd, ...roots, ...weather];

function answer(request: ChatRequest) {
  const material = readMaterial(request.messages.at(-1)?.content ?? '');
  const { step, ordinal, item } = request.place;
  if (request.purpose === 'judge' && step === 'judge') {
    const { query } = judgeMaterialSchema.parse(material);
    return JSON.stringify({
      informative: true,
      faithful: !query.includes('unfaithful'),
      appropriate: true,
      reason: 'seen',
    });
  }
  if (step === 'grounding')
    return JSON.stringify({ derivable: groundingMaterialSchema.parse(material).values.map(() => false) });
  if (step === 'rewording') return JSON.stringify({ same: ordinal > 0 || !item?.endsWith('~?2'), reason: 'compared' });
  if (request.purpose === 'paraphrase') {
    const { query } = paraphraseMaterialSchema.parse(material);
    if (ordinal === 0) return 'Something else altogether';
    return `${['Please help me here', 'A quick question for you', 'I was wondering about this'][ordinal % 3]}: ${query}`;
  }
  if (request.purpose === 'imagine')
    return `Write a long poem on subject ${item} ${'abcdefgh'[Number(item?.split('/')[1]) % 8]!.repeat(60)}`;
  if (request.purpose === 'solve') return 'Roses are red.';
  return JSON.stringify({ served: false, helpful: true, reason: 'a poem' });
}

const config = curationConfigSchema.parse({
  split: { test: 3, validation: 0.1 },
  paraphrase: { target: 20, maximum: 2 },
});

async function run(change: Partial<CurationOptions> = {}) {
  const model = createScriptedModel(answer);
  const steps = new Set<string>();
  const curation = await curate({
    trials,
    tools: [WEATHER, SQUARE],
    models: { judge: model, paraphrase: model, imagine: model, solve: model },
    config,
    seed: 42,
    contaminants: [{ source: 'benchmark.json', query: 'Is Cairo dusty this evening, or clear?' }],
    concurrency: 4,
    onProgress: ({ step }) => steps.add(step),
    ...change,
  });
  return { ...curation, requests: model.requests, steps };
}

describe('curate', () => {
  it('leads every trial to examples or to a removal with its reason', async () => {
    const { examples, removals, repairPairs, counts, steps } = await run();
    exampleSchema.array().parse(examples);
    removalSchema.array().parse(removals);
    repairPairSchema.array().parse(repairPairs);
    expect(removals.filter(({ stage }) => stage !== 'paraphrase').map(({ stage, id }) => [stage, id])).toEqual([
      ['execution', 'get_weather/3/0'],
      ['judge', 'get_weather/3/1'],
      ['grounding', 'get_weather/3/2'],
      ['exact-duplicate', 'get_weather/3/3'],
      ['decontamination', 'get_weather/4/0'],
    ]);
    const refusals = removals.filter(({ stage }) => stage === 'paraphrase').map(({ reason }) => reason);
    expect(refusals).toContainEqual(expect.stringMatching(/^it loses/));
    expect(refusals).toContain('it does not ask the same: compared (judge)');
    const seedIds = examples.filter(({ seedId, id, kind }) => kind === 'call' && seedId === id).map(({ id }) => id);
    expect(seedIds).toEqual([...weather, ...roots].map(({ id }) => id));
    expect(counts).toMatchObject({
      trials: 23,
      finished: 22,
      valid: 22,
      judged: 21,
      grounded: 20,
      unique: 19,
      seeds: 18,
      repairPairs: 6,
    });
    expect(counts.examples).toBe(counts.seeds + counts.paraphrases + counts.noCall);
    expect(counts.examples).toBe(counts.train + counts.validation + counts.test);
    expect(counts.noCall).toBe(Math.round((counts.seeds + counts.paraphrases) / 10));
    expect([...steps]).toEqual(['judge', 'grounding', 'paraphrase', 'no-call']);
  });

  it('keeps the clean conversation, and the whole trial beside it', async () => {
    const { examples } = await run();
    const root = examples.find(({ id }) => id === 'square_root/0/0')!;
    expect(root.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant']);
    expect(root.messages[1]).toMatchObject({ toolCalls: [{ id: 'call_0', arguments: { number: 7 } }] });
    expect(root.messages[2]).toMatchObject({ toolCallId: 'call_0' });
    expect(root.trace).toEqual(roots[0]?.messages);
    expect(root.grounding).toEqual([{ path: '/number', from: 'query' }]);
  });

  it('lets no wording of test or validation, or near it, into train', async () => {
    const { examples } = await run();
    const train = examples.filter(({ split }) => split === 'train');
    const held = examples.filter(({ split, kind }) => split !== 'train' && kind === 'call');
    expect(held.length).toBeGreaterThan(3);
    expect(held.every(({ paraphraseOf }) => paraphraseOf === null)).toBe(true);
    for (const { query } of held)
      for (const other of train) expect(jaccard(query, other.query)).toBeLessThan(config.split.clusterThreshold);
  });

  it('gives the same whatever the concurrency and the order of the trials', async () => {
    const { requests: _, steps: __, ...one } = await run({ concurrency: 1 });
    const { requests: ___, steps: ____, ...other } = await run({ concurrency: 16, trials: trials.toReversed() });
    expect(other).toEqual(one);
  });

  it('asks every question at a place of its own, the same in every run', async () => {
    const placesOf = (requests: readonly ChatRequest[]) =>
      requests.map(({ purpose, place }) => JSON.stringify([purpose, place])).sort();
    const places = placesOf((await run()).requests);
    expect(new Set(places).size).toBe(places.length);
    expect(placesOf((await run({ concurrency: 1 })).requests)).toEqual(places);
  });

  it('makes no model call where every step that asks one is off', async () => {
    const off = curationConfigSchema.parse({
      judge: { enabled: false },
      grounding: { askJudge: false },
      paraphrase: { enabled: false },
      noCall: { enabled: false },
      repairPairs: false,
    });
    const { requests, counts, repairPairs } = await run({ config: off });
    expect([requests, repairPairs]).toEqual([[], []]);
    expect(counts).toMatchObject({ judged: 22, grounded: 21, paraphrases: 0, noCall: 0 });
  });

  it('takes an empty set of trials, and refuses an id that occurs twice', async () => {
    expect((await run({ trials: [] })).counts).toMatchObject({ trials: 0, examples: 0 });
    await expect(run({ trials: [weather[0]!, weather[0]!] })).rejects.toMatchObject({ code: 'input/duplicate-trial' });
  });

  it('stops when aborted and when the budget is reached', async () => {
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'interrupted/aborted' });
    const spent = createScriptedModel(() => new ImaginariumError({ code: 'budget/reached', message: 'no money left' }));
    const models = { judge: spent, paraphrase: spent, imagine: spent, solve: spent };
    await expect(run({ models })).rejects.toMatchObject({ code: 'budget/reached' });
    expect(spent.requests.length).toBeLessThanOrEqual(4);
  });
});
