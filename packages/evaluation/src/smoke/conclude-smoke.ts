import type { CallNotation } from './call-notation.ts';
import type { SmokeCall, SmokeReport } from './smoke-test.ts';

export interface SmokeConclusion {
  readonly verdict: /** The server returns the model's calls. */
    | 'parser-works'
    /** It returns some and leaves others in the text, or breaks their arguments. */
    | 'parser-unreliable'
    /** The model calls, the server returns none of it. */
    | 'parser-missing'
    | 'model-does-not-call'
    /** Most requests were refused or got no reply that can be read. */
    | 'requests-fail';
  /** One or two sentences for a person. */
  readonly message: string;
  /** What to do next; null when all is well. */
  readonly hint: string | null;
}

const TEXT_PROTOCOL = 'Or let the model use the text protocol (protocol: text): it needs no parser in the server.';

/**
 * What makes a server read a notation (vLLM documentation, Tool Calling; llama.cpp pull request 9639, where `--jinja` later became
 * the default).
 */
const serverFlags = (parser: string) =>
  `vLLM: --enable-auto-tool-choice --tool-call-parser ${parser}; llama-server: --jinja, where it is not the default.`;
const FLAGS: Readonly<Partial<Record<CallNotation, string>>> = {
  hermes: serverFlags('hermes'),
  mistral: serverFlags('mistral'),
  llama: serverFlags('llama3_json'),
};

/** What the calls of a smoke test say together. */
export function concludeSmoke(calls: readonly SmokeCall[], counts: SmokeReport['counts']): SmokeConclusion {
  const all = calls.length;
  const failed = calls.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined && counts.failed * 2 >= all)
    return {
      verdict: 'requests-fail',
      message: `${counts.failed} of ${all} requests with tools failed. The first: ${failed.said}`,
      hint: `A server may have to be started for tools (${serverFlags('PARSER')}) ${TEXT_PROTOCOL}`,
    };
  const broken = counts.unparsed + counts['malformed-arguments'];
  if (counts.parsed === 0 && broken === 0)
    return {
      verdict: 'model-does-not-call',
      message:
        counts['cut-off'] > 0
          ? `No reply of ${all} holds a call; ${counts['cut-off']} were cut off before one.`
          : `No reply of ${all} holds a call, neither as the server's tool call nor in a notation that is known.`,
      hint:
        counts['cut-off'] > 0
          ? 'Allow longer replies: a model that reasons calls at the end.'
          : `The chat template may not show tools to the model, or the model may not know how to call. ${TEXT_PROTOCOL}`,
    };
  if (broken === 0)
    return {
      verdict: 'parser-works',
      message: `The server returned ${counts.parsed} of ${all} replies as tool calls and left no call in a text.`,
      hint: null,
    };
  const notation = mostFrequent(calls.flatMap((call) => call.notation ?? []));
  const flag = notation && FLAGS[notation];
  const hint = flag === undefined ? TEXT_PROTOCOL.replace('Or let', 'Let') : `${flag} ${TEXT_PROTOCOL}`;
  if (counts.parsed === 0 && counts.unparsed > 0)
    return {
      verdict: 'parser-missing',
      message: `The model calls, but the server returns no tool call: ${counts.unparsed} of ${all} replies hold the call as text (${notation} notation).`,
      hint,
    };
  return {
    verdict: 'parser-unreliable',
    message: `Of ${all} replies the server returned ${counts.parsed} as tool calls, left ${counts.unparsed} calls in the text and gave ${counts['malformed-arguments']} with arguments that are not a JSON object.`,
    hint,
  };
}

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const count = (value: T) => values.filter((other) => other === value).length;
  return values.toSorted((a, b) => count(b) - count(a))[0];
}
