/** Sources of which not everybody may know, for tests of who may see what. */
import type { Source } from '../../src/investigation/source.ts';
import type { Engine } from '../../src/query/engine.ts';
import { ABOUT } from './about.ts';

const NO_ROWS = {
  rows: [],
  cutOff: false,
  scan: { queries: 1, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 1 },
  malformed: { count: 0, samples: [] },
  notes: [],
};

/** Finds nothing, at once, and says in its small print whose it is. */
export function sourceNamed(name: string, tags: Readonly<Record<string, string>> = {}): Source {
  const engine: Engine = { id: name, run: async () => NO_ROWS, close: async () => {} };
  return {
    name,
    about: { ...ABOUT, tags },
    engine,
    flowLogSettings: async () => ({ flowLogs: null, notes: [`These are the records of ${name}.`] }),
  };
}
