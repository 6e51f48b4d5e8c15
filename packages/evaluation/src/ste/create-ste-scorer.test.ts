import type { Prediction, PredictionHeader, TestItem } from '@imaginarium/contracts';
import { describe, expect, it, vi } from 'vitest';
import { createSteScorer } from './create-ste-scorer.ts';

const tool = (name: string, originalName = name) => ({
  name,
  originalName,
  description: '',
  parameters: { type: 'object' },
});

const HEADER: PredictionHeader = {
  kind: 'predictions',
  format: 1,
  name: 'made up',
  model: null,
  protocol: 'text',
  toolNames: 'original',
  prompt: null,
  parser: 'ste',
  sampling: null,
  toolSet: null,
  demonstrations: null,
  repetitions: 1,
  data: { source: 'none', hash: 'none', items: 1 },
  tools: [
    tool('Bakery_Oven_time', 'Bakery%%Oven time'),
    tool('Bakery_Bread_price', 'Bakery%%Bread price'),
    tool('tide_table'),
  ],
  createdAt: 0,
};

const ITEM: TestItem = {
  id: 'tide_table/0',
  query: 'High water at Brest tomorrow?',
  calls: [{ tool: 'tide_table', arguments: { harbour: 'Brest', days: 1 } }],
  tool: 'tide_table',
};

const prediction = (content: string, rest: Partial<Prediction> = {}): Prediction => ({
  item: ITEM,
  repetition: 0,
  message: { role: 'assistant', content },
  finishReason: null,
  usage: null,
  took: null,
  cost: null,
  ...rest,
});
const call = (name: string, args: unknown) => `Action: ${name}\nAction Input: ${JSON.stringify(args)}`;
const score = (content: string, rest?: Partial<Prediction>) =>
  createSteScorer({ header: HEADER }).score(prediction(content, rest));
const saved = (argumentsCorrect: boolean) => ({
  cached: { noCall: false, error: false, toolMatch: true, argumentsCorrect },
});

