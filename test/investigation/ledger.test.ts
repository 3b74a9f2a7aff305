import { describe } from 'vitest';
import { createLedger } from '../../src/investigation/ledger.ts';
import { itKeepsWhatIsSpent } from '../kit/ledger-contract.ts';

describe('a ledger in memory', () => {
  itKeepsWhatIsSpent(async (now) => createLedger(now));
});
