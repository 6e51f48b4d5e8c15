import type { ScriptedService } from './scripted-service.ts';
import type { RunningServer } from './start-dialect-server.ts';
import { type FaultProxy, startFaultProxy } from './start-fault-proxy.ts';
import type { TuningSubject } from './tuning-subject.ts';

/** A scripted service behind a fault proxy, as the contract wants it. */
export async function scriptedSubject(
  server: RunningServer & { readonly service: ScriptedService },
  adapter: (proxy: FaultProxy) => Pick<TuningSubject, 'model' | 'operations' | 'create'>,
): Promise<TuningSubject> {
  const proxy = await startFaultProxy(server.origin);
  const { service } = server;
  return {
    ...adapter(proxy),
    proxy,
    jobCount: async () => service.jobs.length,
    fileCount: async () => service.files.length,
    cancelElsewhere: async (id) => {
      const job = service.find(id);
      if (job) service.cancel(job);
    },
    script: {
      plan: (plan) => {
        service.plan = plan;
      },
      tick: service.tick,
    },
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}
