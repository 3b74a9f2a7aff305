import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createReadiness, type ReadinessParts } from '../../../src/slack/health/readiness.ts';
import { createSourceHealth } from '../../../src/store/source-health.ts';
import { freePort } from '../../kit/free-port.ts';
import { startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { startSocketSlack } from '../../kit/socket-slack.ts';
import { DATABASES, memoryStore, openedStore } from '../../kit/stores.ts';

const NOW = 1_764_000_000_000;
const IDLE = { count: 0, isClosed: false };

function looks(parts: Pick<ReadinessParts, 'store'> & Partial<ReadinessParts>) {
  return createReadiness({
    ...{ sources: [{ name: 'core' }, { name: 'edge' }], running: IDLE, alerts: () => null },
    isTokenLost: () => false,
    now: () => NOW,
    transport: () => ({ mode: 'socket', isConnected: () => true }),
    ...parts,
  })();
}

describe.each(DATABASES)('a bot on %s', (_, settings) => {
  it('is ready before any source was asked', async () => {
    const store = await openedStore(await settings());

    expect(await looks({ store })).toEqual({
      ...{ ok: true, mode: 'socket', running: 0, slack: { ok: true }, store: { ok: true } },
      sources: { ok: true, answering: 0, failing: 0, unasked: 2 },
    });
  });

  it('is ready as long as one source answers, and not once all have failed', async () => {
    const store = await openedStore(await settings());
    const health = createSourceHealth(store.db);
    const heard = (source: string, ok: boolean, at: number) => ({ source, ok, at, because: null });

    await health.note([heard('core', false, NOW), heard('edge', true, NOW), heard('gone', true, NOW)]);
    expect(await looks({ store })).toMatchObject({
      ...{ ok: true, sources: { ok: true, answering: 1, failing: 1, unasked: 0 } },
    });

    await health.note([heard('edge', false, NOW + 1)]);
    expect(await looks({ store })).toMatchObject({ ok: false, sources: { ok: false, failing: 2 } });
  });

  it('is ready again ten minutes after all have failed, though nobody has asked since', async () => {
    const store = await openedStore(await settings());
    const failed = ['core', 'edge'].map((source) => ({ source, ok: false, at: NOW, because: null }));
    await createSourceHealth(store.db).note(failed);

    expect(await looks({ store, now: () => NOW + 599_000 })).toMatchObject({ ok: false });
    expect(await looks({ store, now: () => NOW + 600_000 })).toMatchObject({
      ...{ ok: true, sources: { ok: true, answering: 0, failing: 0, unasked: 2 } },
    });
  });

  it('is ready where all failed by a clock that is far ahead', async () => {
    const store = await openedStore(await settings());
    const failed = ['core', 'edge'].map((source) => ({ source, ok: false, at: NOW, because: null }));
    await createSourceHealth(store.db).note(failed);

    expect(await looks({ store, now: () => NOW - 3_600_000 })).toMatchObject({ ok: true });
  });

  it('is not ready while its store does not answer', async () => {
    const store = await openedStore(await settings());
    await store.db.schema.alterTable('source_health').renameTo('away').execute();

    expect(await looks({ store })).toMatchObject({ ok: false, slack: { ok: true }, store: { ok: false } });
  });
});

describe('a bot', () => {
  it('is not ready while Slack cannot reach it or takes its token no more, or while it stops', async () => {
    const store = await memoryStore();
    const transport = () => ({ mode: 'http', isConnected: () => false }) as const;

    expect(await looks({ store, transport })).toMatchObject({ ok: false, slack: { ok: false } });
    expect(await looks({ store, running: { ...IDLE, isClosed: true } })).toMatchObject({ ok: false });
    expect(await looks({ store, isTokenLost: () => true })).toMatchObject({ slack: { ok: false } });
  });

  it('is alive, and not ready, while Slack has said no hello over the socket that it opened', async () => {
    const slack = await startSocketSlack();
    onTestFinished(() => slack.close());
    slack.hush(true);
    const healthPort = await freePort();
    const started = startBot(slack.settings, { healthPort }).catch((error: unknown) => String(error));
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${healthPort}/${path}`)).status;

    await vi.waitFor(() => expect(slack.opened()).toBe(1));

    expect([await ask('healthz'), await ask('readyz')]).toEqual([200, 503]);
    void started;
  });

  it('is alive as long as it answers, and says nothing else there', async () => {
    const slack = await startSlackApi();
    onTestFinished(() => slack.close());
    const { port } = await startBot(slack.settings);

    const [alive, ready, other] = await Promise.all(
      ['healthz', 'readyz', 'health'].map((path) => fetch(`http://127.0.0.1:${port}/${path}`)),
    );

    expect([alive?.status, await alive?.json()]).toEqual([200, { ok: true }]);
    expect(ready?.headers.get('cache-control')).toBe('no-store');
    expect(await ready?.json()).toMatchObject({ ok: true, mode: 'http' });
    expect(other?.status).toBe(404);
  });
});
