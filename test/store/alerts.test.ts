import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAlerts } from '../../src/store/alerts.ts';
import { Stale } from '../../src/store/stale.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const Body = z.object({
  id: z.string(),
  number: z.int(),
  key: z.string(),
  source: z.string(),
  detector: z.string(),
  state: z.string(),
  severity: z.string(),
  suppressed: z.object({ by: z.string() }).nullable(),
  first: z.int(),
  last: z.int(),
  resolvedAt: z.int().nullable(),
  message: z.string().nullable(),
  updatedAtMs: z.int(),
  words: z.string(),
});
type Body = z.infer<typeof Body>;

const ALERT: Body = {
  words: 'a scan from “inside”',
  id: 'scan|1|a@1000',
  number: 0,
  key: 'scan|1|a',
  source: 'production',
  detector: 'port-scan',
  state: 'firing',
  severity: 'high',
  suppressed: null,
  first: 1000,
  last: 2000,
  resolvedAt: null,
  message: null,
  updatedAtMs: 2_000_000,
};

describe.each(DATABASES)('alerts, on %s', (_, settings) => {
  async function opened() {
    const { db } = await openedStore(await settings());
    const alerts = createAlerts(
      db,
      (body) => Body.parse(body),
      (id, error) => {
        throw new TypeError(`${id} cannot be read`, { cause: error });
      },
    );
    const save = (changed: readonly Body[], before: readonly Body[] = []) =>
      db.transaction().execute((on) => alerts.save(on, changed, before));
    return { alerts, save };
  }

  it('are kept whole, and get the numbers that people say in the order in which they come', async () => {
    const { alerts, save } = await opened();

    await save([ALERT, { ...ALERT, id: 'second' }]);

    expect(await alerts.get(1)).toEqual({ ...ALERT, number: 1 });
    expect(await alerts.byIds(['second'])).toMatchObject([{ number: 2 }]);
    expect(await alerts.get(3)).toBeNull();
  });

  it('keep their numbers as they change', async () => {
    const { alerts, save } = await opened();
    await save([ALERT]);
    const [known] = await alerts.byIds([ALERT.id]);
    if (!known) throw new Error('it is not there');

    for (const last of [3000, 4000]) {
      const before = await alerts.byIds([ALERT.id]);
      await save([{ ...known, last }], before);
    }
    await save([{ ...ALERT, id: 'second' }]);

    expect(await alerts.get(1)).toMatchObject({ last: 4000 });
    expect(await alerts.byIds(['second'])).toMatchObject([{ number: 2 }]);
  });

  it('are not written over what somebody else wrote meanwhile, and nothing else of that transaction is', async () => {
    const { alerts, save } = await opened();
    await save([ALERT]);
    const read = await alerts.byIds([ALERT.id]);
    await save(
      read.map((one) => ({ ...one, words: 'acknowledged' })),
      read,
    );

    const late = save([{ ...ALERT, id: 'second' }, ...read.map((one) => ({ ...one, last: 9 }))], read);

    await expect(late).rejects.toThrow(Stale);
    expect(await alerts.get(1)).toMatchObject({ words: 'acknowledged', last: 2000 });
    expect(await alerts.byIds(['second'])).toEqual([]);
  });

  it('begin once, whoever saw them first', async () => {
    const { save } = await opened();
    await save([ALERT]);

    await expect(save([ALERT])).rejects.toThrow(Stale);
  });

  it('stand as long as they are not resolved, and as long as they may come back', async () => {
    const { alerts, save } = await opened();
    const resolved = { ...ALERT, state: 'resolved' };
    await save([
      ALERT,
      { ...resolved, id: 'lately', resolvedAt: 5000 },
      { ...resolved, id: 'long ago', resolvedAt: 4999 },
    ]);

    expect((await alerts.standing(5000)).map(({ id }) => id)).toEqual([ALERT.id, 'lately']);
  });

  it('are listed by what became of them, the newest first', async () => {
    const { alerts, save } = await opened();
    await save([
      ALERT,
      { ...ALERT, id: 'muted', suppressed: { by: 'mute' } },
      { ...ALERT, id: 'over', state: 'resolved', resolvedAt: 2000 },
      { ...ALERT, id: 'later', first: 8000, last: 9000 },
    ]);
    const window = { start: 0, end: 5000 };
    const idsOf = async (which: 'open' | 'suppressed' | 'resolved' | 'all') =>
      (await alerts.list({ which, window, most: 10 })).map(({ id }) => id);

    expect(await idsOf('open')).toEqual([ALERT.id]);
    expect(await idsOf('suppressed')).toEqual(['muted']);
    expect(await idsOf('resolved')).toEqual(['over']);
    expect(await idsOf('all')).toEqual(['over', 'muted', ALERT.id]);
  });
});
