import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, type JsonObject } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingEvent, TrainingOrder } from '../local/trainer.ts';
import type { Lesson } from './lesson.ts';
import { lessonsOf } from './read-lessons.ts';
import { BASE_MODEL } from './student.ts';
import { createStudentTrainer } from './student-trainer.ts';
import { MADE_UP_TOOLS, type MadeUpRecord, makeRecords, toJsonl } from './testing/made-up-records.ts';

const trainer = createStudentTrainer();
const OLD = MADE_UP_TOOLS.slice(0, 3);
const NEW = MADE_UP_TOOLS.slice(3);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-student-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function orderOf(name: string, records: readonly MadeUpRecord[], parts: Partial<TrainingOrder> = {}) {
  const trainingFile = join(folder, `${name}.jsonl`);
  await writeFile(trainingFile, toJsonl(records));
  return {
    folder: join(folder, name),
    baseModel: BASE_MODEL,
    checkpoint: null,
    trainingFile,
    validationFile: null,
    method: 'supervised',
    epochs: null,
    batchSize: null,
    learningRateMultiplier: null,
    seed: 1,
    ...parts,
  } as const satisfies TrainingOrder;
}

async function train(order: TrainingOrder, onEvent: (event: TrainingEvent) => void = () => undefined) {
  return trainer.train(order, { signal: new AbortController().signal, onEvent });
}

/** Share of lessons that end with the right call, with no tools shown: what a fine-tuned model is asked. */
async function accuracy(checkpoint: string | null, records: readonly MadeUpRecord[]): Promise<number> {
  const lessons = lessonsIn(records);
  let right = 0;
  for (const { query, call } of lessons) {
    const reply = await ask(checkpoint, query.text);
    const made = reply.message.toolCalls?.[0];
    if (made?.name === call?.tool && canonicalJson(made?.arguments) === canonicalJson(call?.arguments)) right++;
  }
  return right / lessons.length;
}

/** Share of lessons with the right tool where only some are offered, by name alone. */
async function choiceAmong(
  names: readonly string[],
  checkpoint: string,
  records: readonly MadeUpRecord[],
): Promise<number> {
  const tools = names.map((name) => ({ name, description: '', parameters: {} }));
  const lessons = lessonsIn(records);
  let right = 0;
  for (const { query, call } of lessons) {
    const messages = [{ role: 'user' as const, content: query.text }];
    const request = { messages, tools, toolChoice: 'required' as const };
    const { message } = await trainer.complete({ baseModel: BASE_MODEL, checkpoint }, request, {});
    if (message.toolCalls?.[0]?.name === call?.tool) right++;
  }
  return right / lessons.length;
}

/** The lessons of records that call. */
function lessonsIn(records: readonly MadeUpRecord[]): Lesson[] {
  return records.flatMap((record) => {
    const read = lessonsOf(record, 1);
    return 'lessons' in read ? read.lessons.filter(({ call }) => call !== null) : [];
  });
}

function ask(checkpoint: string | null, content: string) {
  return trainer.complete({ baseModel: BASE_MODEL, checkpoint }, { messages: [{ role: 'user', content }] }, {});
}

const weightsOf = (checkpoint: string) => readFile(join(checkpoint, 'weights.bin'));

