import { ImaginariumError } from '@imaginarium/contracts';
import { redact } from '@imaginarium/models';
import type { Environment, ProcessEnd } from './run-process.ts';

const LAST_LINES = 12;

interface Cause {
  readonly pattern: RegExp;
  readonly code: ImaginariumError['code'];
  readonly what: string;
  readonly hint: string;
}

const WAS_KILLED = 'The system may have ended it for want of memory: take a smaller model or maxLength.';

/** What the ends of logs have been seen to say, most telling first. */
const CAUSES: readonly Cause[] = [
  {
    pattern: /out of memory|OutOfMemoryError/i,
    code: 'endpoint/out-of-memory',
    what: 'the memory of the device was not enough',
    hint: 'Train a LoRA adapter (loraRank), take a smaller perDeviceBatchSize or maxLength, or a smaller base model.',
  },
  {
    pattern: /gated repo|401 Client Error|403 Client Error|GatedRepoError/i,
    code: 'permission/gated-model',
    what: 'the base model may not be read',
    hint: 'Accept the terms of the model on its page and give HF_TOKEN in the environment of the trainer.',
  },
  {
    pattern:
      /Repo id must be in the form|not a valid model identifier|not a local folder|couldn't connect to|RepositoryNotFound|LocalEntryNotFound|does not appear to have (a file named|files named)/i,
    code: 'input/unknown-model',
    what: 'the base model was not found',
    hint: 'Name a folder with a model, or a model of the Hub that this machine holds or can fetch.',
  },
  {
    pattern: /chat_template is not set|does not have a chat template|TemplateError|jinja2\.exceptions/i,
    code: 'input/chat-template',
    what: 'the chat template of the model cannot write these conversations',
    hint: 'Take an instruct model whose template knows tools, or name one in the parameters (chat_template_path).',
  },
  {
    pattern: /DatasetGenerationError|ArrowInvalid|CastError|KeyError: '(prompt|completion|chosen|rejected|messages)'/,
    code: 'input/unreadable-rows',
    what: 'the rows could not be read',
    hint: 'Take datasets 5 or later: earlier ones cannot hold calls whose arguments differ in form.',
  },
  {
    pattern: /died with <Signals\.SIGKILL/,
    code: 'endpoint/out-of-memory',
    what: 'the system ended it',
    hint: WAS_KILLED,
  },
  {
    pattern: /No space left on device/i,
    code: 'disk/full',
    what: 'the disk is full',
    hint: 'Make room in the folder of the job: a checkpoint takes up to three times the size of the model.',
  },
];

/**
 * The error for a `trl` that ended without success: its cause where the log tells it, and the log's last lines. Values of
 * the environment that are named as secrets are redacted.
 */
export function explainFailure(
  end: ProcessEnd,
  { lines, env, logFile }: { readonly lines: readonly string[]; readonly env: Environment; readonly logFile: string },
): ImaginariumError {
  const log = redactSecrets(lines.join('\n'), env);
  const tail = redactSecrets(withoutLauncher(lines).slice(-LAST_LINES).join('\n'), env);
  const known = CAUSES.find(({ pattern }) => pattern.test(log));
  const how = end.signal === null ? `ended with ${end.code}` : `was ended by ${end.signal}`;
  return new ImaginariumError({
    code: known?.code ?? 'endpoint/trainer-failed',
    message: `trl ${how}${known ? `: ${known.what}` : ''}. The log (${logFile}) ends:\n${tail}`,
    hint: known?.hint ?? (end.signal === 'SIGKILL' ? WAS_KILLED : 'The whole log tells more.'),
  });
}

/** accelerate, which starts the script, adds a traceback of its own that tells nothing. */
function withoutLauncher(lines: readonly string[]): readonly string[] {
  if (!/^subprocess\.CalledProcessError/.test(lines.at(-1) ?? '')) return lines;
  const at = lines.findLastIndex((line) => line.startsWith('Traceback'));
  return at > 0 ? lines.slice(0, at) : lines;
}

export function redactSecrets(text: string, env: Environment): string {
  return Object.entries(env)
    .filter(([name, value]) => /TOKEN|KEY|SECRET|PASSWORD/i.test(name) && (value?.length ?? 0) >= 8)
    .reduce((cleaned, [, value]) => redact(cleaned, value), text);
}
