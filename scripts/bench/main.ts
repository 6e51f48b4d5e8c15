import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { BenchRow } from './bench-row.ts';

// `npm run bench [NAME …] [-- --write]`: every figure a ratio within one run; --write puts the table into the README.
const BENCHES: Readonly<Record<string, () => Promise<{ run(): Promise<BenchRow[]> }>>> = {
  exploration: () => import('./exploration-throughput.ts'),
  'near-duplicates': () => import('./near-duplicates.ts'),
  preflight: () => import('./preflight.ts'),
  records: () => import('./write-records.ts'),
  scoring: () => import('./scoring.ts'),
  start: () => import('./command-start.ts'),
};

const options = process.argv.slice(2);
const names = options.filter((option) => option in BENCHES);
const rows: BenchRow[] = [];
for (const [name, load] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const { run } = await load();
  const measured = await run();
  for (const row of measured)
    console.log(
      `${row.met ? 'met   ' : 'missed'} ${row.what}: ${row.measured} against ${row.against}: ${row.ratio.toFixed(2)} (goal ${row.goal})`,
    );
  rows.push(...measured);
}
const table = tableOf(rows);
console.log(`\n${table}`);
if (options.includes('--write')) writeTable(table);
process.exitCode = rows.every(({ met }) => met) ? 0 : 1;

function tableOf(measured: readonly BenchRow[]): string {
  const head = '| what | measured | against | ratio | goal | met |\n| --- | --- | --- | --- | --- | --- |';
  const lines = measured.map(
    ({ what, measured: value, against, ratio, goal, met }) =>
      `| ${what} | ${value} | ${against} | ${ratio.toFixed(2)} | ${goal} | ${met ? 'yes' : '**no**'} |`,
  );
  const machine = `Node ${process.versions.node}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}. \`npm run bench\` measures again.`;
  return [head, ...lines, '', machine].join('\n');
}

function writeTable(text: string): void {
  const readme = new URL('../../README.md', import.meta.url);
  const [before, rest] = readFileSync(readme, 'utf8').split('<!-- bench -->\n');
  const after = rest?.split('<!-- /bench -->')[1];
  writeFileSync(readme, `${before}<!-- bench -->\n${text}\n<!-- /bench -->${after}`);
}