describe('the student', () => {
  it('learns made-up tools from their records: over nine in ten held-out calls are exact', async () => {
    const events: TrainingEvent[] = [];
    const { checkpoint, trainedTokens } = await train(
      await orderOf('learns', makeRecords(MADE_UP_TOOLS, 40, 1)),
      (event) => events.push(event),
    );
    const test = makeRecords(MADE_UP_TOOLS, 20, 2);
    expect(await accuracy(checkpoint, test)).toBeGreaterThan(0.9);
    expect(await accuracy(null, test)).toBeLessThan(0.1);
    expect(trainedTokens).toBeGreaterThan(1000);
    const kept = events.filter((event) => event.kind === 'checkpoint');
    expect(kept).toHaveLength(8);
    const [first, last] = [kept[0]?.metrics, kept.at(-1)?.metrics];
    expect(last?.trainLoss).toBeLessThan(first?.trainLoss ?? 0);
    expect(last?.validLoss).toBeLessThan(first?.validLoss ?? 0);
    expect(last?.validAccuracy).toBeGreaterThan(0.8);
    expect(last?.step).toBe(last?.totalSteps);
  });

  it('trains to the same bits again, and to others by another seed', async () => {
    const records = makeRecords(OLD, 10, 3);
    const weights = [];
    for (const [name, seed] of [
      ['same-1', 5],
      ['same-2', 5],
      ['other', 6],
    ] as const) {
      const { checkpoint } = await train(await orderOf(name, records, { seed, epochs: 2 }));
      weights.push(await weightsOf(checkpoint));
    }
    const [one, same, other] = weights as [Buffer, Buffer, Buffer];
    expect(one.equals(same)).toBe(true);
    expect(one.equals(other)).toBe(false);
  });

  it('stopped in any epoch and started again, ends with the bits of an undisturbed training', async () => {
    const records = makeRecords(OLD, 10, 3);
    const undisturbed = await train(await orderOf('undisturbed', records, { epochs: 4 }));
    const order = await orderOf('disturbed', records, { epochs: 4 });
    for (const stopAt of [1, 2, 1]) {
      const controller = new AbortController();
      let seen = 0;
      const stopped = createStudentTrainer().train(order, {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === 'checkpoint' && ++seen === stopAt) controller.abort();
        },
      });
      await expect(stopped).rejects.toMatchObject({ code: 'interrupted/aborted' });
    }
    const { checkpoint } = await createStudentTrainer().train(order, {
      signal: new AbortController().signal,
      onEvent: () => undefined,
    });
    expect((await weightsOf(checkpoint)).equals(await weightsOf(undisturbed.checkpoint))).toBe(true);
    expect((await readdir(order.folder)).sort()).toEqual([
      'checkpoint-1',
      'checkpoint-2',
      'checkpoint-3',
      'checkpoint-4',
      'progress.json',
    ]);
    // Killed after its last epoch and before anyone wrote that down.
    expect(await train(order)).toMatchObject({ checkpoint });
  });

  it('refuses to go on with other data than it began with', async () => {
    const order = await orderOf('changed', makeRecords(OLD, 5, 3), { epochs: 1 });
    await train(order);
    await writeFile(order.trainingFile, toJsonl(makeRecords(OLD, 5, 4)));
    await expect(train(order)).rejects.toMatchObject({ code: 'input/changed' });
  });

  it('forgets old tools when trained on new ones alone, and less so with one record in ten replayed', async () => {
    const old = makeRecords(OLD, 40, 6);
    const fresh = makeRecords(NEW, 40, 7);
    const replay = OLD.flatMap((name) =>
      makeRecords([name], 40, 6)
        .filter((record) => isOf(record, name))
        .slice(0, 4),
    );
    const test = makeRecords(OLD, 20, 8);
    const before = await train(await orderOf('old', old));
    const alone = await train(await orderOf('new', fresh, { checkpoint: before.checkpoint }));
    const replayed = await train(await orderOf('replayed', [...fresh, ...replay], { checkpoint: before.checkpoint }));
    const [first, forgotten, held] = [
      await accuracy(before.checkpoint, test),
      await accuracy(alone.checkpoint, test),
      await accuracy(replayed.checkpoint, test),
    ];
    expect(first).toBeGreaterThan(0.9);
    expect(forgotten).toBeLessThan(first - 0.3);
    expect(held).toBeGreaterThan(forgotten + 0.2);
    expect(await accuracy(alone.checkpoint, makeRecords(NEW, 20, 9))).toBeGreaterThan(0.9);
    // What is lost is the choice between old and new; among the old ones it still knows its way.
    expect(await choiceAmong(OLD, alone.checkpoint, test)).toBeGreaterThan(0.9);
  });

  it('refuses what it cannot train', async () => {
    const order = await orderOf('refused', makeRecords(OLD, 5, 3));
    await expect(train({ ...order, method: 'dpo' })).rejects.toMatchObject({ code: 'input/unsupported-method' });
    await expect(train({ ...order, baseModel: 'gpt-5' })).rejects.toMatchObject({ code: 'input/unknown-model' });
    await expect(train({ ...order, trainingFile: join(folder, 'none') })).rejects.toMatchObject({
      code: 'input/not-found',
    });
    await expect(train({ ...order, checkpoint: folder })).rejects.toMatchObject({ code: 'input/not-found' });
  });

  it('leaves the event loop its turns while it trains', async () => {
    const order = await orderOf('turns', makeRecords(OLD, 20, 3), { epochs: 2 });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await train(order);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
  });
});

