import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * `npm run loop`: the whole loop offline, as a person would type it: data, local endpoint, training, evaluation of the base
 * and of the checkpoint, comparison. No key, no network; the training and the figures are real.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = fileURLToPath(new URL('../apps/cli/bin/imaginarium.js', import.meta.url));
const RUN = 'runs/quickstart';
const LOOP = 'runs/loop';

interface Outcome {
  readonly stdout: string;
}

function start(args: readonly string[], stdio: 'inherit' | 'pipe'): ChildProcess {
  process.stderr.write(`\n$ imaginarium ${args.join(' ')}\n`);
  return spawn(process.execPath, [COMMAND, ...args], { cwd: ROOT, stdio: ['ignore', stdio, 'inherit'] });
}

/** Runs a command to its end; what it prints is shown, or given back. */
function imaginarium(args: readonly string[], { isShown = true } = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = start(args, isShown ? 'inherit' : 'pipe');
    const out: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ stdout: Buffer.concat(out).toString('utf8') });
      else reject(new Error(`imaginarium ${args[0]} ended with ${code}`));
    });
  });
}

/** The URL that the local endpoint says once it listens. */
function urlOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const url = /http:\/\/\S+/.exec(said)?.[0];
      if (url) resolve(url);
    });
    server.on('close', (code) => reject(new Error(`the local endpoint ended with ${code} before it listened`)));
  });
}

const begun = Date.now();
if (!existsSync(`${ROOT}${RUN}/manifest.json`)) await imaginarium(['run', 'configs/quickstart.yaml']);
// Each loop is a new one: the state of the last would answer for it.
await rm(`${ROOT}${LOOP}`, { recursive: true, force: true });
const server = start(['serve', '--folder', `${LOOP}/endpoint`, '--port', '0'], 'pipe');
try {
  const url = await urlOf(server);
  const base = 'student-v1';
  const local = ['--to', 'local', '--base-url', url];
  const { stdout } = await imaginarium(
    ['train', RUN, ...local, '--model', base, '--suffix', 'loop', '--follow', '--json'],
    { isShown: false },
  );
  const { job } = JSON.parse(stdout) as { job: { checkpoint: string } };
  const test = ['--test', RUN, '--tool-set', 'none'];
  await imaginarium([
    ...['evaluate', '--model', `openai:${base}@${url}`, '--test', RUN, '--tool-set', 'all'],
    ...['--name', 'base', '--output', `${LOOP}/base`],
  ]);
  await imaginarium([
    ...['evaluate', '--model', job.checkpoint, ...test, '--name', 'checkpoint', '--output', `${LOOP}/checkpoint`],
  ]);
  await imaginarium(['compare', `${LOOP}/base`, `${LOOP}/checkpoint`, '--output', `${LOOP}/comparison`]);
} finally {
  server.kill('SIGTERM');
}
process.stderr.write(
  `\nthe loop took ${Math.round((Date.now() - begun) / 1000)} s; ${LOOP}/comparison/report.html opens in a browser\n`,
);
