/** The records that modals show, for paging. In memory: after a restart, or when others came after, they are read again. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';

interface KeptRecords {
  /** The id of the question whose answer they are behind. */
  readonly about: string;
  /** Names of the sources that they tell of: who may not ask them any more may not see them. */
  readonly sources: readonly string[];
  /** As it would be typed. */
  readonly question: string;
  readonly diagnosis: Diagnosis;
  /** Only those that were rejected were asked for in the modal. */
  readonly onlyRejected: boolean;
}

export interface RecordsKeeper {
  /** @param view its id */
  get(view: string): KeptRecords | undefined;
  keep(view: string, records: KeptRecords): void;
  forget(view: string): void;
}

/** So many people look at records at once; each may have some hundred rows. */
const MOST_VIEWS = 100;

export function createRecordsKeeper(most = MOST_VIEWS): RecordsKeeper {
  const kept = new Map<string, KeptRecords>();
  return {
    get: (view) => kept.get(view),
    keep(view, records) {
      kept.delete(view);
      kept.set(view, records);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    forget: (view) => {
      kept.delete(view);
    },
  };
}
