import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The build that Node loads, for imports too: schemas of one copy are no schemas to another.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['src/**/*.test.ts', 'web/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
