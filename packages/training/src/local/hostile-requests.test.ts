import { request as httpRequest } from 'node:http';
import { systemClock } from '@imaginarium/contracts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLocalServer } from './create-local-server.ts';
import { findDescription } from './testing/find-description.ts';
import { supervisedLines } from './testing/records.ts';
import { openResponseContract, type ResponseContract } from './testing/response-contract.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const description = findDescription(process.env.IMAGINARIUM_REFERENCE);
let contract: ResponseContract | undefined;
let server: TestServer;
beforeAll(async () => {
  if (description !== undefined) contract = await openResponseContract(description);
});
beforeEach(async () => {
  server = await startServer({ contract });
});
afterEach(() => server.end());

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
function form(fields: Record<string, string | Blob>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return { method: 'POST', body };
}
async function errorOf(path: string, init?: RequestInit) {
  const { status, body } = await server.request(path, init);
  const { error } = JSON.parse(body) as {
    error: { message: string; type: string; param: string | null; code: string | null };
  };
  return { status, ...error };
}

describe('requests that the contract forbids', () => {
  it('are refused for a job, with the parameter named', async () => {
    const made = await server.request(
      '/v1/files',
      form({ purpose: 'fine-tune', file: new Blob([supervisedLines(10)]) }),
    );
    const { id: training_file } = JSON.parse(made.body) as { id: string };
    const job = { model: 'scripted-base', training_file };
    const knobs = (hyperparameters: object) => ({
      ...job,
      method: { type: 'supervised', supervised: { hyperparameters } },
    });
    const at = (knob: string) => `method.supervised.hyperparameters.${knob}`;
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, nth) => [`key${nth}`, 'value']));
    const cases: [object, string][] = [
      [{ training_file }, 'model'],
      [{ model: 'scripted-base' }, 'training_file'],
      [{ ...job, model: 'gpt-4o' }, 'model'],
      [{ ...job, training_file: 'file-unknown' }, 'training_file'],
      [{ ...job, validation_file: '../../etc/passwd' }, 'validation_file'],
      [{ ...job, suffix: 'x'.repeat(65) }, 'suffix'],
      [{ ...job, suffix: '' }, 'suffix'],
      [{ ...job, seed: -1 }, 'seed'],
      [{ ...job, seed: 2 ** 31 }, 'seed'],
      [{ ...job, metadata: many }, 'metadata'],
      [{ ...job, metadata: { ['k'.repeat(65)]: 'v' } }, `metadata.${'k'.repeat(65)}`],
      [{ ...job, metadata: { key: 'v'.repeat(513) } }, 'metadata.key'],
      [{ ...job, metadata: { key: 1 } }, 'metadata.key'],
      [{ ...job, method: { type: 'reinforcement' } }, 'method.type'],
      [{ ...job, method: { type: 'supervised', dpo: {} } }, 'method.dpo'],
      [{ ...job, integrations: [{ type: 'wandb', wandb: { project: 'p' } }] }, 'integrations'],
      [{ ...job, epochs: 3 }, 'epochs'],
      [{ ...job, hyperparameters: { n_epochs: 51 } }, 'hyperparameters.n_epochs'],
      [{ ...knobs({ n_epochs: 3 }), hyperparameters: { n_epochs: 4 } }, 'hyperparameters'],
      [knobs({ n_epochs: 0 }), at('n_epochs')],
      [knobs({ n_epochs: 1.5 }), at('n_epochs')],
      [knobs({ n_epochs: '3' }), at('n_epochs')],
      [knobs({ batch_size: 257 }), at('batch_size')],
      [knobs({ learning_rate_multiplier: 0 }), at('learning_rate_multiplier')],
      [knobs({ beta: 0.1 }), at('beta')],
      [{ ...job, method: { type: 'dpo', dpo: { hyperparameters: { beta: 2.1 } } } }, 'method.dpo.hyperparameters.beta'],
    ];
    for (const [body, param] of cases)
      expect(await errorOf('/v1/fine_tuning/jobs', json(body)), JSON.stringify(body)).toMatchObject({
        status: 400,
        type: 'invalid_request_error',
        param,
      });
    expect(JSON.parse((await server.request('/v1/fine_tuning/jobs')).body)).toMatchObject({ data: [] });
    const edge = await server.request(
      '/v1/fine_tuning/jobs',
      json({ ...knobs({ n_epochs: 50, batch_size: 256 }), suffix: 'x'.repeat(64) }),
    );
    expect(edge.status).toBe(200);
  });

  it('are refused for files and uploads', async () => {
    const file = new Blob(['{}']);
    const files: [RequestInit, object][] = [
      [form({ file }), { status: 400, param: 'purpose' }],
      [form({ purpose: 'fine-tune' }), { status: 400, param: 'file' }],
      [form({ file, purpose: 'assistants' }), { status: 400, param: 'purpose' }],
      [form({ other: file, purpose: 'fine-tune' }), { status: 400, param: 'other' }],
      [form({ file, purpose: 'fine-tune', more: 'x' }), { status: 400, param: 'more' }],
      [
        form({ file, purpose: 'fine-tune', 'expires_after[seconds]': '1' }),
        { status: 400, param: 'expires_after[seconds]' },
      ],
      [json({ file: 'x', purpose: 'fine-tune' }), { status: 415 }],
      [
        { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\nhalf' },
        { status: 400 },
      ],
      [{ method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'x' }, { status: 400 }],
    ];
    for (const [init, error] of files) expect(await errorOf('/v1/files', init)).toMatchObject(error);
    expect(JSON.parse((await server.request('/v1/files')).body)).toMatchObject({ data: [], first_id: '', last_id: '' });

    const upload = { filename: 'a', bytes: 2, mime_type: 'text/plain', purpose: 'fine-tune' };
    const uploads: [object, string][] = [
      [{ ...upload, bytes: 0 }, 'bytes'],
      [{ ...upload, bytes: 9 * 1024 ** 3 }, 'bytes'],
      [{ ...upload, purpose: 'batch' }, 'purpose'],
      [{ ...upload, other: 1 }, 'other'],
      [{ filename: 'a', bytes: 2, purpose: 'fine-tune' }, 'mime_type'],
    ];
    for (const [body, param] of uploads)
      expect(await errorOf('/v1/uploads', json(body))).toMatchObject({ status: 400, param });
    const { id } = JSON.parse((await server.request('/v1/uploads', json(upload))).body) as { id: string };
    expect(await errorOf(`/v1/uploads/${id}/parts`, form({ data: new Blob(['123']) }))).toMatchObject({
      status: 400,
      param: 'data',
    });
    expect(
      await errorOf('/v1/uploads/upload-none/parts', form({ data: new Blob(['1'.repeat(2 ** 20)]) })),
    ).toMatchObject({ status: 404 });
    expect(await errorOf(`/v1/uploads/${id}/complete`, json({ part_ids: ['part-none'] }))).toMatchObject({
      status: 400,
      param: 'part_ids',
    });
    expect(await errorOf(`/v1/uploads/${id}/complete`, json({ part_ids: [], md5: 'x' }))).toMatchObject({
      status: 400,
    });
  });

  it('are refused for lists: limits and places that are none', async () => {
    for (const query of [
      'limit=0',
      'limit=',
      'limit=-1',
      'limit=1e2',
      'limit=99999',
      'after=nothing',
      'limit=1&limit=2',
    ])
      expect(await errorOf(`/v1/fine_tuning/jobs?${query}`), query).toMatchObject({ status: 400 });
    expect(await errorOf('/v1/files?order=up')).toMatchObject({ status: 400, param: 'order' });
  });

  it("get an error in the API's shape whatever they are", async () => {
    const cases: [string, RequestInit | undefined, number][] = [
      ['/', undefined, 404],
      ['/v1/assistants', undefined, 404],
      ['/v1/files', { method: 'PUT' }, 405],
      ['/v1/models/scripted-base', { method: 'POST' }, 405],
      ['/v1/models/%E0%A4%A', undefined, 400],
      [`/v1/models/${'x'.repeat(3000)}`, undefined, 404],
      ['/v1/models/__proto__', undefined, 404],
      ['/v1/files/..%2f..%2fjobs', undefined, 404],
      ['/v1/files/file-..%2f', { method: 'DELETE' }, 404],
      ['/v1/fine_tuning/jobs/constructor/events', undefined, 404],
      ['/v1/fine_tuning/jobs/ftjob-1/cancel', { method: 'POST' }, 404],
      ['/v1/fine_tuning/jobs', json('{"model": '), 400],
      ['/v1/fine_tuning/jobs', json('[]'), 400],
      ['/v1/fine_tuning/jobs', json('null'), 400],
      ['/v1/fine_tuning/jobs', json(''), 400],
      ['/v1/fine_tuning/jobs', json('{"__proto__": {"model": "x"}}'), 400],
      ['/v1/fine_tuning/jobs', json(`${'['.repeat(200_000)}`), 400],
      ['/v1/chat/completions', json(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`), 400],
      ['/v1/fine_tuning/jobs', { method: 'POST', body: '{}' }, 415],
      ['/v1/fine_tuning/jobs', { method: 'POST', headers: { 'content-type': 'application/xml' }, body: '<a/>' }, 415],
      ['/v1/chat/completions', json(`"${'x'.repeat(17 * 1024 * 1024)}"`), 413],
    ];
    for (const [path, init, status] of cases) {
      const error = await errorOf(path, init);
      expect(error, path).toMatchObject({ status, type: 'invalid_request_error', message: expect.stringMatching(/./) });
      expect(error.message, path).not.toMatch(/\/tmp|node_modules|at .*\.ts/);
    }
    expect((await server.request('/v1/models')).status).toBe(200);
  });
});

describe('who may ask', () => {
  const answer = (url: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      httpRequest(`${url}/models`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });

  it('is this machine without a key: no other name, no page of another host', async () => {
    const { port } = new URL(server.url);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'LOCALHOST'])
      expect(await answer(server.url, { host }), host).toBe(200);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '10.0.0.1',
    ])
      expect(await answer(server.url, { host }), host).toBe(403);
    expect(await answer(server.url, { origin: `http://localhost:${port}` })).toBe(200);
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1.evil.example'])
      expect(await answer(server.url, { origin }), origin).toBe(403);
  });

  it('is who has the key, where there is one', async () => {
    const guarded = await startServer({
      apiKey: 'secret-key-1',
      contract,
      log: (line) => expect(line).not.toContain('secret'),
    });
    try {
      expect((await guarded.client.models.list()).data).toHaveLength(1);
      for (const headers of [
        {} as Record<string, string>,
        { authorization: 'Bearer wrong' },
        { authorization: 'secret-key-1' },
        { authorization: 'Bearer secret-key-12' },
      ]) {
        const { status, body } = await guarded.request('/v1/models', { headers });
        expect(status).toBe(401);
        expect(JSON.parse(body)).toMatchObject({ error: { code: 'invalid_api_key', type: 'invalid_request_error' } });
        expect(body).not.toContain('secret');
      }
      expect((await guarded.request('/nowhere')).status).toBe(401);
    } finally {
      await guarded.end();
    }
  });

  it('is nobody beyond loopback without a key', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.0.1'])
      await expect(
        createLocalServer({ folder: server.folder, trainers: [], clock: systemClock, host }),
      ).rejects.toMatchObject({
        code: 'config/api-key-required',
        hint: expect.stringContaining('API key'),
      });
    const open = await startServer({ host: '0.0.0.0', apiKey: 'k', contract });
    expect((await open.client.models.list()).data).toHaveLength(1);
    await open.end();
  });
});
