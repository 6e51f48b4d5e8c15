import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompletionRequest, replyTo } from './endpoint/reply-to.ts';
import { callMessage, startEndpoint } from './endpoint/start-endpoint.ts';
import { type CommandOutcome, runCommand } from './run-command.ts';
import { makeFolder, outputsOf, REPOSITORY, type Row, readRows, writeConfig } from './run-folder.ts';

const moduleOf = (tools: string) => `import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
const tool = (name, description, parameters) =>
  defineTool({ name, description, effect: 'read', parameters: z.object(parameters), run: (given) => ({ said: Object.values(given).join(' ') }) });
export default [tool('tell_tide', 'Tells the tide at a harbour.', { harbour: z.string(), day: z.string() }), ${tools}];
`;
const WAS = moduleOf(`
  tool('price_parcel', 'Prices a parcel by weight.', { kilos: z.number().min(1).max(30), place: z.string() }),
  tool('name_keeper', 'Names the keeper of a lighthouse.', { lighthouse: z.string() }),
`);
const IS = moduleOf(`
  tool('price_parcel', 'Prices a parcel by weight.', { weight: z.number().min(1).max(30), place: z.string() }),
  tool('draw_map', 'Draws a map of an island.', { island: z.string() }),
`);

/** The user's query where it is one that a tool served which is gone. */
function unserved(request: CompletionRequest): string | undefined {
  if (request.tools === undefined || request.tools.some(({ function: { name } }) => name === 'name_keeper')) return;
  return (
    request.messages.find(({ role, content }) => role === 'user' && content?.includes('lighthouse is'))?.content ?? ''
  );
}

/** A decent model, which calls nothing of a lighthouse where no tool knows lighthouses. */
function messageOf(request: CompletionRequest): Readonly<Record<string, unknown>> {
  if (unserved(request)) return { content: 'I know nothing of lighthouses.' };
  const reply = replyTo(request);
  return 'call' in reply ? callMessage([reply.call.name, reply.call.arguments]) : { content: reply.content };
}

let root = '';
const at = (...path: string[]) => join(root, ...path);
const command = (...args: string[]) => runCommand(args, { cwd: root });
/** The project as it came from another machine: under another name, without its config, its tools, its models and its keys. */
const project = 'elsewhere';

