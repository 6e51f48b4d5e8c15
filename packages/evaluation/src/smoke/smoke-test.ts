import {
  type ChatModel,
  type ChatReply,
  ImaginariumError,
  stopsRun,
  type ToolDefinition,
} from '@imaginarium/contracts';
import { type CallNotation, callNotation } from './call-notation.ts';
import { concludeSmoke, type SmokeConclusion } from './conclude-smoke.ts';
import { SMOKE_QUESTIONS, SMOKE_TOOLS, type SmokeQuestion } from './smoke-questions.ts';

export interface SmokeOptions {
  /** The adapter with native calls: not wrapped in the text protocol. */
  readonly model: ChatModel;
  /** Requests to ask, with `tools` that serve them. @default ten of our own */
  readonly questions?: readonly SmokeQuestion[];
  /** @default five of our own */
  readonly tools?: readonly ToolDefinition[];
  /** At most; questions are asked again from the first when there are fewer. @default 10 */
  readonly count?: number;
  /** Bound of a reply; reasoning counts. @default 2048 */
  readonly maxTokens?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of each call as it comes back. */
  readonly onCall?: (call: SmokeCall) => void;
}

/** What came of one call. */
export interface SmokeCall {
  readonly query: string;
  /** The tool that serves the query. */
  readonly wanted: string;
  readonly outcome:
    | 'parsed'
    /** Tool calls came, but the arguments of one are not a JSON object. */
    | 'malformed-arguments'
    /** The call stands in the text. */
    | 'unparsed'
    /** The reply was cut off at its bound before any call. */
    | 'cut-off'
    | 'no-call'
    | 'failed';
  /** The tool that was called first, where the server returned a call. */
  readonly called: string | null;
  readonly notation: CallNotation | null;
  /** The reply's text, or the error: at most 300 characters. */
  readonly said: string;
}

export interface SmokeReport {
  readonly model: string;
  readonly calls: readonly SmokeCall[];
  readonly counts: Readonly<Record<SmokeCall['outcome'], number>>;
  /** Parsed calls of the tool that serves the query. */
  readonly rightTool: number;
  readonly conclusion: SmokeConclusion;
}

/**
 * Asks a served model, through the whole serving path, what tools plainly serve: does the server's own parser return tool
 * calls? One call after the other.
 * @throws ImaginariumError no server, no such model, no permission, interrupted
 */
export async function smokeTest(options: SmokeOptions): Promise<SmokeReport> {
  const { model, questions = SMOKE_QUESTIONS, count = 10, onCall } = options;
  const calls: SmokeCall[] = [];
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const question = questions[ordinal % questions.length];
    if (question === undefined) break;
    const call = await askOnce(question, ordinal, options);
    calls.push(call);
    onCall?.(call);
  }
  const counts = { parsed: 0, 'malformed-arguments': 0, unparsed: 0, 'cut-off': 0, 'no-call': 0, failed: 0 };
  for (const { outcome } of calls) counts[outcome]++;
  const rightTool = calls.filter(({ called, wanted, outcome }) => outcome === 'parsed' && called === wanted).length;
  return { model: model.id, calls, counts, rightTool, conclusion: concludeSmoke(calls, counts) };
}

async function askOnce(question: SmokeQuestion, ordinal: number, options: SmokeOptions): Promise<SmokeCall> {
  const { model, tools = SMOKE_TOOLS, maxTokens = 2048, signal } = options;
  const [first, ...others] = tools;
  const base = { query: question.query, wanted: question.tool, called: null, notation: null };
  try {
    const reply = await model.complete(
      {
        purpose: 'predict',
        place: { step: 'smoke', ordinal },
        messages: [{ role: 'user', content: question.query }],
        ...(first && { tools: [first, ...others] }),
        temperature: 0,
        maxTokens,
      },
      signal && { signal },
    );
    return { ...base, ...readOutcome(reply) };
  } catch (thrown) {
    // llama-server without its flag answers 500 to a request with tools.
    const isAnswer = thrown instanceof ImaginariumError && (!stopsRun(thrown) || thrown.code === 'endpoint/failed');
    if (!isAnswer) throw thrown;
    return { ...base, outcome: 'failed', said: shorten(`${thrown.code}: ${thrown.message}`) };
  }
}

function readOutcome({
  message,
  finishReason,
}: ChatReply): Pick<SmokeCall, 'outcome' | 'called' | 'notation' | 'said'> {
  const { content, toolCalls } = message;
  const said = shorten(content);
  if (toolCalls !== undefined) {
    const isMalformed = toolCalls.some((call) => call.arguments === null);
    return {
      outcome: isMalformed ? 'malformed-arguments' : 'parsed',
      called: toolCalls[0]?.name ?? null,
      notation: null,
      said,
    };
  }
  const notation = callNotation(content);
  const outcome = notation === undefined ? (finishReason === 'length' ? 'cut-off' : 'no-call') : 'unparsed';
  return { outcome, called: null, notation: notation ?? null, said };
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
