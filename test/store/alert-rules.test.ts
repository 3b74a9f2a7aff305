import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAlertRules } from '../../src/store/alert-rules.ts';
import { Stale } from '../../src/store/stale.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const Body = z.object({
  number: z.int(),
  kind: z.string(),
  startsAtMs: z.int(),
  endsAtMs: z.int(),
  endedAtMs: z.int().nullable(),
  toldOver: z.boolean(),
  reason: z.string(),
});
type Body = z.infer<typeof Body>;

const RULE: Body = {
  number: 0,
  kind: 'mute',
  startsAtMs: 1000,
  endsAtMs: 5000,
  endedAtMs: null,
  toldOver: false,
  reason: 'the vendor scans us',
};

describe.each(DATABASES)('rules of alerts, on %s', (_, settings) => {
  async function opened() {
    const { db } = await openedStore(await settings());
    const rules = createAlertRules(db, (body) => Body.parse(body));
    const make = (key: string, rule: Body) => db.transaction().execute((on) => rules.make(on, key, rule));
    const save = (changed: readonly Body[], before: readonly Body[]) =>
      db.transaction().execute((on) => rules.save(on, changed, before));
    return { rules, make, save };
  }

  it('get the numbers that people say, and are made once', async () => {
    const { rules, make } = await opened();

    expect(await make('trigger 1', RULE)).toBe(1);
    expect(await make('trigger 1', { ...RULE, reason: 'again' })).toBe(1);
    expect(await rules.get(1)).toEqual({ ...RULE, number: 1 });
    expect(await rules.get(9)).toBeNull();
  });

  it('stand until their end was told', async () => {
    const { rules, make, save } = await opened();
    await make('a', RULE);
    await make('b', { ...RULE, endsAtMs: 9000 });

    expect((await rules.standing(6000)).map(({ number }) => number)).toEqual([1, 2]);
    const read = await rules.standing(6000);
    await save(
      read.map((rule) => ({ ...rule, toldOver: true })),
      read,
    );

    expect((await rules.standing(6000)).map(({ number }) => number)).toEqual([2]);
    expect((await rules.list(10)).map(({ number }) => number)).toEqual([2, 1]);
  });

  it('are not written over what somebody else said meanwhile', async () => {
    const { rules, make, save } = await opened();
    await make('a', RULE);
    const read = await rules.standing(2000);
    await save(
      read.map((rule) => ({ ...rule, endedAtMs: 2000 })),
      read,
    );

    await expect(
      save(
        read.map((rule) => ({ ...rule, toldOver: true })),
        read,
      ),
    ).rejects.toThrow(Stale);
    expect(await rules.get(1)).toMatchObject({ endedAtMs: 2000, toldOver: false });
  });
});
