import { describe, expect, it } from 'vitest';
import { createDeliveries } from '../../src/store/deliveries.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const CARD = {
  key: 'share-1/card',
  channel: 'C0OPS',
  thread: null,
  content: '"first"',
  at: 1_764_000_000_000,
};

describe.each(DATABASES)('deliveries in the store, on %s', (_, settings) => {
  it('keep the content that they had first', async () => {
    const deliveries = createDeliveries((await openedStore(await settings())).db);
    await deliveries.begin(CARD);

    expect(await deliveries.begin({ ...CARD, content: '"second"' })).toEqual({
      ...{ content: '"first"', state: 'waiting', sendingAt: null },
      ...{ channel: 'C0OPS', ts: null, file: null, failure: null },
    });
  });

  it('know since when they may have arrived, whatever was tried afterwards', async () => {
    const deliveries = createDeliveries((await openedStore(await settings())).db);
    await deliveries.begin(CARD);

    await deliveries.sending(CARD.key, 1_764_000_001_000);
    await deliveries.sending(CARD.key, 1_764_000_009_000);

    expect(await deliveries.begin(CARD)).toMatchObject({ state: 'sending', sendingAt: 1_764_000_001_000 });
  });

  it('know where they arrived, which file was uploaded, or why they did not arrive', async () => {
    const deliveries = createDeliveries((await openedStore(await settings())).db);
    const file = { ...CARD, key: 'share-1/file' };
    const refused = { ...CARD, key: 'share-1/note' };
    for (const one of [CARD, file, refused]) await deliveries.begin(one);

    await deliveries.sent(CARD.key, { channel: 'D0YOU', ts: '1700.1' });
    await deliveries.uploaded(file.key, 'F1', '"records.csv"');
    await deliveries.refused(refused.key, '{"kind":"refused"}');

    expect(await deliveries.begin(CARD)).toMatchObject({ state: 'sent', channel: 'D0YOU', ts: '1700.1' });
    expect(await deliveries.begin(file)).toMatchObject({ file: 'F1', content: '"records.csv"' });
    expect(await deliveries.begin(refused)).toMatchObject({
      state: 'refused',
      failure: '{"kind":"refused"}',
    });
    await deliveries.lost(file.key);
    expect((await deliveries.begin(file)).file).toBeNull();
  });

  it('that came to nothing begin anew: forgotten where they are surely nowhere, else to be looked for', async () => {
    const deliveries = createDeliveries((await openedStore(await settings())).db);
    for (const key of ['nowhere', 'unclear', 'sent']) {
      await deliveries.begin({ ...CARD, key });
      await deliveries.sending(key, CARD.at);
    }
    await deliveries.refused('nowhere', '"refused"');
    await deliveries.refused('unclear', '"unclear"');
    await deliveries.sent('sent', { channel: 'C0OPS', ts: '1700.1' });

    for (const key of ['nowhere', 'unclear', 'sent'])
      await deliveries.anew(key, (failure) => failure === '"refused"');

    const now = await Promise.all(
      ['nowhere', 'unclear', 'sent'].map((key) => deliveries.begin({ ...CARD, key, content: '"second"' })),
    );
    expect(now).toMatchObject([
      { state: 'waiting', sendingAt: null, content: '"second"' },
      { state: 'sending', sendingAt: CARD.at, content: '"first"', failure: null },
      { state: 'sent', ts: '1700.1' },
    ]);
  });
});
