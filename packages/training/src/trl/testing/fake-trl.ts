import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingEvent, TrainingOrder } from '../../local/trainer.ts';

/** What the stand-in does besides printing what TRL 1.16 on transformers 5.23 printed, with a child process as accelerate has. */
export type FakeMode =
  | 'train'
  | 'hang-after-checkpoint'
  | 'out-of-memory'
  | 'no-model'
  | 'killed'
  | 'no-trl'
  | 'old-trl';

export interface FakeTrl {
  readonly python: string;
  readonly env: Record<string, string | undefined>;
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** A `python` that answers what is asked about its packages and runs a stand-in for `trl` of four steps in two epochs. */
export async function createFakeTrl(mode: FakeMode): Promise<FakeTrl> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-trl-'));
  const python = join(folder, 'python');
  await writeFile(python, `#!${process.execPath}\n${SCRIPT}`);
  await chmod(python, 0o755);
  return {
    python,
    env: { FAKE_MODE: mode, HF_TOKEN: 'hf_secret_of_the_test' },
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An order with ten records, in the folder of the stand-in. */
export async function fakeOrder({ folder }: FakeTrl, change: Partial<TrainingOrder> = {}): Promise<TrainingOrder> {
  const trainingFile = join(folder, 'train.jsonl');
  const record = {
    messages: [
      { role: 'user', content: 'Hello?' },
      { role: 'assistant', content: 'Yes.' },
    ],
  };
  await writeFile(trainingFile, `${JSON.stringify(record)}\n`.repeat(10));
  return {
    folder: join(folder, 'job'),
    baseModel: 'tiny',
    checkpoint: null,
    trainingFile,
    validationFile: trainingFile,
    method: 'supervised',
    epochs: 2,
    batchSize: 5,
    learningRateMultiplier: null,
    seed: 7,
    ...change,
  };
}

/** Steps of the checkpoints told. */
export function checkpointSteps(events: readonly TrainingEvent[]): number[] {
  return events.flatMap((event) => (event.kind === 'checkpoint' ? [event.metrics.step] : []));
}

const SCRIPT = String.raw`
const { spawn } = require('node:child_process');
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const mode = process.env.FAKE_MODE;
const args = process.argv.slice(2);
const versions = { trl: '1.16.0', datasets: '5.2.0', transformers: '5.23.0', torch: '2.15.0', peft: null };
if (args[0] === '-c') {
  if (mode === 'no-trl') versions.trl = null;
  if (mode === 'old-trl') versions.trl = '0.29.1';
  console.log(JSON.stringify(versions));
} else main();

async function main() {
  const configFile = args[args.indexOf('--config') + 1];
  const config = Object.fromEntries(readFileSync(configFile, 'utf8').split('\n').map((line) => line.split(': ')));
  const worker = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  writeFileSync(join(dirname(configFile), 'worker.pid'), String(worker.pid));
  process.stderr.write('Tokenizing train dataset: 100%|#####| 10/10 [00:00<00:00, 900.00 examples/s]\n');
  const launcher = "Traceback (most recent call last):\n  File \"launch.py\", line 999, in simple_launcher\nsubprocess.CalledProcessError: Command '[...]' returned non-zero exit status 1.\n";
  const fail = (text, code) => { process.stderr.write(text + launcher); worker.kill(); process.exitCode = code; };
  if (mode === 'out-of-memory')
    return fail('Traceback (most recent call last):\n  File "sft.py", line 1\ntorch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. ' + process.env.HF_TOKEN + '\n', 1);
  if (mode === 'no-model')
    return fail("OSError: tiny is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'\n", 1);
  if (mode === 'killed') { worker.kill(); process.kill(process.pid, 'SIGKILL'); }
  const resumed = /checkpoint-(\d+)/.exec(config.resume_from_checkpoint ?? '');
  const done = resumed ? Number(resumed[1]) : 0;
  process.stderr.write('\r  0%|          | 0/4 [00:00<?, ?it/s]');
  const history = [];
  for (let step = done + 1; step <= 4; step++) {
    const loss = 8 - step;
    history.push({ step, loss, mean_token_accuracy: step / 10, num_tokens: 100 * (step - done) });
    process.stderr.write('\r ' + 25 * step + '%|##        | ' + step + '/4 [00:00<00:02,  1.02it/s]');
    console.log("{'loss': '" + loss.toPrecision(4) + "', 'grad_norm': '0.8', 'learning_rate': '2e-05', 'entropy': '7.5', 'num_tokens': '" + 100 * (step - done) + "', 'mean_token_accuracy': '" + step / 10 + "', 'epoch': '" + step / 2 + "'}");
    if (step % 2 !== 0) continue;
    process.stderr.write('\r  0%|          | 0/7 [00:00<?, ?it/s]');
    const held = { step, eval_loss: loss + 0.25, eval_mean_token_accuracy: 0.5 };
    history.push(held);
    console.log("{'eval_loss': '" + held.eval_loss + "', 'eval_runtime': '0.5', 'eval_mean_token_accuracy': '0.5', 'epoch': '" + step / 2 + "'}");
    const folder = join(config.output_dir, 'checkpoint-' + step);
    mkdirSync(folder, { recursive: true });
    for (const name of ['model.safetensors', 'optimizer.pt']) writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, 'trainer_state.json'), JSON.stringify({ global_step: step, max_steps: 4, log_history: history }));
    if (mode === 'hang-after-checkpoint') return;
  }
  writeFileSync(join(config.output_dir, 'model.safetensors'), 'again');
  console.log("{'train_runtime': '2.5', 'train_loss': '6', 'epoch': '2'}");
  worker.kill();
}
`;
