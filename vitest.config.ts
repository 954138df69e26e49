import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'web/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Else it loads another copy of graphql than the code that calls it.
    server: { deps: { inline: [/@graphql-inspector/] } },
  },
});
