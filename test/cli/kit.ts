/** A terminal that remembers what was written to it, with a source that answers every query with no rows. */
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import type { Source } from '../../src/investigation/source.ts';
import type { Engine } from '../../src/query/engine.ts';
import type { SourceFlags } from '../../src/terminal/arguments.ts';
import { run } from '../../src/terminal/run.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';
import { ABOUT } from '../kit/about.ts';

export const NOW = Date.parse('2026-11-23T14:10:00Z');

export function source(changes: Partial<Engine> = {}, name = 'records'): Source {
  return {
    name,
    engine: {
      id: 'empty',
      run: async () => ({
        rows: [],
        cutOff: false,
        scan: { queries: 1, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 1 },
        malformed: { count: 0, samples: [] },
        notes: [],
      }),
      close: async () => {},
      ...changes,
    },
    about: ABOUT,
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
  };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the sources were opened with, if they were. */
  readonly opened: readonly { readonly flags: SourceFlags; readonly now: number }[];
}

/** Runs `flows` with these arguments. */
export async function flows(argv: readonly string[], changes: Partial<Terminal> = {}): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const opened: { flags: SourceFlags; now: number }[] = [];
  const code = await run(argv, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    env: {},
    now: () => NOW,
    monotonic: () => 0,
    signal: new AbortController().signal,
    readSources: async () => [],
    readBudgets: async () => null,
    readDetection: async () => DEFAULT_DETECTION,
    readAudit: async () => [],
    async *examine() {},
    findLogGroups: async () => null,
    files: { exists: async () => false, write: async () => {}, manifest: async () => '' },
    runDemo: async () => 0,
    version: async () => '1.2.3',
    ...changes,
    openSources: async (flags, now) => {
      opened.push({ flags, now });
      return changes.openSources ? changes.openSources(flags, now) : [source()];
    },
  });
  return { code, ...written, opened };
}
