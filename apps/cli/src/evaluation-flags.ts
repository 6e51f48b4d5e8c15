import { resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import type { EvaluationKeys } from '@imaginarium/pipeline';

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

/** The flags as keys of the config; paths are taken from where the command is started. @throws ImaginariumError `usage/…` */
export function evaluationKeys(flags: EvaluationFlags): EvaluationKeys {
  return (
    defined({
      name: flags.name,
      output: flags.output,
      test: pathOf(flags.test),
      testTools: pathOf(flags.testTools),
      model: defined({ model: flags.model, protocol: flags.protocol }),
      prompt: flags.prompt,
      system: flags.system,
      toolNames: flags.toolNames,
      toolSet: defined({ kind: flags.toolSet, size: numberOf('--tool-set-size', flags.toolSetSize) }),
      demonstrations: defined({
        from: pathOf(flags.demonstrationsFrom),
        count: numberOf('--demonstrations', flags.demonstrations),
      }),
      embeddings: defined({ model: flags.embeddings }),
      repetitions: numberOf('--repetitions', flags.repetitions),
      sampling: defined({
        temperature: numberOf('--temperature', flags.temperature),
        maxTokens: numberOf('--max-tokens', flags.maxTokens),
      }),
      seed: numberOf('--seed', flags.seed),
      judge: flags.judge,
      disputes: pathOf(flags.disputes),
      profile: flags.profile,
      execution: flags.execute ? { tools: flags.execute.map((from) => ({ from })) } : undefined,
      budget: defined({
        dollars: numberOf('--budget-dollars', flags.budgetDollars),
        calls: numberOf('--budget-calls', flags.budgetCalls),
      }),
    }) ?? {}
  );
}

/** Without what is undefined; undefined when nothing is left. */
function defined(keys: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const given = Object.entries(keys).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function pathOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function numberOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new ImaginariumError({ code: 'usage/number', message: `${flag} takes a number, not "${text}".` });
}
