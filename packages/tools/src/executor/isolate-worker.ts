/**
 * The worker's program, kept as text: Node 20 cannot load TypeScript in a worker, and a text runs alike from sources
 * and from dist. It loads one module, then answers calls of its exports with JSON texts.
 * What it prints goes nowhere: a stream that the parent reads would keep the process alive.
 */
export const isolateWorkerSource = `
const { parentPort, workerData } = require('node:worker_threads');
process.stdout.write = process.stderr.write = () => true;
const describe = (thrown) => (thrown instanceof Error ? thrown.message : String(thrown));
import(workerData.module).then(
  (module) => {
    parentPort.on('message', async ({ id, exportName, args }) => {
      try {
        const run = module[exportName];
        if (typeof run !== 'function') throw new Error('the module exports no function "' + exportName + '"');
        const json = JSON.stringify(await run(...args)) ?? 'null';
        if (json.length > workerData.resultLimit)
          throw new Error('the result is too large: ' + json.length + ' characters, at most ' + workerData.resultLimit);
        parentPort.postMessage({ id, json });
      } catch (thrown) {
        parentPort.postMessage({ id, error: describe(thrown) });
      }
    });
    parentPort.postMessage({ ready: true });
  },
  (thrown) => parentPort.postMessage({ ready: false, error: describe(thrown) }),
);
`;
