import { groundingMaterialSchema, type JsonObject, readMaterial } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { makeAttempt, makeTool, makeTrial } from '../test/trial-fixture.ts';
import { curationConfigSchema } from './curation-config.ts';
import { filterByExecution } from './execution-filter.ts';
import { groundCandidate } from './ground-candidate.ts';
import { createRowModel } from './row-model.ts';

const TOOL = makeTool('search', {
  city: { type: 'string' },
  limit: { type: 'integer', default: 10 },
  lang: { type: 'string', examples: ['en'] },
  unit: { anyOf: [{ const: 'metric' }, { $ref: '#/$defs/imperial' }] },
  format: { const: 'json' },
  exact: { type: 'boolean' },
  filters: { type: 'array', items: { type: 'object', properties: { kind: { enum: ['a', 'b'] } } } },
});
const tool = { ...TOOL, parameters: { ...TOOL.parameters, $defs: { imperial: { enum: ['imperial'] } } } };

async function ground(
  args: JsonObject,
  query: string,
  reply = '',
  earlier: ReturnType<typeof makeAttempt>[] = [],
  grounding = {},
) {
  const trial = makeTrial('search/0/0', query, { attempts: [...earlier, makeAttempt('search', args)] });
  const model = createScriptedModel(() => reply);
  const candidate = { ...filterByExecution([trial], [tool], ['live']).kept[0]!, judgement: null };
  const config = curationConfigSchema.parse({ grounding });
  const result = await groundCandidate(candidate, { config, judge: createRowModel(model) });
  const sources =
    'grounding' in result ? Object.fromEntries(result.grounding.map(({ path, from }) => [path, from])) : result.reason;
  return { sources, requests: model.requests };
}

describe('groundCandidate', () => {
  it('finds each source without asking anybody', async () => {
    const args = { city: 'Paris', limit: 10, lang: 'en', unit: 'imperial', format: 'json' };
    const { sources, requests } = await ground(args, 'Museums in Paris, in imperial units');
    expect(sources).toEqual({
      '/city': 'query',
      '/limit': 'default',
      '/lang': 'default',
      '/unit': 'query',
      '/format': 'default',
    });
    expect(requests).toEqual([]);
  });

  const chosen = { city: 'Paris', unit: 'imperial', exact: true, filters: [{ kind: 'b' }] };

  it('asks the judge about choices and booleans that no words state', async () => {
    const { sources, requests } = await ground(chosen, 'Museums in Paris', '{"derivable":[true,true,true]}');
    expect(sources).toEqual({ '/city': 'query', '/unit': 'judge', '/exact': 'judge', '/filters/0/kind': 'judge' });
    expect(requests).toHaveLength(1);
    const { sources: removed } = await ground(chosen, 'Museums in Paris', '{"derivable":[true,false,true]}');
    expect(removed).toBe('underivable: /exact = true (judge)');
  });

  it('leaves them as choices, unproven, where the judge may not be asked', async () => {
    const { sources, requests } = await ground(chosen, 'Museums in Paris', '', [], { askJudge: false });
    expect(sources).toMatchObject({ '/unit': 'choice', '/exact': 'choice', '/filters/0/kind': 'choice' });
    expect(requests).toEqual([]);
  });

  it('takes a value from an earlier observation', async () => {
    const earlier = [makeAttempt('search', { city: 'Paree' }, { status: 'error', content: 'Did you mean Lutetia?' })];
    expect((await ground({ city: 'Lutetia' }, 'Museums by the Seine', '', earlier)).sources).toEqual({
      '/city': 'observation',
    });
  });

  it('is not taken in by an error that echoes an invented value', async () => {
    const earlier = [makeAttempt('search', { city: 'Atlantis' }, { status: 'error', content: 'Atlantis: try again' })];
    const { sources } = await ground({ city: 'Atlantis' }, 'Museums there', '{"derivable":[false]}', earlier);
    expect(sources).toBe('underivable: /city = "Atlantis" (judge)');
  });

  it('asks the judge only about what the rules cannot derive', async () => {
    const { sources, requests } = await ground({ city: 'Paris', limit: 7 }, 'A week of Paris', '{"derivable":[true]}');
    expect(sources).toEqual({ '/city': 'query', '/limit': 'judge' });
    const material = groundingMaterialSchema.parse(readMaterial(requests[0]?.messages.at(-1)?.content ?? ''));
    expect(material.values).toEqual([{ path: '/limit', value: 7 }]);
  });

  it('does not accept a verdict for another number of values', async () => {
    const { sources, requests } = await ground({ city: 'Rome' }, 'Museums', '{"derivable":[true,true]}');
    expect(sources).toContain('unreadable');
    expect(requests).toHaveLength(2);
  });

  it('removes at once when the judge may not be asked, and keeps when grounding is off', async () => {
    const without = await ground({ city: 'Rome' }, 'Museums', '', [], { askJudge: false });
    expect(without).toEqual({ sources: 'underivable: /city = "Rome"', requests: [] });
    const off = await ground({ city: 'Rome' }, 'Museums', '', [], { enabled: false });
    expect(off).toEqual({ sources: { '/city': 'none' }, requests: [] });
  });
});
