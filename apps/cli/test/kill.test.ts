import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { type CommandOutcome, runCommand, startCommand } from './run-command.ts';
import { halfWritten, makeFolder, outputsOf, type Row, readRows, TOOLS, writeConfig } from './run-folder.ts';

const CONCURRENCY = 8;
const KILLS = { explore: 8, curate: 7, format: 5 };

/** Rows of a journal whose last line may have been cut off by the kill. */
async function readJournal(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

function countBy(items: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** The requests that a journal answers, by their digest (the stand-in endpoint says it as its model's name). */
function answeredIn(journal: readonly Row[]): string[] {
  return journal.flatMap((entry) => (entry.kind === 'model' ? [entry.reply.model.replace('stand-in-', '')] : []));
}

interface Kill {
  /** Requests that had arrived in the disturbed run when the process was dead. */
  readonly requests: number;
  readonly journal: Row[];
}

describe('kill -9', () => {
  let folder: string;
  let endpoint: Endpoint;
  let onRequest: ((number: number) => void) | undefined;
  let undisturbed: { bodies: string[]; executions: Row[]; outcome: CommandOutcome };
  const kills: Kill[] = [];
  let disturbed: { bodies: string[]; executions: Row[]; outcome: CommandOutcome };
  const killed = { explore: 0, curate: 0, format: 0 };
  const run = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await makeFolder();
    endpoint = await startEndpoint({ latencyMs: 12, onRequest: (number) => onRequest?.(number) });
    const config = await writeConfig(folder, {
      tools: [{ from: `functions:${TOOLS}` }],
      models: { default: { model: `openai:stand-in@${endpoint.url}`, concurrency: CONCURRENCY } },
      exploration: { episodes: 2, trials: 3 },
      curation: {
        split: { test: 0.2, validation: 0.1 },
        paraphrase: { target: 12, maximum: 2 },
        noCall: { ratio: 0.3 },
      },
      formatting: { targets: ['sharegpt', 'mistral'] },
    });
    const options = (name: string) => ({ cwd: folder, variables: { TOOL_LOG: run(`${name}.log`) } });
    const executionsOf = (name: string) => readRows(run(`${name}.log`));

    const outcome = await runCommand(['run', config, '--output', run('undisturbed')], options('undisturbed'));
    expect(outcome.code, outcome.stderr).toBe(0);
    undisturbed = { bodies: endpoint.bodies.splice(0), executions: await executionsOf('undisturbed'), outcome };
    const { stages } = JSON.parse(await readFile(join(run('undisturbed'), 'manifest.json'), 'utf8'));
    const journal = await readJournal(join(run('undisturbed'), 'journal.jsonl'));
    const explored = journal.filter(({ kind, at }) => kind === 'model' && at <= stages.explore.finishedAt).length;
    const total = undisturbed.bodies.length;

    const random = createRandom(20);
    const draw = (count: number, from: number, to: number) =>
      Array.from({ length: count }, () => from + random.int(Math.max(1, to - from))).sort((a, b) => a - b);
    const args = ['run', config, '--output', run('disturbed')];
    const start = (onStderr?: (soFar: string) => void) =>
      startCommand(args, { ...options('disturbed'), ...(onStderr ? { onStderr } : {}) });
    const noteKill = async (stage: keyof typeof killed, { code }: CommandOutcome) => {
      onRequest = undefined;
      if (code !== null) return;
      killed[stage]++;
      kills.push({
        requests: endpoint.bodies.length,
        journal: await readJournal(join(run('disturbed'), 'journal.jsonl')),
      });
    };
    // The count of requests goes on over the restarts; what is asked again only makes a moment come sooner.
    for (const stage of ['explore', 'curate'] as const) {
      const range = stage === 'explore' ? ([1, explored] as const) : ([explored + 1, total] as const);
      for (const moment of draw(KILLS[stage], ...range)) {
        const { child, outcome: ended } = start();
        // From no delay (the reply is still under way) to one in which replies arrive and are written down.
        const delay = random.int(25);
        const at = Math.max(moment, endpoint.bodies.length + 1);
        onRequest = (number) => {
          if (number === at) setTimeout(() => child.kill('SIGKILL'), delay);
        };
        await noteKill(stage, await ended);
      }
    }
    const formatMs = stages.format.finishedAt - stages.format.startedAt;
    for (const delay of draw(KILLS.format, 0, formatMs * 0.6)) {
      let isTimed = false;
      const { child, outcome: ended } = start((soFar) => {
        if (isTimed || !/^format/m.test(soFar)) return;
        isTimed = true;
        setTimeout(() => child.kill('SIGKILL'), delay);
      });
      await noteKill('format', await ended);
    }
    const last = await start().outcome;
    disturbed = { bodies: endpoint.bodies.splice(0), executions: await executionsOf('disturbed'), outcome: last };
  }, 120_000);
  afterAll(async () => {
    await endpoint?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('hits every stage, and the run is done in the end', () => {
    expect(undisturbed.outcome).toMatchObject({ code: 0 });
    expect(disturbed.outcome).toMatchObject({ code: 0 });
    expect(killed.explore).toBe(KILLS.explore);
    expect(killed.curate).toBeGreaterThanOrEqual(KILLS.curate - 2);
    expect(killed.format).toBeGreaterThanOrEqual(1);
  });

  it('pays no answered call again', () => {
    const wanted = countBy(undisturbed.bodies.map(digestOf));
    for (const { requests, journal } of kills) {
      const later = countBy(disturbed.bodies.slice(requests).map(digestOf));
      for (const [digest, count] of countBy(answeredIn(journal)))
        expect(later.get(digest) ?? 0, `requests of ${digest} after kill at ${requests}`).toBeLessThanOrEqual(
          (wanted.get(digest) ?? 0) - count,
        );
    }
  });

  it('asks again for nothing but what was under way at a kill', () => {
    let known = 0;
    let lost = 0;
    let before = 0;
    for (const { requests, journal } of kills) {
      const answered = answeredIn(journal).length;
      const underWay = requests - before - (answered - known);
      expect(underWay).toBeLessThanOrEqual(CONCURRENCY);
      lost += underWay;
      before = requests;
      known = answered;
    }
    expect(disturbed.bodies.length).toBe(undisturbed.bodies.length + lost);
    expect(new Set(disturbed.bodies)).toEqual(new Set(undisturbed.bodies));
  });

  it('calls a tool again only when its answer had not been written down', () => {
    const wanted = countBy(undisturbed.executions.map((row) => JSON.stringify(row)));
    const made = countBy(disturbed.executions.map((row) => JSON.stringify(row)));
    expect([...made.keys()].sort()).toEqual([...wanted.keys()].sort());
    const again = disturbed.executions.length - undisturbed.executions.length;
    expect(again).toBeLessThanOrEqual(kills.length);
  });

  it('leaves the same files, byte for byte, and nothing half-written', async () => {
    const [expected, found] = [await outputsOf(run('undisturbed')), await outputsOf(run('disturbed'))];
    expect(found).toEqual(expected);
    expect(Object.keys(found).filter((path) => path.endsWith('.parquet')).length).toBeGreaterThanOrEqual(6);
    expect(await readRows(join(run('disturbed'), 'trials.jsonl'))).toHaveLength(6 * 2 * 3);
    expect(await readRows(join(run('disturbed'), 'repair-pairs.jsonl'))).not.toHaveLength(0);
    expect(await halfWritten(run('disturbed'))).toEqual([]);
  });

  it('keeps the same journal, whatever order its entries came in', async () => {
    const keys = async (name: string) =>
      (await readRows(join(run(name), 'journal.jsonl'))).map(({ key }) => key as string).sort();
    expect(await keys('disturbed')).toEqual(await keys('undisturbed'));
  });
});
