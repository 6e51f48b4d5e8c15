import type { Clock, TuningEndpoint } from '@imaginarium/contracts';
import type { Plan } from './scripted-service.ts';
import type { FaultProxy, Operation } from './start-fault-proxy.ts';

/** An adapter and the server that it talks to, which stands behind a fault proxy. */
export interface TuningSubject {
  readonly proxy: FaultProxy;
  readonly model: string;
  readonly operations: Readonly<Record<'upload' | 'create' | 'list' | 'job' | 'cancel', Operation>>;
  /** A fresh adapter over the proxy, as after a restart of the program. */
  create(options: { readonly apiKey: string; readonly clock: Clock }): TuningEndpoint;
  /** As the server counts them. */
  jobCount(): Promise<number>;
  fileCount(): Promise<number>;
  /** Ends a job without the adapter. */
  cancelElsewhere(id: string): Promise<void>;
  /** Lets time pass at a server that has its own; absent where a real one works by itself. */
  readonly script?: { plan(plan: Plan): void; tick(): void };
  close(): Promise<void>;
}

export interface ContractOptions {
  /** Whether intermediate checkpoints are listed. @default true */
  readonly hasCheckpoints?: boolean;
  /** Whether the server keeps events; else a watch sees only what it lives through. @default true */
  readonly keepsEvents?: boolean;
  /** Whether the server can be told how jobs go. @default true */
  readonly isScripted?: boolean;
}
