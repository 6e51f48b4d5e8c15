import type { Reporter, TestModule } from 'vitest/node';

/** Ends a test run with one plain line, `12 passed, 0 failed, 3 skipped`, that a machine reads as easily as a person. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      for (const state of states) counts[state]++;
      // A file that fails to load, or a hook that fails, has no test to fail for it.
      if (!module.ok() && !states.includes('failed')) counts.failed++;
    }
    console.log(`\n${counts.passed} passed, ${counts.failed + counts.pending} failed, ${counts.skipped} skipped`);
  }
}
