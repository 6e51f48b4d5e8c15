import { describe, expect, it } from 'vitest';
import { readJob } from './read-job.ts';
import { readResultFile } from './read-result-file.ts';
import { wireJobSchema } from './wire.ts';

const OWN = { name: 'openai', server: 'https://api.openai.com/v1', isOwn: true } as const;
const LOCAL = { name: 'local', server: 'http://127.0.0.1:8080/v1', isOwn: false } as const;

const wire = (change: object) =>
  wireJobSchema.parse({ id: 'ftjob-1', created_at: 1_790_000_000, model: 'm', status: 'queued', ...change });

describe('readJob', () => {
  it('tells a paused job of the local server from a queued one', () => {
    expect(readJob(wire({}), LOCAL).state).toBe('queued');
    expect(readJob(wire({ paused_at: 1_790_000_001 }), LOCAL).state).toBe('paused');
    expect(readJob(wire({ status: 'paused' }), OWN).state).toBe('paused');
  });

  it('names the checkpoint where it can be asked', () => {
    const done = wire({ status: 'succeeded', fine_tuned_model: 'ft:m:x', finished_at: 1_790_000_009 });
    expect(readJob(done, OWN).checkpoint).toBe('openai:ft:m:x');
    expect(readJob(done, LOCAL).checkpoint).toBe('openai:ft:m:x@http://127.0.0.1:8080/v1');
    expect(readJob(done, OWN)).toMatchObject({
      createdAt: 1_790_000_000_000,
      finishedAt: 1_790_000_009_000,
      failure: null,
    });
  });

  it('watches on a status that it does not know, and always has a reason for a failure', () => {
    expect(readJob(wire({ status: 'pondering' }), OWN)).toMatchObject({ state: 'running', stateAs: 'pondering' });
    expect(readJob(wire({ status: 'failed', error: {} }), OWN).failure?.message).toBeTruthy();
  });
});

describe('readResultFile', () => {
  const csv =
    'step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n1,2.5,0.25,,\n2,1.5,0.5,1.75,0.4\nbroken,1,1,1,1\n';
  const rows = [
    { step: 1, totalSteps: null, trainLoss: 2.5, trainAccuracy: 0.25, validLoss: null, validAccuracy: null },
    { step: 2, totalSteps: null, trainLoss: 1.5, trainAccuracy: 0.5, validLoss: 1.75, validAccuracy: 0.4 },
  ];

  it('reads CSV as it is, with Windows line ends, and in base64', () => {
    expect(readResultFile(csv)).toEqual(rows);
    expect(readResultFile(csv.replaceAll('\n', '\r\n'))).toEqual(rows);
    expect(readResultFile(Buffer.from(csv).toString('base64'))).toEqual(rows);
  });

  it('finds nothing in what is no result file', () => {
    expect(readResultFile('')).toEqual([]);
    expect(readResultFile('a,b\n1,2\n')).toEqual([]);
  });
});
