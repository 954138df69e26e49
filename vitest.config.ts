import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The build that Node loads, for imports too: schemas of one copy are no schemas to another.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['src/**/*.test.ts', 'web/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Files share what a worker has loaded: loading it for each of 340 files took a third of the time. State that tests
    // keep between them has to be their own.
    isolate: false,
  },
});
