import { ImaginariumError, type TuningMethod } from '@imaginarium/contracts';
import { TRL_PACKAGES, type TrlSettings, toFlags } from './trl-settings.ts';

/** The image that `hf jobs uv run` takes (huggingface_hub 2.4, `DEFAULT_UV_IMAGE`). */
export const UV_IMAGE = 'ghcr.io/astral-sh/uv:python3.12-bookworm';

/**
 * TRL's own command in an environment that uv makes at the start. The settings are flags and not a file: a job can be read whole on its
 * page and in the list, and nothing has to be brought into the container.
 */
export function jobCommand(
  method: TuningMethod,
  settings: TrlSettings,
  packages: readonly string[] = TRL_PACKAGES,
): string[] {
  return ['uv', 'run', ...packages.flatMap((name) => ['--with', name]), 'trl', method, ...toFlags(settings)];
}

/** What a job's command says; undefined where it is no training of TRL. */
export function readJobCommand(
  command: readonly string[],
): { method: TuningMethod; settings: Map<string, string> } | undefined {
  const trl = command.indexOf('trl');
  const method = command[trl + 1];
  if (trl < 0 || (method !== 'sft' && method !== 'dpo')) return undefined;
  const settings = new Map<string, string>();
  for (let at = trl + 2; at + 1 < command.length; at += 2)
    settings.set((command[at] ?? '').replace(/^--/, ''), command[at + 1] ?? '');
  return { method, settings };
}

/** `namespace/name` of the model that a launch makes: readable where there is a suffix, its own for each run key; at most 96 characters. */
export function modelRepo(namespace: string, runKey: string, suffix: string | undefined): string {
  const room = 95 - runKey.length;
  const name = [suffix?.slice(0, room), runKey]
    .filter(Boolean)
    .join('-')
    .replace(/^[-_]+|[-_]+$/g, '');
  if (name === '')
    throw new ImaginariumError({
      code: 'input/run-key',
      message: `The run key "${runKey}" leaves no name for the model on the Hub.`,
      hint: 'Take one with a letter or a digit.',
    });
  return `${namespace}/${name.replaceAll(/-{2,}/g, '-')}`;
}