describe('createSteScorer', () => {
  it('compares arguments as text, ignoring case, outer white space and what gold lacks', () => {
    expect(score(call('tide_table', { days: '1', harbour: ' BREST ', unit: 'm' }))).toMatchObject({
      itemId: 'tide_table/0',
      profile: 'ste',
      tool: 'tide_table',
      isWellformed: true,
      isToolMatch: true,
      isCorrect: true,
      miss: null,
      calledTool: 'tide_table',
      decidedBy: 'comparison',
    });
    expect(score('Action: tide_table\nAction Input: {"days": 1.0, "harbour": "Brest"}')).toMatchObject({
      isCorrect: false,
    });
  });

  it('tells a missing argument from a wrong value', () => {
    expect(score(call('tide_table', { harbour: 'Brest' }))).toMatchObject({
      isCorrect: false,
      miss: 'missing-argument',
      problems: [{ path: '/days', problem: 'missing', expected: 1 }],
    });
    expect(score(call('tide_table', { harbour: 'Lorient', days: 1 }))).toMatchObject({
      miss: 'wrong-value',
      problems: [{ path: '/harbour', problem: 'value', expected: 'Brest', actual: 'Lorient' }],
    });
  });

  it('grounds a name that no tool has, over the names that the model was shown', () => {
    expect(score(call('tides_table', ITEM.calls[0]?.arguments))).toMatchObject({
      isCorrect: true,
      calledTool: 'tide_table',
    });
    expect(score(call('<tool_Bakery%%Bread price>', {}))).toMatchObject({
      isWellformed: true,
      isToolMatch: false,
      miss: 'wrong-tool',
      calledTool: 'Bakery_Bread_price',
    });
    expect(score(call('§§§', {}))).toMatchObject({ miss: 'wrong-tool', calledTool: '§§§' });
    const legal = createSteScorer({
      header: { ...HEADER, toolNames: 'legal', tools: [tool('zz', 'tide_table'), tool('tide_tables', 'q')] },
    });
    expect(legal.score(prediction(call('tide_table', {})))).toMatchObject({ calledTool: 'tide_tables' });
  });

  it('classes replies without a readable call', () => {
    expect(score('Final Answer: at noon')).toMatchObject({
      isWellformed: false,
      isCorrect: false,
      miss: 'no-call',
      calledTool: null,
    });
    expect(score('At noon.')).toMatchObject({ miss: 'malformed' });
    expect(score('', { message: null })).toMatchObject({ isCorrect: false, miss: 'no-reply' });
  });

  it('takes the saved verdict where a model judged, asks the judge where there is none, and else leaves it open', async () => {
    const item = { ...ITEM, isJudged: true };
    const reply = call('tide_table', { harbour: 'Port of Brest', days: 1, extra: null });
    expect(score(reply, { item, ...saved(true) })).toMatchObject({ isCorrect: true, decidedBy: 'cached-judge' });
    expect(score(reply, { item, ...saved(false) })).toMatchObject({
      isCorrect: false,
      miss: 'wrong-value',
      decidedBy: 'cached-judge',
    });
    expect(score(reply, { item })).toMatchObject({ isToolMatch: true, isCorrect: null, miss: null, decidedBy: null });
    const judge = vi.fn(async () => true);
    const signal = new AbortController().signal;
    const scorer = createSteScorer({ header: HEADER, judge });
    expect(await scorer.score(prediction(reply, { item }), { signal })).toMatchObject({
      isCorrect: true,
      decidedBy: 'judge',
    });
    expect(judge).toHaveBeenCalledExactlyOnceWith(
      {
        item,
        gold: item.calls[0],
        arguments: { harbour: 'Port of Brest', days: 1, extra: null },
        tool: HEADER.tools[2],
      },
      { signal },
    );
    await scorer.score(prediction(call('Bakery%%Oven time', {}), { item }));
    expect(judge).toHaveBeenCalledOnce();
  });

  it('counts a saved comparison that the gold no longer gives, and names the item', () => {
    const scorer = createSteScorer({ header: HEADER });
    expect(scorer.problems()).toEqual([]);
    const reply = call('tide_table', { harbour: 'Lorient', days: 1 });
    expect(scorer.score(prediction(reply, saved(true)))).toMatchObject({
      isCorrect: true,
      miss: null,
      decidedBy: 'cached-comparison',
    });
    scorer.score(prediction(reply, saved(true)));
    scorer.score(prediction(reply, saved(false)));
    expect(scorer.problems()).toMatchObject([{ kind: 'stale-gold', count: 2, names: ['tide_table/0'] }]);
  });

  it('lets a value that a person accepted count before what was saved', () => {
    const item = {
      ...ITEM,
      calls: [{ tool: 'tide_table', arguments: { harbour: 'Brest' }, accepted: { '/harbour': ['Brest, France'] } }],
    };
    const reply = call('tide_table', { harbour: 'brest, france' });
    const scorer = createSteScorer({ header: HEADER });
    expect(scorer.score(prediction(reply, { item, ...saved(false) }))).toMatchObject({
      isCorrect: true,
      decidedBy: 'dispute',
    });
    expect(scorer.problems()).toEqual([]);
  });

  it('counts a reply without a call right where none is wanted', () => {
    const item = { ...ITEM, calls: [], tool: null };
    expect(score('At noon.', { item })).toMatchObject({ isToolMatch: true, isCorrect: true, miss: null, tool: null });
    expect(score('Final Answer: noon', { item })).toMatchObject({ isCorrect: true });
    expect(score(call('tide_table', {}), { item })).toMatchObject({
      isCorrect: false,
      miss: 'unwanted-call',
      calledTool: 'tide_table',
    });
    expect(score('Action: tide_table\nAction Input: {"a"}', { item })).toMatchObject({
      isCorrect: false,
      miss: 'malformed',
    });
  });

  it('holds the one call of a reply against the first that is wanted, or any where order is free', () => {
    const calls = [{ tool: 'Bakery_Oven_time', arguments: {} }, ...ITEM.calls];
    const second = call('tide_table', ITEM.calls[0]?.arguments);
    expect(score(call('Bakery%%Oven time', {}), { item: { ...ITEM, calls } })).toMatchObject({ isCorrect: true });
    expect(score(second, { item: { ...ITEM, calls } })).toMatchObject({ miss: 'wrong-tool' });
    expect(score(second, { item: { ...ITEM, calls, order: 'any-order' } })).toMatchObject({ isCorrect: true });
  });

  it('reads native calls as the paper would have had them written', () => {
    const header: PredictionHeader = { ...HEADER, protocol: 'native', toolNames: 'legal' };
    const toolCall = {
      id: '1',
      name: 'tide_table',
      arguments: { harbour: 'Brest', days: 1 },
      argumentsText: '{"harbour":"Brest","days":1}',
    };
    const native = (content: string, toolCalls?: (typeof toolCall)[]) =>
      createSteScorer({ header }).score(
        prediction('', { message: { role: 'assistant', content, ...(toolCalls ? { toolCalls } : {}) } }),
      );
    expect(native('Let me look.', [toolCall])).toMatchObject({ isCorrect: true });
    expect(native('', [toolCall, toolCall])).toMatchObject({ isWellformed: false, miss: 'malformed' });
    expect(native('At noon.')).toMatchObject({ isWellformed: false, miss: 'no-call' });
    const withoutArguments = createSteScorer({ header }).score(
      prediction('', {
        item: { ...ITEM, calls: [{ tool: 'tide_table', arguments: {} }] },
        message: { role: 'assistant', content: '', toolCalls: [{ ...toolCall, arguments: {}, argumentsText: '' }] },
      }),
    );
    expect(withoutArguments).toMatchObject({ isCorrect: true });
  });
});
