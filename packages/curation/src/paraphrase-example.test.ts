import {
  type ChatRequest,
  groundingMaterialSchema,
  ImaginariumError,
  paraphraseMaterialSchema,
  readMaterial,
  rewordingMaterialSchema,
} from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { makeTrial, WEATHER } from '../test/trial-fixture.ts';
import { curationConfigSchema } from './curation-config.ts';
import { createContaminationCheck } from './decontaminate.ts';
import { filterByExecution } from './execution-filter.ts';
import { groundArguments } from './ground-arguments.ts';
import { paraphraseExample, paraphrasesWanted } from './paraphrase-example.ts';
import { createRowModel } from './row-model.ts';
import { readWording } from './wording.ts';

const config = curationConfigSchema.parse({});
const SAME = '{"same":true,"reason":"other words"}';
const QUERY = 'What is the weather in Paris for the next three days?';

async function paraphrase(
  replies: (string | Error)[],
  { wanted = 1, judged = false, judge = undefined as string[] | undefined, settings = {} } = {},
) {
  const trial = makeTrial('get_weather/0/3', QUERY, { args: { city: 'Paris', days: 3 } });
  const candidate = filterByExecution([trial], [WEATHER], ['live']).kept[0]!;
  const grounding = groundArguments(candidate.solution.call.arguments, {
    query: readWording(QUERY),
    earlier: [],
    parameters: WEATHER.parameters,
  }).map((leaf) => (judged && leaf.path === '/days' ? { ...leaf, from: 'judge' as const } : leaf));
  const model = createScriptedModel((_, at) => replies[at] ?? new Error('asked too often'));
  const judgeModel = createScriptedModel((_, at) =>
    judge === undefined ? SAME : (judge[at] ?? new Error('the judge was asked too often')),
  );
  const result = await paraphraseExample({ ...candidate, judgement: null, grounding }, wanted, {
    paraphrase: createRowModel(model),
    judge: createRowModel(judgeModel),
    config: curationConfigSchema.parse(settings),
    heldOut: createContaminationCheck(
      [{ source: 'test', query: 'For Paris I need a three day forecast of the sky' }],
      0.6,
    ),
  });
  return {
    ...result,
    requests: model.requests,
    judgings: judgeModel.requests,
    reasons: result.removals.map(({ reason }) => reason),
  };
}
const materialOf = (request: ChatRequest | undefined) =>
  paraphraseMaterialSchema.parse(readMaterial(request?.messages.at(-1)?.content ?? ''));

describe('paraphrasesWanted', () => {
  const wanted = (seeds: number) => paraphrasesWanted(seeds, config.paraphrase);
  it('is min(round(150 / n) - 1, 6) and never negative', () => {
    expect([0, 1, 21, 25, 45, 75, 100, 101, 150, 400].map(wanted)).toEqual([0, 6, 6, 5, 2, 1, 1, 0, 0, 0]);
  });
});

