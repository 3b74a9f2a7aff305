/** What every ledger does, wherever it keeps what was spent. */
import { expect, it } from 'vitest';
import type { Ledger } from '../../src/diagnosis/ledger.ts';
import type { Spend } from '../../src/diagnosis/overspend.ts';
import { NOTHING_SPENT } from '../../src/investigation/budget.ts';
import { NOW } from './scope.ts';

/** Without objection. */
export function entered(ledger: Ledger, asker: string | null, spend: Spend) {
  return ledger.enter(asker, spend, () => null);
}

/** @param ledgerAt makes one by a clock in seconds since the epoch */
export function itKeepsWhatIsSpent(ledgerAt: (now: () => number) => Promise<Ledger>): void {
  it('adds up what was spent by a person, and by everybody', async () => {
    const ledger = await ledgerAt(() => NOW);
    await entered(ledger, 'U0ALICE', { bytes: 10, usd: 1 });
    await entered(ledger, 'U0BOB', { bytes: 5, usd: 2 });
    await entered(ledger, null, { bytes: 1, usd: 0 });

    expect(await ledger.spent('U0ALICE')).toEqual({ bytes: 10, usd: 1 });
    expect(await ledger.spent()).toEqual({ bytes: 16, usd: 3 });
    expect(await ledger.spent('U0CAROL')).toEqual(NOTHING_SPENT);
  });

  it('holds what is expected until it knows what it was', async () => {
    const ledger = await ledgerAt(() => NOW);

    const one = await entered(ledger, 'U0ALICE', { bytes: 10, usd: 1 });
    if (one.kind === 'entered') await one.correct({ bytes: 9e15, usd: 1.2 });

    expect(await ledger.spent('U0ALICE')).toEqual({ bytes: 9e15, usd: 1.2 });
  });

  it('forgets what is older than a day', async () => {
    let now = NOW;
    const ledger = await ledgerAt(() => now);
    await entered(ledger, 'U0ALICE', { bytes: 10, usd: 1 });

    now = NOW + 86_399;
    expect((await ledger.spent()).bytes).toBe(10);
    now = NOW + 86_400;
    expect(await ledger.spent()).toEqual(NOTHING_SPENT);
  });

  it('tells what was spent before, and enters nothing to which there is an objection', async () => {
    const ledger = await ledgerAt(() => NOW);
    await entered(ledger, 'U0ALICE', { bytes: 10, usd: 1 });
    await entered(ledger, null, { bytes: 5, usd: 0 });

    const objected = await ledger.enter('U0ALICE', { bytes: 100, usd: 9 }, (recent) => recent);
    const nobody = await ledger.enter(null, { bytes: 100, usd: 9 }, (recent) => recent);

    const everybody = { bytes: 15, usd: 1 };
    expect(objected).toEqual({ kind: 'objected', objection: { person: { bytes: 10, usd: 1 }, everybody } });
    expect(nobody).toEqual({ kind: 'objected', objection: { person: NOTHING_SPENT, everybody } });
    expect(await ledger.spent()).toEqual(everybody);
  });

  it('lets no more in than there is room for, however many come at once', async () => {
    const ledger = await ledgerAt(() => NOW);
    await expectRoomKept([ledger]);
  });
}

const ROOM = 100;
const EACH = 15;

/** Many questions at the same time that together pass what may be spent. */
export async function expectRoomKept(ledgers: readonly Ledger[]): Promise<void> {
  const asked = Array.from({ length: 12 }, (_, index) => ledgers[index % ledgers.length] ?? null);
  const kinds = await Promise.all(
    asked.map(async (ledger) => {
      const spend = { bytes: EACH, usd: 0 };
      const one = await ledger?.enter('U0ALICE', spend, ({ everybody }) =>
        everybody.bytes + EACH > ROOM ? 'full' : null,
      );
      return one?.kind;
    }),
  );

  expect(kinds.filter((kind) => kind === 'entered')).toHaveLength(Math.floor(ROOM / EACH));
  expect(await ledgers[0]?.spent()).toEqual({ bytes: 90, usd: 0 });
}