function isOf({ messages }: MadeUpRecord, name: string): boolean {
  return JSON.stringify(messages).includes(`"name":"${name}"`);
}

describe('complete', () => {
  let checkpoint: string;
  beforeAll(async () => {
    ({ checkpoint } = await train(await orderOf('complete', makeRecords(MADE_UP_TOOLS, 20, 1))));
  });
  const query = 'Throw 3 dice of 8 sides.';
  const tool = (name: string, description: string, parameters: JsonObject = {}) => ({ name, description, parameters });

  it('answers with a call, and after the observation in the words of its training', async () => {
    const { message, finishReason } = await ask(checkpoint, query);
    expect(finishReason).toBe('tool-calls');
    const call = message.toolCalls?.[0];
    expect(call).toMatchObject({ name: 'throw_dice', argumentsText: '{"notation":"3d8"}' });
    const reply = await trainer.complete(
      { baseModel: BASE_MODEL, checkpoint },
      {
        messages: [
          { role: 'user', content: query },
          message,
          { role: 'tool', toolCallId: call?.id ?? '', name: 'throw_dice', content: '{"result":"seventeen"}' },
        ],
      },
      {},
    );
    expect(reply).toMatchObject({ finishReason: 'stop', message: { content: 'It came out as seventeen.' } });
  });

  it('makes no call where none fits, or none is wanted', async () => {
    expect(await ask(checkpoint, 'Tell me something about old maps and the smell of rain.')).toMatchObject({
      message: { content: 'None of my tools does that.' },
    });
    const request = { messages: [{ role: 'user' as const, content: query }], toolChoice: 'none' as const };
    const reply = await trainer.complete({ baseModel: BASE_MODEL, checkpoint }, request, {});
    expect(reply.message.toolCalls).toBeUndefined();
  });

  it('calls what is offered or named only', async () => {
    const offered = { tools: [tool('ring_later', 'Sets an alarm'), tool('say_abroad', 'Translates')] };
    const messages = [{ role: 'user' as const, content: query }];
    for (const toolChoice of ['required', { name: 'say_abroad' }] as const) {
      const reply = await trainer.complete(
        { baseModel: BASE_MODEL, checkpoint },
        { messages, ...offered, toolChoice },
        {},
      );
      const called = reply.message.toolCalls?.[0]?.name ?? '';
      expect(toolChoice === 'required' ? ['ring_later', 'say_abroad'] : ['say_abroad']).toContain(called);
    }
  });

  it('goes by descriptions alone when untrained', async () => {
    const parameters = { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] };
    const reply = await trainer.complete(
      { baseModel: BASE_MODEL, checkpoint: null },
      {
        messages: [{ role: 'user', content: 'Please throw 3 dice for me' }],
        tools: [tool('swap_money', 'Turns one currency into another'), tool('throw_dice', 'Throws dice', parameters)],
        toolChoice: 'required',
      },
      {},
    );
    expect(reply.message.toolCalls?.[0]).toMatchObject({ name: 'throw_dice', arguments: { count: 3 } });
  });
});
