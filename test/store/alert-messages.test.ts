import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAlertMessages } from '../../src/store/alert-messages.ts';
import { Stale } from '../../src/store/stale.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const Body = z.object({
  id: z.string(),
  channel: z.string(),
  kind: z.string(),
  day: z.string(),
  revision: z.int(),
  openedAtMs: z.int(),
  ts: z.string().nullable(),
  alerts: z.array(z.string()),
});
type Body = z.infer<typeof Body>;

const MESSAGE: Body = {
  id: 'M1',
  channel: 'C0OPS',
  kind: 'alert',
  day: '2026-11-25',
  revision: 1,
  openedAtMs: 1000,
  ts: null,
  alerts: ['a'],
};

describe.each(DATABASES)('messages that tell of alerts, on %s', (_, settings) => {
  async function opened() {
    const { db } = await openedStore(await settings());
    const messages = createAlertMessages(db, (body) => Body.parse(body));
    const save = (changed: readonly Body[], before: readonly Body[] = []) =>
      db.transaction().execute((on) => messages.save(on, changed, before));
    return { messages, save };
  }

  it('are found by id, by day, and by where they stand', async () => {
    const { messages, save } = await opened();
    await save([MESSAGE, { ...MESSAGE, id: 'M2', day: '2026-11-24' }]);
    await messages.posted('M1', '1.1');

    expect(await messages.get('M1')).toEqual({ ...MESSAGE, ts: '1.1' });
    expect((await messages.byIds(['M1', 'M2', 'M3'])).map(({ id }) => id)).toEqual(['M1', 'M2']);
    expect((await messages.ofDay('2026-11-24')).map(({ id }) => id)).toEqual(['M2']);
    expect(await messages.at('C0OPS', '1.1')).toMatchObject({ id: 'M1' });
    expect(await messages.at('C0OPS', '1.2')).toBeNull();
  });

  it('stand where they were posted first, also when they are posted while others decide', async () => {
    const { messages, save } = await opened();
    await save([MESSAGE]);
    const read = await messages.byIds(['M1']);

    await messages.posted('M1', '1.1');
    await save(
      read.map((one) => ({ ...one, revision: 2, alerts: ['a', 'b'] })),
      read,
    );
    await messages.posted('M1', '9.9');

    expect(await messages.get('M1')).toEqual({ ...MESSAGE, revision: 2, alerts: ['a', 'b'], ts: '1.1' });
  });

  it('are not written over what somebody else decided meanwhile', async () => {
    const { messages, save } = await opened();
    await save([MESSAGE]);
    const read = await messages.byIds(['M1']);
    await save(
      read.map((one) => ({ ...one, revision: 2 })),
      read,
    );

    await expect(
      save(
        read.map((one) => ({ ...one, alerts: [] })),
        read,
      ),
    ).rejects.toThrow(Stale);
    await expect(save([MESSAGE])).rejects.toThrow(Stale);
  });
});
