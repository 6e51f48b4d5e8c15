import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealFolds } from '../student/lesson-families.ts';
import { lessonsOf } from '../student/read-lessons.ts';
import { MADE_UP_TOOLS, makeRecords, toJsonl } from '../student/testing/made-up-records.ts';
import { extrapolate } from './learning-curve.ts';
import { type PreflightReport, preflight } from './preflight.ts';

const EACH = 30;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-preflight-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('preflight', () => {
  let report: PreflightReport;
  const planted = new Map<number, 'tool' | 'argument'>();

  beforeAll(async () => {
    const records = makeRecords(MADE_UP_TOOLS, EACH, 1);
    const random = createRandom(1);
    const lines = records.map((record, at) => {
      const text = JSON.stringify(record);
      if (text.includes('"say_abroad\\"') || planted.size === 8 || !text.includes('tool_calls') || at % 13 !== 0)
        return text;
      const isTool = planted.size % 2 === 0;
      const called = /"name":"(\w+)","arguments":"((?:[^"\\]|\\.)*)"/.exec(text);
      if (called === null) return text;
      const name = random.pick(MADE_UP_TOOLS.filter((other) => other !== called[1]));
      const args = JSON.parse(JSON.parse(`"${called[2]}"`));
      for (const key of ['place', 'notation', 'text', 'amount', 'minutes']) {
        if (key in args) args[key] = typeof args[key] === 'number' ? args[key] + 17 : `no ${key}`;
      }
      planted.set(at + 1, isTool ? 'tool' : 'argument');
      return isTool
        ? text.replace(`{"name":"${called[1]}","arguments"`, `{"name":"${name}","arguments"`)
        : text.replace(`"arguments":"${called[2]}"`, () => `"arguments":${JSON.stringify(JSON.stringify(args))}`);
    });
    const file = join(folder, 'noisy.jsonl');
    await writeFile(file, `${lines.join('\n')}\n`);
    report = await preflight({ file, seed: 1 });
  }, 120_000);

  it('finds planted wrong tools and arguments, and suspects little else', () => {
    expect(planted.size).toBe(8);
    const suspected = report.suspicions.map(({ line }) => line);
    const found = suspected.filter((line) => planted.has(line));
    expect(found.length).toBeGreaterThanOrEqual(6);
    expect(found.length / suspected.length).toBeGreaterThanOrEqual(0.6);
  });

  it('scores every tool on held-out records, and names the lines to look at', () => {
    expect(report.tools.map(({ tool }) => tool).sort()).toEqual([...MADE_UP_TOOLS, null].sort());
    for (const { lessons, accuracy, wrongLines } of report.tools) {
      expect(wrongLines.length).toBe(Math.round(lessons * (1 - accuracy)));
    }
    expect(report.accuracy).toBeGreaterThan(0.8);
  });

  it('draws a learning curve that rises', () => {
    const { points } = report.learningCurve;
    expect(points).toHaveLength(4);
    expect(points.map(({ lessons }) => lessons)).toEqual(points.map(({ lessons }) => lessons).sort((a, b) => a - b));
    expect(points.at(-1)?.accuracy).toBeGreaterThan(points[0]?.accuracy ?? 1);
  });

  it('refuses a handful of records', async () => {
    const file = join(folder, 'few.jsonl');
    await writeFile(file, toJsonl(makeRecords(['throw_dice'], 2, 1)));
    await expect(preflight({ file })).rejects.toMatchObject({ code: 'input/too-few' });
  });
});

it('folds never part lessons with the same call', () => {
  const records = [...makeRecords(['sky_report'], 20, 1), ...makeRecords(['sky_report'], 20, 1)];
  const lessons = records.flatMap((record, at) => {
    const read = lessonsOf(record, at + 1);
    return 'lessons' in read ? read.lessons : [];
  });
  const folds = dealFolds(lessons, 4, 1);
  const half = lessons.length / 2;
  expect(folds.slice(0, half)).toEqual(folds.slice(half));
  expect(new Set(folds).size).toBe(4);
});

describe('extrapolate', () => {
  const point = (lessons: number, accuracy: number) => ({ lessons, accuracy, toolAccuracy: 1 });

  it('halves an error that halved with each doubling', () => {
    expect(extrapolate([point(100, 0.2), point(200, 0.6), point(400, 0.8)])).toBeCloseTo(0.9);
  });

  it('expects no loss from more data', () => {
    expect(extrapolate([point(100, 0.8), point(200, 0.7), point(400, 0.75)])).toBeCloseTo(0.75);
  });

  it('says nothing of too few points', () => {
    expect(extrapolate([point(100, 1), point(200, 1), point(400, 1)])).toBeNull();
  });
});
