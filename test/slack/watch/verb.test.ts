import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Diagnosis } from '../../../src/diagnosis/diagnosis.ts';
import { isSo } from '../../../src/slack/watch/condition.ts';
import { createWatches } from '../../../src/store/watches.ts';
import { DROPPED_REPLY, diagnosis, END, LISTING } from '../../kit/answers.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { QUICK, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

function eventually(api: SlackApi, method: string, part: string): Promise<Call> {
  return vi.waitFor(() => {
    const call = api.of(method).find((one) => textOf(one).includes(part));
    if (!call) throw new Error(`no such ${method} yet: ${JSON.stringify(api.of(method))}`);
    return call;
  }, 15_000);
}

/** A bot whose source finds nothing, and whose clock stands until it is moved. */
async function started() {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const store = await memoryStore();
  let clock = END * 1000;
  const { port } = await startBot(api.settings, { store, sources: [QUICK], now: () => clock, glance: 10 });
  return {
    ...{ api, store, watches: createWatches(store.db) },
    type: (text: string) => api.command(port ?? 0, { channel_id: 'C0OPS', user_id: 'U0ASKER', text }),
    pass: (milliseconds: number) => {
      clock += milliseconds;
    },
  };
}

describe('watch', () => {
  it('asks the question in the channel, and says in its thread what is waited for and how it stands', async () => {
    const { api, type, watches } = await started();

    await type('watch reject 10.0.1.5 every 10m when not healthy for 8h');

    const notice = await eventually(api, 'chat.postMessage', 'Stop watching');
    expect(textOf(notice)).toContain('asked again every 10 min, and told here when it is not healthy');
    expect(textOf(notice)).toContain('It is not so now.');
    expect(notice.args['thread_ts']).toBeDefined();
    expect(await watches.on()).toMatchObject([{ everySeconds: 600, until: (END + 28_800) * 1000 }]);
  });

  it('tells when it is so, and shows it in place', async () => {
    const { api, store, type, watches, pass } = await started();
    await type('watch reject 10.0.1.5 when logs-incomplete');
    await eventually(api, 'chat.postMessage', 'Stop watching');
    const [watch] = await watches.on();
    expect(watch?.seen).toMatchObject({ verdict: 'logs-incomplete', isMet: true });
    // As if there had been records so far.
    const before = { ...watch?.seen, verdict: 'healthy', isMet: false };
    await store.db
      .updateTable('watch')
      .set({ seen: JSON.stringify(before) })
      .execute();

    pass(301_000);

    const news = await eventually(api, 'chat.postMessage', '*It is so* at');
    expect(textOf(news)).toContain('it is logs-incomplete');
    await eventually(api, 'chat.update', 'It is so now: it is logs-incomplete.');
  });

  it('says nothing where it cannot be told any more', async () => {
    const { api, store, type, watches, pass } = await started();
    await type('watch reject 10.0.1.5 when rejected');
    await eventually(api, 'chat.postMessage', 'Stop watching');
    const [watch] = await watches.on();
    const before = { ...watch?.seen, verdict: 'sg-inbound', isMet: true };
    await store.db
      .updateTable('watch')
      .set({ seen: JSON.stringify(before) })
      .execute();

    pass(301_000);
    await vi.waitFor(async () => expect((await watches.get(watch?.id ?? ''))?.seen.asked).toBe(1), 15_000);

    expect((await watches.get(watch?.id ?? ''))?.seen.isMet).toBe(true);
    expect(api.of('chat.postMessage').some((call) => textOf(call).includes('It is over'))).toBe(false);
  });

  it('lists those of the person, and ends one by its name', async () => {
    const { api, type, watches } = await started();
    await type('watch reject 10.0.1.5 when rejected');
    const notice = await eventually(api, 'chat.postMessage', 'Stop watching');
    const [name] = /W-[0-9a-f]{6}/.exec(textOf(notice)) ?? [''];

    await type('watch list');
    expect(textOf(await eventually(api, 'response_url', 'every 5 min'))).toContain(name);
    await type(`watch end ${name}`);

    await eventually(api, 'chat.postMessage', 'has ended: <@U0ASKER> stopped it');
    expect(await watches.on()).toEqual([]);
  });

  it('watches no question that cannot be understood, and says why', async () => {
    const { api, type } = await started();

    await type('watch rejct 10.0.1.5 when rejected');

    await eventually(api, 'response_url', 'reject 10.0.1.5');
  });
});

describe('what is waited for', () => {
  const list = LISTING.kind === 'diagnosis' ? LISTING.diagnosis : diagnosis();
  const verdict = (of: Diagnosis['verdict']): Diagnosis => ({ ...diagnosis([DROPPED_REPLY]), verdict: of });

  it('is so where the verdict says that it is', () => {
    expect(isSo({ kind: 'rejected' }, verdict('sg-inbound'))).toBe(true);
    expect(isSo({ kind: 'rejected' }, verdict('healthy'))).toBe(false);
    expect(isSo({ kind: 'not-healthy' }, verdict('no-reply'))).toBe(true);
    expect(isSo({ kind: 'verdict', verdict: 'no-route' }, verdict('no-route'))).toBe(true);
  });

  it('cannot be told from silence', () => {
    expect(isSo({ kind: 'rejected' }, verdict('no-records'))).toBeNull();
    expect(isSo({ kind: 'not-healthy' }, verdict('logs-incomplete'))).toBeNull();
  });

  it('is an amount of the largest of a list', () => {
    const rows = [{ bytes: 10 }, { bytes: 3e9 }];
    const columns = [{ key: 'bytes', title: 'Bytes', unit: 'bytes' as const }];

    expect(isSo({ kind: 'over', value: 2e9, unit: 'bytes' }, { ...list, columns, rows })).toBe(true);
    expect(isSo({ kind: 'over', value: 2e9, unit: 'packets' }, { ...list, columns, rows })).toBeNull();
  });
});
