import {
  type Clock,
  hashOf,
  type JsonObject,
  type RecordingStore,
  type ToolOutput,
  type ToolSpec,
} from '@imaginarium/contracts';

/**
 * `live`: recordings are not used. `record`: every call is made, its first output is kept. `cache`: the same, and a read that
 * was made before is answered from its recording. `replay`: recordings alone answer.
 */
export type RecordingMode = 'live' | 'record' | 'cache' | 'replay';

/** What determines a recording: the same tool at the same version, called with the same arguments in any key order. */
export function recordingKey(spec: Pick<ToolSpec, 'name' | 'version'>, args: JsonObject): string {
  return hashOf({ tool: spec.name, version: spec.version, arguments: args });
}

/** Time-outs, rate limits and failures of the server pass; they must not be kept for ever. */
export function isWorthRecording(output: ToolOutput): boolean {
  const { status } = output;
  return status === undefined || !(status === 408 || status === 429 || status >= 500);
}

/** Keeps an output, already redacted, when it is the first of its key and worth keeping. */
export async function record(
  store: RecordingStore,
  spec: ToolSpec,
  { key, args, output, clock }: { key: string; args: JsonObject; output: ToolOutput; clock: Clock },
): Promise<void> {
  if (!isWorthRecording(output) || store.get(key)) return;
  await store.put({ key, tool: spec.name, version: spec.version, arguments: args, output, at: clock.now() });
}
