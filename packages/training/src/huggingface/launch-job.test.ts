import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fault, startFaultProxy } from '../testing/start-fault-proxy.ts';
import { commandOf, eventsOf, hub, MISTRAL, open, sftRequest, TOKEN, useFreshHub } from './testing/hub-fixture.ts';

useFreshHub();

describe('a job', () => {
  it("runs TRL's own command with an adapter, a time limit and the token as a secret only", async () => {
    const endpoint = open();
    const request = await sftRequest(endpoint, { suffix: 'tools' });
    const job = await endpoint.launch(request);
    expect(job).toMatchObject({
      state: 'queued',
      stateAs: 'SCHEDULING',
      model: MISTRAL,
      method: 'sft',
      runKey: 'run-1',
    });
    const body = hub.service.jobs[0]?.body ?? {};
    expect(body).toMatchObject({
      dockerImage: 'ghcr.io/astral-sh/uv:python3.12-bookworm',
      flavor: 'a100-large',
      secrets: { HF_TOKEN: TOKEN },
      timeoutSeconds: 14_400,
      labels: { 'imaginarium-run': 'run-1' },
    });
    const { secrets: _, ...open_ } = body;
    expect(JSON.stringify(open_)).not.toContain(TOKEN);
    const [repo] = request.training.id.split('@');
    expect(commandOf()).toBe(
      [
        'uv run --with trl[peft]==1.16.0 --with transformers==5.23.0 --with datasets==5.2.0 trl sft',
        `--dataset_name ${repo} --dataset_config default --dataset_train_split train --dataset_test_split validation`,
        `--model_name_or_path ${MISTRAL} --dtype bfloat16 --learning_rate 0.0002 --lr_scheduler_type cosine --warmup_steps 0.03`,
        '--num_train_epochs 2 --per_device_train_batch_size 4 --gradient_accumulation_steps 4 --max_length 2048',
        '--completion_only_loss true --use_peft true --lora_r 16 --lora_alpha 32 --lora_dropout 0.05 --lora_target_modules all-linear',
        '--eval_strategy epoch --per_device_eval_batch_size 4 --save_strategy steps --save_steps 0.5 --save_only_model true --save_total_limit 1',
        '--seed 7 --logging_steps 5 --logging_first_step true --log_level info --disable_tqdm true --report_to none',
        '--output_dir checkpoint --push_to_hub true --hub_model_id acme/tools-run-1 --hub_private_repo true --hub_strategy every_save',
      ].join(' '),
    );
  });

  it("trains all weights by the paper's recipe", async () => {
    const endpoint = open();
    await endpoint.launch(
      await sftRequest(endpoint, { hyperparameters: { loraRank: 0, epochs: 1, learningRateMultiplier: 0.5 } }),
    );
    expect(commandOf()).toContain('--learning_rate 0.00001 ');
    expect(commandOf()).toContain('--per_device_train_batch_size 4 --gradient_accumulation_steps 16 ');
    expect(commandOf()).toContain('--save_strategy no ');
    expect(commandOf()).not.toContain('lora');
  });

  it('tells metrics with their steps, survives a log that breaks off, and ends with how to ask the checkpoint', async () => {
    const endpoint = open();
    const { id } = await endpoint.launch(await sftRequest(endpoint));
    hub.cuts.push(1, 2, 0);
    const events = await eventsOf(endpoint, id);
    expect(
      events.flatMap(({ metrics }) => (metrics ? [[metrics.step, metrics.totalSteps, metrics.trainLoss]] : [])),
    ).toEqual([
      [1, 4, 2.5],
      [2, 4, 1.5],
      [3, 4, 1.25],
      [4, 4, 1.125],
    ]);
    expect(events.map((event) => event.id)).toEqual([
      'scheduled',
      ...events.slice(1, -1).map((_, at) => `log-${at}`),
      'final',
    ]);
    expect(events.at(-1)?.message).toContain(
      `vllm serve ${MISTRAL} --enable-lora --max-lora-rank 16 --lora-modules run-1=acme/run-1 --enable-auto-tool-choice --tool-call-parser mistral`,
    );
    expect(JSON.stringify(events)).not.toContain(TOKEN);
    expect((await endpoint.job(id)).checkpoint).toBe('huggingface:acme/run-1');
    expect(await endpoint.checkpoints(id)).toMatchObject([
      { step: 2, model: null, metrics: { trainLoss: 1.5 } },
      { step: 4, model: null, metrics: { trainLoss: 1.125 } },
      { step: 4, model: 'huggingface:acme/run-1', metrics: { trainLoss: 1.125, trainAccuracy: 0.75 } },
    ]);
  });

  it('that fails tells the last lines of its log, without the token', async () => {
    const endpoint = open();
    hub.service.plan = 'fail';
    const { id } = await endpoint.launch(await sftRequest(endpoint));
    const events = await eventsOf(endpoint, id);
    const { state, failure } = await endpoint.job(id);
    expect(state).toBe('failed');
    expect(failure?.message).toContain('The job failed due to an unfit file');
    expect(failure?.message).toContain('HF_TOKEN is [redacted]');
    expect(JSON.stringify([events, failure])).not.toContain(TOKEN);
  });

  it('is one for each run key, whatever breaks on the way and however often it is launched', async () => {
    const proxy = await startFaultProxy(hub.origin);
    const request = await sftRequest(open({ hubUrl: proxy.origin }));
    const create = { method: 'POST', path: /^\/api\/jobs\/acme$/ };
    const list = { method: 'GET', path: /^\/api\/jobs\/acme$/ };
    const fault = fc.constantFrom<Fault | null>(
      'lost-reply',
      'half-body',
      'close',
      null,
      { status: 503 },
      { status: 429 },
    );
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 3 }),
        fc.array(fault, { maxLength: 3 }),
        fc.nat(2),
        async (a, b, more) => {
          const runKey = `key-${nth++}`;
          proxy.inject(create, ...a);
          proxy.inject(list, ...b);
          const launch = () => open({ hubUrl: proxy.origin }).launch({ ...request, runKey });
          const ids = new Set<string>();
          // The faults run out: at last a launch goes through.
          for (let times = 0; times < 8 + more; times++)
            await launch().then(
              ({ id }) => ids.add(id),
              () => undefined,
            );
          expect(ids.size).toBe(1);
          const made = hub.service.jobs.filter(({ body }) => JSON.stringify(body.labels).includes(`"${runKey}"`));
          expect(made).toHaveLength(1);
        },
      ),
      { numRuns: 12 },
    );
    await proxy.close();
  });

  it('is in the list, over several pages', async () => {
    const endpoint = open();
    const request = await sftRequest(endpoint);
    for (let at = 1; at <= 5; at++) await endpoint.launch({ ...request, runKey: `run-${at}` });
    expect((await endpoint.jobs()).map(({ runKey }) => runKey)).toEqual(['run-5', 'run-4', 'run-3', 'run-2', 'run-1']);
    expect((await endpoint.launch({ ...request, runKey: 'run-1' })).id).toBe(hub.service.jobs[0]?.id);
  });
});
