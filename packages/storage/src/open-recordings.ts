import { type RecordingStore, recordingSchema } from '@imaginarium/contracts';
import { openKeyedLog } from './keyed-log.ts';

/**
 * Opens a file of recorded tool answers, made when missing. The last recording of a key counts.
 * @throws ImaginariumError `input/malformed` naming the first line that is not a recording; `disk/…`
 */
export async function openRecordings(path: string): Promise<RecordingStore & { close(): Promise<void> }> {
  const log = await openKeyedLog(path, recordingSchema);
  return { get: log.get, put: log.append, close: log.close };
}
