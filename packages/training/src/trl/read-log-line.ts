import type { TrainingEvent, TrainingMetrics } from '../local/trainer.ts';

const METRICS = /\{'[^{}]*\}/;
const ENTRY = /'(\w[\w/]*)': '?([-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|nan|inf))'?/gi;
/** The bar of training has no words before it; bars of reading and tokenising have. */
const BAR = /^\s*\d+%\|[^|]*\|\s*(\d+)\/(\d+) \[/;
/** What may spoil a training; not that a name will change in some later version. */
const WARNING = /\bWARNING\b|UserWarning:|is not a prefix of/;
const MOST_WARNINGS = 20;

export interface LogStart {
  readonly epochs: number;
  readonly loggingSteps: number;
  /** Steps that were done before this process began. */
  readonly doneSteps: number;
  /** Until TRL's own bar says how many there are. */
  readonly totalSteps: number;
}

/**
 * Reads what `trl` prints, line by line (a bar's carriage returns end lines too): a Python dict each logging interval, with
 * numbers bare or, since transformers 5, as texts of four digits; a dict of `eval_…` after each evaluation. The dicts name
 * no step: it is counted.
 */
export function createLogReader(start: LogStart): (line: string) => TrainingEvent | undefined {
  let { totalSteps } = start;
  let isTotalKnown = false;
  let step = start.doneSteps;
  let last: Pick<TrainingMetrics, 'trainLoss' | 'trainAccuracy'> | undefined;
  const warned = new Set<string>();

  return (line) => {
    const bar = BAR.exec(line);
    if (bar) {
      // Bars of evaluation, of the same form, come later.
      if (!isTotalKnown) totalSteps = Number(bar[2]);
      isTotalKnown = true;
      return undefined;
    }
    const logged = METRICS.exec(line);
    if (logged) return fromDict(readDict(logged[0]));
    if (!WARNING.test(line) || warned.size >= MOST_WARNINGS || warned.has(line)) return undefined;
    warned.add(line);
    return { kind: 'message', level: 'warn', message: line.trim() };
  };

  function fromDict(logs: ReadonlyMap<string, number>): TrainingEvent | undefined {
    const loss = logs.get('loss');
    if (loss !== undefined) {
      step = Math.min(totalSteps, (Math.floor(step / start.loggingSteps) + 1) * start.loggingSteps);
      last = { trainLoss: loss, ...accuracyOf(logs, '', 'trainAccuracy') };
      return { kind: 'metrics', metrics: { step, totalSteps, ...last } };
    }
    const validLoss = logs.get('eval_loss');
    if (validLoss === undefined || last === undefined) return undefined;
    // Evaluation is at the end of an epoch.
    const at = Math.round((totalSteps * (logs.get('epoch') ?? 0)) / start.epochs);
    const metrics = { step: at, totalSteps, ...last, validLoss, ...accuracyOf(logs, 'eval_', 'validAccuracy') };
    return { kind: 'metrics', metrics };
  }
}

/** Of tokens in `trl sft`, of pairs in `trl dpo`. */
export function accuracyOf<Name extends string>(
  logs: { get(name: string): number | undefined },
  prefix: '' | 'eval_',
  name: Name,
): { [N in Name]?: number } {
  const accuracy = logs.get(`${prefix}rewards/accuracies`) ?? logs.get(`${prefix}mean_token_accuracy`);
  return accuracy === undefined ? {} : ({ [name]: accuracy } as { [N in Name]: number });
}

function readDict(text: string): ReadonlyMap<string, number> {
  return new Map([...text.matchAll(ENTRY)].map(([, name = '', value = '']) => [name, toNumber(value)]));
}

function toNumber(text: string): number {
  if (/nan/i.test(text)) return Number.NaN;
  if (/inf/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}
