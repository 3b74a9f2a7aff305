import { configDefaults, defineConfig } from 'vitest/config';
import { APART_FILES } from './test/apart.ts';

const together = { include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...APART_FILES] };

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two workers: the smallest machine this runs on has two cores, and DuckDB uses threads of its own.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'apart', include: APART_FILES } },
      { extends: true, test: { name: 'together', ...together, isolate: false } },
    ],
  },
});
