import { setFlagsFromString } from 'node:v8';

let underWay = 0;

/**
 * Does work that waits for servers most of the time while its young garbage is collected by the main thread alone: little of it is alive
 * at a time, and sharing that little among the threads that V8 keeps for it costs more processor time than it saves. Holds for the whole
 * process until the last such work is done.
 */
export async function collectOnOneThread<T>(work: () => Promise<T>): Promise<T> {
  if (underWay++ === 0) setFlagsFromString('--no-parallel-scavenge');
  try {
    return await work();
  } finally {
    if (--underWay === 0) setFlagsFromString('--parallel-scavenge');
  }
}
