import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Gate } from '../../../src/access/access.ts';
import type { Source } from '../../../src/investigation/source.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import { createAudit } from '../../../src/store/audit.ts';
import type { Store } from '../../../src/store/store.ts';
import { createWatches } from '../../../src/store/watches.ts';
import { END, LISTING } from '../../kit/answers.ts';
import { ANSWER, remember } from '../../kit/remembered.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { costly, QUICK, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const AT = { channel: 'C0OPS', ts: '1700000000.000200' };
const EVERY = 300_000;

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

/** Fails as often as it is asked. */
const BROKEN: Source = {
  ...QUICK,
  engine: {
    ...QUICK.engine,
    run: () =>
      Promise.reject(
        new SourceError({
          code: 'access-denied',
          attempted: 'read',
          happened: 'it was denied',
          todo: 'Allow it.',
        }),
      ),
  },
};

interface Changes {
  readonly source?: Source;
  readonly store?: Store;
  readonly budgets?: { readonly question: object; readonly personPerDay: object; readonly perDay: object };
}

/** A bot whose clock stands until it is moved, and a question that was answered just now. */
async function started({ source = QUICK, store: before, budgets }: Changes = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const store = before ?? (await memoryStore());
  let clock = END * 1000;
  let isRefused = false;
  const gate: Gate = {
    admit: async () =>
      isRefused
        ? { kind: 'refused', because: 'No.', todo: 'Ask elsewhere.' }
        : { kind: 'allowed', sources: [source], budgets },
  };
  const bot = await startBot(api.settings, { store, gate, sources: [source], now: () => clock, glance: 10 });
  const watches = createWatches(store.db);
  const press = (action_id: string, value: string, user?: string) =>
    api.press(bot.port ?? 0, { action_id, value }, AT, user);
  return {
    api,
    bot,
    store,
    watches,
    press,
    audit: createAudit(store.db),
    pass: (milliseconds: number) => {
      clock += milliseconds;
    },
    refuse: () => {
      isRefused = true;
    },
    /** Begins one, of which the first run finds nothing of the traffic any more. */
    watch: async (id = 'Q1', user?: string) => {
      await press('flows-watch', id, user);
      await eventually(api, 'chat.postMessage', 'Stop watching');
      const [watch] = await watches.on();
      if (!watch) throw new Error('none is on');
      return watch;
    },
    /** Resolves when so many runs have been made. */
    ran: (times: number, watch: string) =>
      vi.waitFor(async () => expect((await watches.get(watch))?.seen.asked).toBe(times), 15_000),
  };
}

describe('the Watch button', () => {
  it('says in the thread until when it is watched, with a button that stops it', async () => {
    const { api, store, watch } = await started();
    await remember(store, { text: '<@U0FLOWS> reject 10.0.1.5' });

    await watch();

    const notice = await eventually(api, 'chat.postMessage', 'Stop watching');
    expect(textOf(notice)).toContain('`reject 10.0.1.5`');
    expect(notice.args).toMatchObject({ channel: 'C0OPS', thread_ts: AT.ts });
    expect(textOf(notice)).toMatch(/Watching until 17:37 CET: asked again every 5 min/);
    expect(textOf(notice)).toContain('for <@U0OTHER>, on their budget');
  });

  it.each([
    ['a time in the past', { askedAt: (END + 86_400) * 1000 }, ANSWER, 'about a time in the past'],
    ['a list', {}, LISTING, 'no verdict that could change'],
  ])('does not watch %s, and says so to the person alone', async (_, changes, answer, said) => {
    const { api, store, press, watches } = await started();
    await remember(store, changes, answer);

    await press('flows-watch', 'Q1');

    const told = await eventually(api, 'chat.postEphemeral', said);
    expect(told.args).toMatchObject({ user: 'U0OTHER', channel: 'C0OPS' });
    expect(await watches.on()).toEqual([]);
  });

  it('does nothing for who may not ask, and shows them nothing', async () => {
    const { api, store, press, refuse, watches } = await started();
    await remember(store);
    refuse();

    await press('flows-watch', 'Q1');

    expect(textOf(await eventually(api, 'chat.postEphemeral', 'Not watched'))).not.toMatch(/10\.0\.|acl-/);
    expect(await watches.on()).toEqual([]);
  });

  it('watches three questions for one person, and none twice', async () => {
    const { api, store, press, watches } = await started();
    for (const id of ['Q1', 'Q2', 'Q3', 'Q4']) await remember(store, { id });

    for (const id of ['Q1', 'Q2', 'Q3']) {
      await press('flows-watch', id);
      await vi.waitFor(async () =>
        expect(await watches.on()).toContainEqual(expect.objectContaining({ question: id })),
      );
    }
    await press('flows-watch', 'Q4');
    await eventually(api, 'chat.postEphemeral', 'You have 3 watches on');
    await press('flows-watch', 'Q1', 'U0ASKER');
    await eventually(api, 'chat.postEphemeral', 'being watched for somebody else already');

    expect(await watches.on()).toHaveLength(3);
  });
});

