import { describe, expect, it } from 'vitest';
import type { Alert, AlertMessage } from '../../src/alerts/alert.ts';
import { createAlertMemory } from '../../src/alerts/stored.ts';
import { keptAlert, keptMessage, keptRule } from '../kit/kept-alerts.ts';
import { memoryStore } from '../kit/stores.ts';

describe('what is remembered of alerts', () => {
  async function opened() {
    const { db } = await memoryStore();
    const memory = createAlertMemory(db);
    const save = (alerts: readonly Alert[], messages: readonly AlertMessage[] = []) =>
      db.transaction().execute(async (on) => {
        await memory.alerts.save(on, alerts, []);
        await memory.messages.save(on, messages, []);
      });
    return { db, memory, save };
  }

  it('is read back as it was written', async () => {
    const { db, memory, save } = await opened();
    const diagnosed = keptAlert({
      suppressed: { by: 'inhibited', alert: 'other' },
      diagnosis: {
        ...{ question: 'reject 10.0.1.5', atMs: 5, verdict: 'nacl-inbound', confidence: 0.9 },
        ...{ summary: 'blocked', blocker: null, nextCheck: 'look' },
      },
    });
    await save([diagnosed], [keptMessage()]);
    await db.transaction().execute((on) => memory.rules.make(on, 'asked', keptRule()));

    expect(await memory.alerts.get(1)).toEqual({ ...diagnosed, number: 1 });
    expect(await memory.messages.get('m1')).toEqual(keptMessage());
    expect(await memory.rules.get(1)).toEqual({ ...keptRule(), number: 1 });
  });

  it('keeps what another version has put into it', async () => {
    const { memory, save } = await opened();
    const newer = { ...keptAlert(), stage: 'reconnaissance' };
    await save([newer]);

    expect(await memory.alerts.get(1)).toMatchObject({ stage: 'reconnaissance' });
  });

  it('is refused where it is no alert', async () => {
    const { db, memory, save } = await opened();
    await save([keptAlert()]);
    await db.updateTable('alert').set({ body: '{"id":"a"}' }).execute();

    await expect(memory.alerts.get(1)).rejects.toThrow(/finding/);
  });

  it('is refused where its finding lacks what a message tells of it', async () => {
    const { db, memory, save } = await opened();
    const { finding, ...alert } = keptAlert();
    await save([{ ...alert, finding }]);
    const { measured: _, ...detection } = finding.detection ?? {};
    await db
      .updateTable('alert')
      .set({ body: JSON.stringify({ ...alert, finding: { ...finding, detection } }) })
      .execute();

    await expect(memory.alerts.get(1)).rejects.toThrow(/a finding with a detection/);
  });

  it('is left out of what is looked after where it cannot be read, so that the others are', async () => {
    const { db, save } = await opened();
    await save([keptAlert({ id: 'broken', key: 'broken' }), keptAlert()]);
    await db.updateTable('alert').set({ body: '{}' }).where('id', '=', 'broken').execute();
    const unreadable: string[] = [];

    const memory = createAlertMemory(db, (id) => unreadable.push(id));

    expect((await memory.alerts.standing(0)).map(({ id }) => id)).toEqual([keptAlert().id]);
    expect(unreadable).toEqual(['broken']);
  });
});