describe('paraphraseExample', () => {
  it('makes examples that carry the seed’s call, and tells what must be kept and avoided', async () => {
    const { examples, requests } = await paraphrase(
      ['"How will the sky be over Paris for 3 days?"', 'Paris forecast, please: the coming three days.'],
      { wanted: 2 },
    );
    expect(
      examples.map(({ id, paraphraseOf, seedId, split, query }) => [id, paraphraseOf, seedId, split, query]),
    ).toEqual([
      [
        'get_weather/0/3~1',
        'get_weather/0/3',
        'get_weather/0/3',
        'train',
        'How will the sky be over Paris for 3 days?',
      ],
      [
        'get_weather/0/3~2',
        'get_weather/0/3',
        'get_weather/0/3',
        'train',
        'Paris forecast, please: the coming three days.',
      ],
    ]);
    expect(examples[0]?.messages[0]).toEqual({ role: 'user', content: 'How will the sky be over Paris for 3 days?' });
    expect(materialOf(requests[0])).toEqual({
      query: QUERY,
      keep: [
        { path: '/city', value: 'Paris' },
        { path: '/days', value: 3 },
      ],
      avoid: [],
    });
    expect(materialOf(requests[1]).avoid).toEqual([{ query: 'How will the sky be over Paris for 3 days?' }]);
    expect(requests.map(({ place }) => [place.item, place.step, place.ordinal])).toEqual([
      ['get_weather/0/3', 'paraphrase', 0],
      ['get_weather/0/3', 'paraphrase', 1],
    ]);
  });

  it.each([
    ['loses a slot', 'How will the sky be over Paris?', 'it loses /days = 3'],
    ['changes a slot', 'How will the sky be over Lyon for 3 days?', 'it loses /city = "Paris"'],
    ['adds a value', 'How will the sky be over Paris for 3 days, at 20 degrees?', 'it adds "20"'],
    ['copies the seed', 'what is the weather in Paris for the next three days?', 'it copies another wording'],
    ['names the tool', 'Use get_weather on Paris for 3 days', 'it names the tool get_weather'],
    ['asks twice', 'Is it sunny in Paris? And what about the 3 days after?', 'it is not one request'],
    ['is empty', ' "" ', 'it is empty'],
    ['comes near a held-out query', 'For Paris I need a three day forecast of the sky!', 'to a held-out query (test)'],
  ])('refuses a rewording that %s, asks again with the reason, and takes the next', async (_, bad, reason) => {
    const { examples, reasons, requests } = await paraphrase([bad, 'How will the sky be over Paris for 3 days?']);
    expect(examples).toHaveLength(1);
    expect(reasons).toEqual([expect.stringContaining(reason)]);
    expect(materialOf(requests[1]).avoid[0]?.reason).toBe(reasons[0]);
  });

  it('gives up after the attempts that are allowed', async () => {
    const { examples, removals, requests } = await paraphrase(Array(3).fill('How is Paris?'));
    expect([examples.length, removals.length, requests.length]).toEqual([0, 3, 3]);
    expect(removals[0]).toMatchObject({ stage: 'paraphrase', id: 'get_weather/0/3~1', query: 'How is Paris?' });
  });

  it('asks the judge of each rewording whether it is the same, and takes nothing but a readable yes', async () => {
    const replies = [
      'How warm is Paris over 3 days?',
      'Paris, three days: how is the sky?',
      'Over 3 days, is Paris dry?',
    ];
    const judge = ['{"same":false,"reason":"it asks for warmth"}', 'Yes!', '{"same":"yes"}', 'Well', SAME];
    const { examples, reasons, judgings } = await paraphrase(replies, { judge });
    expect(reasons).toEqual([
      'it does not ask the same: it asks for warmth (judge)',
      expect.stringContaining('it could not be judged: unreadable'),
    ]);
    expect(examples.map(({ query }) => query)).toEqual([replies[2]]);
    expect(judgings.map(({ purpose, place }) => [purpose, place.step, place.item, place.ordinal])).toEqual([
      ['judge', 'rewording', 'get_weather/0/3~?1', 0],
      ['judge', 'rewording', 'get_weather/0/3~?2', 0],
      ['judge', 'rewording', 'get_weather/0/3~?2', 1],
      ['judge', 'rewording', 'get_weather/0/3~?3', 0],
      ['judge', 'rewording', 'get_weather/0/3~?3', 1],
    ]);
    const material = rewordingMaterialSchema.parse(readMaterial(judgings[0]?.messages.at(-1)?.content ?? ''));
    expect(material).toMatchObject({
      tool: { name: 'get_weather' },
      query: QUERY,
      rewording: replies[0],
      arguments: { city: 'Paris', days: 3 },
      doubtful: [],
    });
  });

  it('points the judge to what only the judge had derived', async () => {
    const { judgings } = await paraphrase(['The sky over Paris till Sunday?'], { judged: true });
    const material = rewordingMaterialSchema.parse(readMaterial(judgings[0]?.messages.at(-1)?.content ?? ''));
    expect(material.doubtful).toEqual(['/days']);
  });

  it('asks about those values alone where rewordings are not judged, and refuses where nobody may be asked', async () => {
    const replies = ['The sky over Paris till Sunday?', 'The sky over Paris from now to the third day?'];
    const judge = ['{"derivable":[false]}', '{"derivable":[true]}'];
    const settings = { paraphrase: { askJudge: false } };
    const { examples, reasons, judgings } = await paraphrase(replies, { judged: true, judge, settings });
    expect(reasons).toEqual(['it loses /days (judge)']);
    expect(examples[0]?.query).toBe(replies[1]);
    const material = groundingMaterialSchema.parse(readMaterial(judgings[0]?.messages.at(-1)?.content ?? ''));
    expect(material.values).toEqual([{ path: '/days', value: 3 }]);
    const nobody = { paraphrase: { askJudge: false, attempts: 1 }, grounding: { askJudge: false } };
    const refused = await paraphrase(replies, { judged: true, judge: [], settings: nobody });
    expect(refused.reasons).toEqual(['only a judge could find /days in it, and none may be asked']);
  });

  it('skips the seed when the model fails on it', async () => {
    const failure = new ImaginariumError({ code: 'endpoint/timeout', message: 'too slow' });
    const { examples, reasons } = await paraphrase([failure], { wanted: 4 });
    expect([examples, reasons]).toEqual([[], [expect.stringContaining('endpoint/timeout')]]);
  });
});
