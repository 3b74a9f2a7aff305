/**
 * Which files of tests run in a process of their own: those that change the process they run in, and those that start whole bots. All others run one
 * after the other in the same few processes, where the modules that they have in common are loaded once: loading took a quarter of the time of all
 * tests. `apart.test.ts` says which file is missing here.
 */

/** Folders and files of `test`, as their names begin. */
const APART = [
  ...['demo/', 'e2e/', 'faults/', 'setup/doctor/', 'sources/', 'store/', 'telemetry/'],
  ...['cli/audit.test.ts', 'cli/run.test.ts'],
  'backends/ec2/',
  ...['contract', 'engine', 'estimate', 'failures', 'running'].flatMap((name) => [
    `backends/athena/${name}.test.ts`,
    `backends/insights/${name}.test.ts`,
  ]),
  'backends/athena/table-metadata.test.ts',
  'backends/insights/stream.test.ts',
  ...['alerts/hostile-ids.test.ts', 'alerts/shared-watcher.test.ts'],
  'analyzers/athena-setup.test.ts',
  ...['fuzz/all.test.ts', 'fuzz/posted.test.ts'],
  'investigation/remembering-engine.test.ts',
  'slack/alerts/telling.test.ts',
  'slack/connection/claims.test.ts',
  ...['slack/delivery/taken-forms.test.ts', 'slack/delivery/work.test.ts'],
  'slack/health/',
  'slack/questions/stopped.test.ts',
];

/** @param name of a file, beginning in `test` */
export function isApart(name: string): boolean {
  return APART.some((begin) => name.startsWith(begin));
}

/** All of them, as patterns. */
export const APART_FILES = APART.map((begin) =>
  begin.endsWith('/') ? `test/${begin}**/*.test.ts` : `test/${begin}`,
);