beforeAll(async () => {
  root = await makeFolder();
  let refused: string | undefined;
  const endpoint = await startEndpoint({
    messageOf,
    // One query of a tool that is gone is refused, as often as it is asked.
    misbehave: (number) => {
      const query = unserved(JSON.parse(endpoint.bodies[number - 1] ?? '{}'));
      if (!query) return undefined;
      refused ??= query;
      const error = JSON.stringify({ error: { message: 'not this one', type: 'invalid_request_error' } });
      if (query !== refused) return undefined;
      return (response) => response.writeHead(400, { 'content-type': 'application/json' }).end(error);
    },
  });
  await mkdir(at('made'));
  await symlink(join(REPOSITORY, 'node_modules'), at('node_modules'));
  await writeFile(at('made/was.mjs'), WAS);
  await writeFile(at('made/is.mjs'), IS);
  await cp(join(REPOSITORY, 'datasets/general/normal-mode.jsonl'), at('made/talks.jsonl'));
  const configure = (module: string, change: object = {}) =>
    writeConfig(
      at('made'),
      {
        tools: [{ from: `functions:${module}` }],
        models: { default: { model: `openai:stand-in@${endpoint.url}`, key: 'env:MODEL_KEY' } },
        exploration: { episodes: 2, trials: 3 },
        curation: { split: { test: 2, validation: 0 }, paraphrase: { target: 8 }, noCall: { ratio: 0.2, offered: 2 } },
        formatting: { targets: ['openai'], parquet: false, general: { from: 'talks.jsonl', count: 4 } },
        replay: { sampler: 'hardest-forgotten', ratio: 0.5 },
        removedTools: 'no-call',
        training: { hyperparameters: { epochs: 1 } },
        gate: { margin: 0.9, target: 0 },
        ...change,
      },
      'project.yaml',
    );
  const round = async (...args: string[]) => {
    const given = ['round', ...args, '--project', 'made'];
    const { code, stderr } = await runCommand(given, { cwd: root, variables: { MODEL_KEY: 'canary' } });
    expect(code, stderr).toBe(0);
  };
  await configure('was.mjs');
  await round('add');
  await configure('is.mjs', { replay: { sampler: 'per-tool', ratio: 0.6 } });
  await round('add');
  await configure('is.mjs');
  await round('improve', '--trials', '6');
  await endpoint.close();
  await rename(at('made'), at(project));
  for (const file of ['was.mjs', 'is.mjs', 'project.yaml']) await rm(at(project, file));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const rebuild = (...args: string[]): Promise<CommandOutcome> => command('rebuild', ...args, '--json');
const documentOf = ({ stdout }: CommandOutcome): Row => JSON.parse(stdout);

/** The same project with one file of it changed. */
async function changed(name: string, file: string, change: (text: string) => string): Promise<string> {
  await cp(at(project), at(name), { recursive: true });
  await writeFile(at(name, file), change(await readFile(at(name, file), 'utf8')));
  return name;
}

/** `round.json` as it is before a step. */
const without = (step: string) => (text: string) => {
  const round: Row = JSON.parse(text);
  delete round.steps[step];
  return JSON.stringify(round);
};

describe.concurrent('a round of a project from elsewhere', () => {
  it('rests on all that a round can rest on', async () => {
    const [second, third] = await Promise.all(
      [2, 3].map(
        async (number): Promise<Row> => JSON.parse(await readFile(at(project, `rounds/${number}/round.json`), 'utf8')),
      ),
    );
    expect(second.tools.map(({ tool, action }: Row) => [tool, action])).toEqual([
      ['tell_tide', 'keep'],
      ['price_parcel', 'migrate'],
      ['draw_map', 'explore'],
      ['name_keeper', 'drop'],
    ]);
    expect([second.config.name, second.config.replay.sampler]).toEqual(['made', 'per-tool']);
    expect([third.kind, third.config.replay.sampler]).toEqual(['improve', 'hardest-forgotten']);
    expect(third.steps.mix.counts).toMatchObject({ general: 4, replayed: expect.any(Number) });
    expect(third.steps.mix.counts.replayed).toBeGreaterThan(0);
    const removals = await readRows(at(project, 'rounds/2/removals.jsonl'));
    expect(removals.some(({ reason }) => reason.includes('could not be used'))).toBe(true);
    const pool = await readRows(at(project, 'rounds/2/examples.jsonl'));
    expect(pool.some(({ id }) => id.startsWith('no-call/r1/name_keeper/'))).toBe(true);
  });

  it.each([1, 2, 3])('is made again, the same bytes, and left as it is: round %i', async (number) => {
    const folder = `${project}/rounds/${number}`;
    const before = await outputsOf(at(folder));
    const outcome = await rebuild(folder, '--output', `again/${number}`);
    const report = documentOf(outcome);
    expect(report.files?.filter(({ isSame }: Row) => !isSame)).toEqual([]);
    expect([outcome.code, report.isSame, report.otherwise]).toEqual([0, true, []]);
    const paths = report.files.map(({ path }: Row) => path);
    for (const path of ['run/trials.jsonl', 'examples.jsonl', 'removals.jsonl', 'records/openai/train.jsonl'])
      expect(paths).toContain(path);
    const is = await outputsOf(at(`again/${number}`));
    for (const path of paths) expect([path, is[path]]).toEqual([path, before[path]]);
    expect(await outputsOf(at(folder))).toEqual(before);
  });

  it('is told from its rebuild where a byte of a reply was another, by the files that differ', async () => {
    const [example] = await readRows(at(project, 'rounds/2/run/examples.jsonl'));
    const other = await changed('other-reply', 'rounds/2/run/journal.jsonl', (text) =>
      text.replace(new RegExp(`("item":"${example.trialId}","step":"judge".*Read with )care`), '$1cure'),
    );
    const outcome = await command('rebuild', `${other}/rounds/2`);
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toMatch(/run\/examples\.jsonl +[0-9a-f]{12}… became/);
    expect(outcome.stdout).toMatch(/records\/openai\/train|^ {2}examples\.jsonl/m);
    expect(outcome.stdout).toContain(`imaginarium diff ${other}/rounds/2 ${other}/rounds/2-rebuilt`);
    expect((await command('diff', `${other}/rounds/2`, `${other}/rounds/2-rebuilt`)).code).toBe(0);
  });

  it('is made with the config that it keeps, and says which step was done with another', async () => {
    const other = await changed('other-config', 'rounds/2/round.json', (text) => {
      const round: Row = JSON.parse(text);
      round.config.replay.ratio = 0.1;
      return JSON.stringify(round);
    });
    const outcome = await command('rebuild', `${other}/rounds/2`);
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toMatch(/records\/openai\/train\.jsonl/);
    expect(outcome.stdout).not.toMatch(/^ {2}examples\.jsonl/m);
    expect(outcome.stdout).toContain('another config than the round keeps: mix');
  });

  it.each<[string, string, (text: string) => string, string, RegExp]>([
    [
      'an earlier pool that is another',
      'rounds/2/examples.jsonl',
      (text) => text.replace('harbour is', 'harbour iz'),
      'input/changed-file',
      /rounds\/2\/examples\.jsonl is not what round 2 left[\s\S]*rebuild rounds\/2/,
    ],
    [
      'verdicts that weighed the replay and are others',
      'rounds/1/evaluation/verdicts.jsonl',
      () => '',
      'input/changed-file',
      /rounds\/1\/evaluation\/verdicts\.jsonl/,
    ],
    [
      'an answer that the journal does not have',
      'rounds/3/run/journal.jsonl',
      (text) => text.replace(/^.*"step":"imagine".*\n/m, ''),
      'input/not-in-journal',
      /\(imagine\) at/,
    ],
    [
      'a round without records yet',
      'rounds/3/round.json',
      without('mix'),
      'input/unfinished-round',
      /Round 3 has no records yet \(next: mix\)/,
    ],
  ])('is not made of %s, which is named, and nothing is left', async (name, file, change, code, words) => {
    const other = await changed(name.replaceAll(' ', '-'), file, change);
    const outcome = await rebuild(`${other}/rounds/3`);
    const { error } = documentOf(outcome);
    expect([outcome.code, error?.code]).toEqual([3, code]);
    expect(`${error.message}\n${error.hint}`).toMatch(words);
    expect((await readdir(at(other, 'rounds'))).sort()).toEqual(['1', '2', '3']);
  });

  it('needs the answers about tools that are gone as well, and takes its inputs from its project alone', async () => {
    const other = await changed('forgetful', 'rounds/2/run/journal.jsonl', (text) =>
      text.replace(/^.*"item":"no-call\/r1\/name_keeper\/[^\n]*\n/m, ''),
    );
    const outcome = await rebuild(`${other}/rounds/2`);
    expect(documentOf(outcome).error).toMatchObject({
      code: 'input/not-in-journal',
      message: expect.stringContaining('at no-call/r1/name_keeper/'),
    });
    const flagged = await rebuild(`${other}/rounds/2`, '--inputs', '.');
    expect([flagged.code, documentOf(flagged).error.code]).toEqual([2, 'usage/inputs']);
  });
});

describe('imaginarium diff of rounds', () => {
  it('says how tools, examples and records changed from one round to the next', async () => {
    const [first, second] = [`${project}/rounds/1`, `${project}/rounds/2`];
    const { tools, target, counts, records } = documentOf(await command('diff', first, second, '--json'));
    expect([target, tools.same, tools.added, tools.removed]).toEqual([
      'openai',
      ['tell_tide'],
      ['draw_map'],
      ['name_keeper'],
    ]);
    expect(tools.changed).toMatchObject([
      { name: 'price_parcel', changes: [{ what: 'argument-renamed', path: '/weight', from: '/kilos' }] },
    ]);
    const ofTool = (name: string) => counts.filter(({ tool }: Row) => tool === name);
    expect(ofTool('draw_map').every(({ a, b }: Row) => a === 0 && b > 0)).toBe(true);
    expect(ofTool('name_keeper').every(({ a, b }: Row) => a > 0 && b === 0)).toBe(true);
    expect(records.added).toBeGreaterThan(0);
    const { stdout } = await command('diff', first, second);
    expect(stdout).toContain('records are those it is trained on');
    expect(stdout).toMatch(/price_parcel: .*kilos.*weight/);
  });

  it('compares a round with its rebuild, and with a run', async () => {
    const folder = `${project}/rounds/2`;
    expect(documentOf(await command('diff', folder, 'again/2', '--json'))).toMatchObject({ isSame: true });
    const { tools, target } = documentOf(await command('diff', `${folder}/run`, folder, '--json'));
    expect([tools.same, target]).toEqual([['draw_map'], null]);
    expect((await command('diff', `${folder}/run`, folder)).stdout).toContain('records  not compared');
  });

  it('names a round that has nothing to compare yet', async () => {
    const young = await changed('young', 'rounds/2/round.json', without('curate'));
    const outcome = await command('diff', `${project}/rounds/1`, `${young}/rounds/2`, '--json');
    expect([outcome.code, documentOf(outcome).error.code]).toEqual([3, 'input/unfinished-round']);
  });
});
