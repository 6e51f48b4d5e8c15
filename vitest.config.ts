import { defineConfig } from 'vitest/config';

const conditions = ['@imaginarium/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    // The default leaves a core idle, and tests of the command wait for child processes most of the time.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      // Files share a process: a fresh one for each costs more than most of them.
      { extends: true, test: { name: 'packages', include: ['packages/*/{src,test}/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'command', include: ['apps/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.ts'] } },
    ],
  },
});
