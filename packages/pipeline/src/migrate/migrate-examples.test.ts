import type { JsonObject, ToolSpec } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { migrateExamples } from './migrate-examples.ts';
import { planTools } from './plan-tools.ts';
import { makeExample, makeNoCall, makeTool, objectOf } from './testing/pool-fixture.ts';

const text = { type: 'string' };
const migrate = (before: ToolSpec[], after: ToolSpec[], ...examples: Parameters<typeof makeExample>[]) =>
  migrateExamples({
    examples: examples.map((given) => makeExample(...given)),
    plan: planTools(before, after),
    toolsBefore: before,
    toolsAfter: after,
  });

describe('migrateExamples', () => {
  it('renames an argument inside of arrays wherever a call has it, and leaves what came back as it was', () => {
    const stop = (name: string) => objectOf({ [name]: { ...text, description: 'Where.' }, day: text }, [name]);
    const route = (name: string) =>
      makeTool('route', objectOf({ stops: { type: 'array', items: stop(name) }, city: text }));
    const [was, is] = [route('city'), route('town/village')];
    const args: JsonObject = { city: 'x', stops: [{ day: '1', city: 'Brest' }, { city: 'Quimper' }] };
    const example = makeExample(was, args);
    const { kept, removals } = migrate([was], [is], [was, args]);
    expect(removals).toEqual([]);
    const renamed = { city: 'x', stops: [{ day: '1', 'town/village': 'Brest' }, { 'town/village': 'Quimper' }] };
    expect(kept[0]).toEqual({
      ...example,
      toolVersion: is.version,
      migratedFrom: [was.version],
      solution: {
        ...example.solution,
        call: { ...example.solution?.call, arguments: renamed, argumentsText: JSON.stringify(renamed) },
      },
      messages: expect.anything(),
      trace: expect.anything(),
      grounding: ['/city', '/stops/0/day', '/stops/0/town~1village', '/stops/1/town~1village'].map((path) => ({
        path,
        from: 'query',
      })),
    });
    const calls = [...(kept[0]?.messages ?? []), ...(kept[0]?.trace ?? [])].flatMap((message) =>
      message.role === 'assistant' ? (message.toolCalls ?? []) : [],
    );
    expect(calls.map((call) => call.arguments)).toEqual([renamed, null, renamed]);
    // No place is known in a text that cannot be read: every key of the name is taken for it.
    expect(calls[1]?.argumentsText).toContain('"town/village":"Quimper"');
  });

  it('renames a tool in calls, results and thoughts, and keeps the text of arguments letter by letter', () => {
    const was = makeTool('find_it', objectOf({ n: { type: 'number' } }), 'Finds.');
    const is = makeTool('search', was.parameters, 'Finds.');
    const example = makeExample(was, { n: 1 });
    const { kept } = migrate([was], [is], [was, { n: 1 }]);
    const [found] = kept;
    expect(found).toMatchObject({ id: example.id, tool: 'search', answer: 'As find_it says.' });
    expect(found?.solution?.call).toEqual({ ...example.solution?.call, name: 'search' });
    expect(found?.trace.map((message) => ('name' in message ? message.name : message.content))).toEqual([
      example.query,
      'I use search.',
      'search',
      '',
      'search',
      'As find_it says.',
    ]);
    expect(found?.trace[2]?.content).toBe('find_it could not read it.');
  });

  it('lets a plain word in a thought be, though a tool had that name', () => {
    const was = makeTool('use', objectOf({}), 'Finds.');
    const { kept } = migrate([was], [makeTool('search', was.parameters, 'Finds.')], [was, {}]);
    expect(kept[0]?.trace[1]?.content).toBe('I use use.');
  });

  it('adds to the versions that an example was carried over from', () => {
    const was = makeTool('t', objectOf({}));
    const { kept } = migrate([was], [makeTool('t', objectOf({ x: text }))], [was, {}, { migratedFrom: ['first'] }]);
    expect(kept[0]?.migratedFrom).toEqual(['first', was.version]);
  });

  it.each<[string, JsonObject, JsonObject, JsonObject[], (string | null)[]]>([
    ['a removed argument', { x: text, y: text }, { y: text }, [{ x: 'a' }, { y: 'a' }], ['/x, which is gone', null]],
    [
      'a removed choice',
      { x: { enum: ['a', 'b'] } },
      { x: { enum: ['a'] } },
      [{ x: 'b' }, { x: 'a' }, {}],
      ['/x', null, null],
    ],
    [
      'choices where there were none',
      { x: text },
      { x: { ...text, enum: ['a'] } },
      [{ x: 'b' }, { x: 'a' }],
      ['/x', null],
    ],
    ['a bound', { x: text }, { x: { ...text, maxLength: 1 } }, [{ x: 'ab' }, { x: 'a' }], ['/x', null]],
    [
      'a default, for those that left it out',
      { x: text },
      { x: { ...text, default: 'z' } },
      [{}, { x: 'a' }],
      ['default', null],
    ],
    ['a default that is gone', { x: { ...text, default: 'z' } }, { x: text }, [{}, { x: 'a' }], ['default', null]],
  ])('removes with %s what does not fit it, and says why', (_, before, after, calls, reasons) => {
    const [was, is] = [makeTool('t', objectOf(before)), makeTool('t', objectOf(after))];
    const { kept, removals } = migrate(
      [was],
      [is],
      ...calls.map((args, at): Parameters<typeof makeExample> => [was, args, { id: `e${at}` }]),
    );
    expect(kept.map(({ id }) => id)).toEqual(reasons.flatMap((reason, at) => (reason === null ? [`e${at}`] : [])));
    for (const removal of removals)
      expect(removal).toMatchObject({
        ...{ stage: 'migration', tool: 't', split: 'train' },
        reason: expect.stringContaining(reasons[Number(removal.id.slice(1))] ?? 'none'),
      });
    expect(removals).toHaveLength(reasons.filter((reason) => reason !== null).length);
  });

  it('removes a call with a removed argument though an open schema would let it pass, and one that had the new name already', () => {
    const open = (properties: JsonObject) => ({ type: 'object', properties });
    const gone = [makeTool('t', open({ x: text })), makeTool('t', open({}))] as const;
    expect(migrate([gone[0]], [gone[1]], [gone[0], { x: 'a' }]).kept).toEqual([]);
    const renamed = [makeTool('t', open({ x: text })), makeTool('t', open({ y: text }))] as const;
    const { removals } = migrate([renamed[0]], [renamed[1]], [renamed[0], { x: 'a', y: 'b' }]);
    expect(removals[0]?.reason).toContain('already had another /y');
  });

  it('asks of a default inside of an array only where there is an item without it', () => {
    const of = (standard: number) =>
      makeTool(
        't',
        objectOf({ l: { type: 'array', items: objectOf({ n: { type: 'integer', default: standard }, m: text }) } }),
      );
    const { kept } = migrate(
      [of(1)],
      [of(2)],
      [of(1), {}, { id: 'no list' }],
      [of(1), { l: [{ n: 5 }] }, { id: 'all said' }],
      [of(1), { l: [{ n: 5 }, { m: 'a' }] }, { id: 'one not' }],
    );
    expect(kept.map(({ id }) => id)).toEqual(['no list', 'all said']);
  });

  it('removes a call whose value only the old schema gave', () => {
    const of = (examples: string[]) => makeTool('t', objectOf({ x: { ...text, examples } }));
    const grounding = [{ path: '/x', from: 'default' as const }];
    const { kept, removals } = migrate(
      [of(['a', 'b'])],
      [of(['a'])],
      [of(['a', 'b']), { x: 'a' }, { id: 'still', grounding }],
      [of(['a', 'b']), { x: 'b' }, { id: 'no longer', grounding }],
      [of(['a', 'b']), { x: 'b' }, { id: 'asked for' }],
    );
    expect(kept.map(({ id }) => id)).toEqual(['still', 'asked for']);
    expect(removals[0]?.reason).toContain('/x was one that the schema declares');
  });

  it('lets go what is of a tool that is gone or explored again, and of a version that is not the last', () => {
    const [gone, other] = [makeTool('gone', objectOf({})), makeTool('other', objectOf({ x: text }))];
    const same = makeTool('same', objectOf({}));
    const after = [makeTool('other', objectOf({ x: { type: 'integer' } })), same];
    const { kept, removals } = migrate(
      [gone, other, same],
      after,
      [gone, {}, { id: 'g', split: 'test' }],
      [other, {}, { id: 'o' }],
      [same, {}, { id: 'old', toolVersion: 'x' }],
      [same, {}, { id: 's' }],
    );
    expect(kept).toEqual([makeExample(same, {}, { id: 's' })]);
    expect(removals.map(({ id, tool, split, reason }) => [id, tool, split, reason.split(':')[0]])).toEqual([
      ['g', 'gone', 'test', 'its tool left'],
      ['o', 'other', 'train', 'its tool is explored again'],
      ['old', 'same', 'train', "it was made for another version of same than the last round's"],
    ]);
  });

  it('keeps of a no-call example the tools that it was judged by as they are now', () => {
    const before = ['renamed', 'wider', 'reworded', 'retyped', 'gone', 'same'].map((name) =>
      makeTool(name, objectOf({ [`of_${name}`]: text })),
    );
    const [renamed, , reworded, , , same] = before as [ToolSpec, ToolSpec, ToolSpec, ToolSpec, ToolSpec, ToolSpec];
    const after = [
      makeTool('new_name', renamed.parameters, renamed.description),
      makeTool('wider', objectOf({ of_wider: text, more: text })),
      makeTool('reworded', reworded.parameters, 'Other words.'),
      makeTool('retyped', objectOf({ of_retyped: { type: 'integer' } })),
      same,
    ];
    const { kept, removals } = migrateExamples({
      examples: [
        makeNoCall(
          'a',
          before.map(({ name }) => name),
        ),
        makeNoCall('b', ['gone', 'retyped', 'reworded']),
        makeNoCall('c', ['same', 'wider']),
      ],
      plan: planTools(before, after),
      toolsBefore: before,
      toolsAfter: after,
    });
    expect(kept.map(({ id, offered }) => [id, offered])).toEqual([
      ['a', ['new_name', 'wider', 'same']],
      ['c', ['same', 'wider']],
    ]);
    expect(removals.map(({ id, tool }) => [id, tool])).toEqual([['b', null]]);
  });
});
