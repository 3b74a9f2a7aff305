import { configDefaults, defineConfig } from 'vitest/config';
import { APART_FILES } from './test/apart.ts';

const together = { include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...APART_FILES] };

export default defineConfig({
  test: {
    setupFiles: ['./test/seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than the smallest machine this runs on has cores: there is always one that waits, for a pause of Slack's or a process that starts.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'apart', include: APART_FILES } },
      { extends: true, test: { name: 'together', ...together, isolate: false } },
    ],
  },
});