describe('a question that is watched', () => {
  it('is told of when its verdict changes, with what it was before, and not again while it stays', async () => {
    const { api, store, watch, pass, ran, audit } = await started();
    await remember(store);
    const { id } = await watch();

    pass(EVERY);
    const news = await eventually(api, 'chat.postMessage', '*Changed*');
    await ran(1, id);
    pass(EVERY);
    await ran(2, id);

    expect(news.args).toMatchObject({ channel: 'C0OPS', thread_ts: AT.ts });
    expect(textOf(news)).toMatch(/Before: nacl-return-outbound, blocked by acl-\w+ outbound rule \*/);
    expect(api.of('chat.postMessage').filter((call) => textOf(call).includes('*Changed*'))).toHaveLength(1);
    const deeds = await audit.list({ start: 0, end: Number.MAX_SAFE_INTEGER, by: 'watch', most: 10 });
    expect(deeds).toMatchObject([
      { what: 'reject 10.0.1.5', note: 'watched for U0OTHER' },
      { what: 'reject 10.0.1.5', note: 'watched for U0OTHER' },
    ]);
  });

  it('is asked about a window that has moved on with the clock', async () => {
    const windows: number[] = [];
    const { engine, ...rest } = QUICK;
    const source: Source = {
      ...rest,
      engine: {
        ...engine,
        run: (query, options) => {
          windows.push(query.window.end);
          return engine.run(query, options);
        },
      },
    };
    const { store, watch, pass, ran } = await started({ source });
    await remember(store);
    const { id } = await watch();

    pass(EVERY);
    await ran(1, id);

    expect(new Set(windows)).toEqual(new Set([END + 300]));
  });

  it('ends after two hours, and says how often it was asked', async () => {
    const { api, store, watch, pass, ran, watches } = await started();
    await remember(store);
    const { id } = await watch();
    pass(EVERY);
    await ran(1, id);

    pass(2 * 3_600_000);
    const end = await eventually(api, 'chat.postMessage', 'its time is over');

    expect(textOf(end)).toContain('Asked again 1 time: 1 change, now');
    expect(textOf(await eventually(api, 'chat.update', 'This watch has ended'))).not.toContain(
      'flows-unwatch',
    );
    expect(await watches.on()).toEqual([]);
  });

  it('does not say that nothing changed where it could not be answered', async () => {
    const { api, store, watch, pass, ran } = await started({ source: BROKEN });
    await remember(store);
    const { id } = await watch();
    pass(EVERY);
    await ran(1, id);

    pass(2 * 3_600_000);
    const end = await eventually(api, 'chat.postMessage', 'its time is over');

    expect(textOf(end)).toContain('1 of them without an answer: so nothing is known of a change');
    expect(api.of('chat.postMessage').some((call) => textOf(call).includes('*Changed*'))).toBe(false);
  });

  it('ends, and is not run, where it would pass a budget of the person who watches', async () => {
    const { source, windows } = costly();
    const budgets = { question: { bytes: 50e9 }, personPerDay: {}, perDay: {} };
    const { api, store, watch, pass } = await started({ source, budgets });
    await remember(store);
    await watch();

    pass(EVERY);
    const end = await eventually(api, 'chat.postMessage', 'it would pass a budget');

    expect(textOf(end)).toContain('This would scan about 120 GB');
    expect(windows).toEqual([]);
  });

  it('ends with a word to the person alone when they may not ask it any more', async () => {
    const { api, store, watch, pass, refuse } = await started();
    await remember(store);
    await watch();
    const before = api.of('chat.postMessage').length;

    refuse();
    pass(EVERY);
    const told = await eventually(api, 'chat.postEphemeral', 'Your watch here has ended');

    expect(told.args).toMatchObject({ user: 'U0OTHER' });
    expect(api.of('chat.postMessage')).toHaveLength(before);
  });

  it('is stopped by its button, once', async () => {
    const { api, store, watch, press, watches } = await started();
    await remember(store);
    const { id } = await watch();

    await press('flows-unwatch', id, 'U0ASKER');
    await eventually(api, 'chat.postMessage', '<@U0ASKER> stopped it.');
    await press('flows-unwatch', id, 'U0ASKER');
    await eventually(api, 'response_url', 'has ended already');

    expect(await watches.on()).toEqual([]);
  });

  it('is watched on by the process that comes after', async () => {
    const first = await started();
    await remember(first.store);
    await first.watch();
    await first.bot.stop();

    const second = await started({ store: first.store });
    second.pass(EVERY);

    await eventually(second.api, 'chat.postMessage', '*Changed*');
  });
});
