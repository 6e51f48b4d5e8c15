import { resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import type { EvaluationKeys } from '@imaginarium/pipeline/evaluate';

/** The flags of `evaluate` and `compare`; each stands for a key of an evaluation config, and is stronger than it. */
export interface EvaluationFlags {
  readonly predictions?: readonly string[];
  readonly model?: string;
  readonly test?: string;
  readonly testTools?: string;
  readonly name?: string;
  readonly output?: string;
  readonly protocol?: string;
  readonly prompt?: string;
  readonly system?: string;
  readonly toolNames?: string;
  readonly toolSet?: string;
  readonly toolSetSize?: string;
  readonly demonstrations?: string;
  readonly demonstrationsFrom?: string;
  readonly embeddings?: string;
  readonly repetitions?: string;
  readonly temperature?: string;
  readonly maxTokens?: string;
  readonly seed?: string;
  readonly judge?: string;
  readonly disputes?: string;
  readonly profile?: string;
  readonly execute?: readonly string[];
  readonly budgetDollars?: string;
  readonly budgetCalls?: string;
  readonly dryRun?: boolean;
}

/** How a flag stands for a key of the config. */
interface Flag {
  /** Path of the key. */
  readonly key: string;
  /** @default the text as it is */
  readonly read?: (text: string, flag: string) => unknown;
}

const FLAGS: Readonly<Partial<Record<keyof EvaluationFlags, Flag>>> = {
  name: { key: 'name' },
  output: { key: 'output' },
  test: { key: 'test', read: pathOf },
  testTools: { key: 'testTools', read: pathOf },
  model: { key: 'model.model' },
  protocol: { key: 'model.protocol' },
  prompt: { key: 'prompt' },
  system: { key: 'system' },
  toolNames: { key: 'toolNames' },
  toolSet: { key: 'toolSet.kind' },
  toolSetSize: { key: 'toolSet.size', read: numberOf },
  demonstrationsFrom: { key: 'demonstrations.from', read: pathOf },
  demonstrations: { key: 'demonstrations.count', read: numberOf },
  embeddings: { key: 'embeddings.model' },
  repetitions: { key: 'repetitions', read: numberOf },
  temperature: { key: 'sampling.temperature', read: numberOf },
  maxTokens: { key: 'sampling.maxTokens', read: numberOf },
  seed: { key: 'seed', read: numberOf },
  judge: { key: 'judge' },
  disputes: { key: 'disputes', read: pathOf },
  profile: { key: 'profile' },
  budgetDollars: { key: 'budget.dollars', read: numberOf },
  budgetCalls: { key: 'budget.calls', read: numberOf },
};

/** The flags as keys of the config; paths are taken from where the command is started. @throws ImaginariumError `usage/…` */
export function evaluationKeys(options: EvaluationFlags): EvaluationKeys {
  const keys: Record<string, unknown> = {};
  const flags: Record<string, string> = { 'execution.tools': '--execute' };
  for (const [name, { key, read }] of Object.entries(FLAGS)) {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    flags[key] = flag;
    const text = options[name as keyof EvaluationFlags];
    if (typeof text === 'string') put(keys, key, read ? read(text, flag) : text);
  }
  if (options.execute !== undefined) keys.execution = { tools: options.execute.map((from) => ({ from })) };
  return { keys, flags };
}

/** @param path a key, or a key of an object that is a key */
function put(keys: Record<string, unknown>, path: string, value: unknown): void {
  const [outer = '', inner] = path.split('.');
  keys[outer] = inner === undefined ? value : { ...(keys[outer] as object | undefined), [inner]: value };
}

function pathOf(path: string): string {
  return resolve(path);
}

function numberOf(text: string, flag: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new ImaginariumError({ code: 'usage/number', message: `${flag} takes a number, not "${text}".` });
}
