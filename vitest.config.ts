import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two workers: the smallest machine this runs on has two cores, and DuckDB uses threads of its own.
    maxWorkers: 2,
  },
});
