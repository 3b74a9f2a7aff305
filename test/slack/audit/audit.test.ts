import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SourceError } from '../../../src/query/source-error.ts';
import { createAudit } from '../../../src/store/audit.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { createSourceHealth } from '../../../src/store/source-health.ts';
import { type Call, startSlackApi } from '../../kit/slack-api.ts';
import { costly, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const ACCESS_KEY = `AKIA${'IOSFODNN7EXAMPLE'}`;

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

async function started(changes: Parameters<typeof startBot>[1] = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const store = changes.store ?? (await memoryStore());
  const bot = await startBot(api.settings, { ...changes, store });
  const port = bot.port ?? 0;
  const audit = createAudit(store.db);
  const deeds = () => audit.list({ start: 0, end: Number.MAX_SAFE_INTEGER, most: 100 });
  /** Waits until so many are in it. */
  const entered = (count: number) =>
    vi.waitFor(async () => {
      const found = await deeds();
      if (found.length < count) throw new Error(`only ${JSON.stringify(found)}`);
      return found;
    }, 10_000);
  const whispered = (text: string) =>
    vi.waitFor(() => {
      const found = api.of('response_url').find((call) => textOf(call).includes(text));
      if (!found) throw new Error(`nobody was told: ${JSON.stringify(api.of('response_url'))}`);
      return found;
    }, 10_000);
  return { api, port, store, deeds, entered, whispered };
}

describe('a question', () => {
  it('is in the audit log once it is answered, with who, where, what, which sources and what it took', async () => {
    const { api, port, store, entered } = await started();

    await api.command(port, { text: 'reject 10.0.1.5', trigger_id: 'T1' });

    expect(await entered(1)).toEqual([
      {
        ...{
          key: 'question/T1',
          at: expect.any(Number),
          by: 'U0ASKER',
          channel: 'C0OPS',
          action: 'question',
        },
        ...{ outcome: 'done', what: 'reject 10.0.1.5', sources: ['records'], bytes: 0, note: null },
        verdict: expect.any(String),
      },
    ]);
    expect(await createQuestions(store.db).get('T1')).toMatchObject({ sources: ['records'] });
    await vi.waitFor(async () =>
      expect(await createSourceHealth(store.db).list()).toMatchObject([{ source: 'records', ok: true }]),
    );
  });

  it('is there without the secrets that somebody pasted into it', async () => {
    const { api, port, entered } = await started();

    await api.command(port, { text: `reject 10.0.1.5 from "${ACCESS_KEY}"` });

    const [deed] = await entered(1);
    expect(deed?.what).toBe('reject 10.0.1.5 from "AKIA…"');
    expect(JSON.stringify(deed)).not.toContain(ACCESS_KEY.slice(4));
  });

  it('is there where the person may not ask it, with the reason', async () => {
    const refused = { kind: 'refused', because: 'Guests may not ask.', todo: 'Ask a member.' } as const;
    const { api, port, entered, whispered } = await started({ gate: { admit: async () => refused } });

    await api.command(port);

    expect(await entered(1)).toMatchObject([
      { outcome: 'refused', note: 'Guests may not ask.', sources: [] },
    ]);
    await whispered('Guests may not ask.');
    expect(api.of('chat.postMessage')).toEqual([]);
  });

  it('is there where a source fails, which is what is known of that source from then on', async () => {
    const { source } = costly();
    const failure = { attempted: 'start a query', happened: 'no route to host.', todo: 'Ask again.' };
    const run = async () => Promise.reject(new SourceError({ code: 'unavailable', ...failure }));
    const { api, port, store, entered } = await started({
      sources: [{ ...source, engine: { ...source.engine, run } }],
    });

    await api.command(port, { text: 'top' });

    expect(await entered(1)).toMatchObject([
      { outcome: 'failed', sources: ['records'], note: expect.stringContaining('no route to host') },
    ]);
    await vi.waitFor(async () =>
      expect(await createSourceHealth(store.db).list()).toMatchObject([{ source: 'records', ok: false }]),
    );
  });

  it('is there where it would pass a budget and nobody allows it', async () => {
    const { source } = costly();
    const budgets = { question: { bytes: 1 }, personPerDay: {}, perDay: {} };
    const { api, port, entered } = await started({ sources: [source], budgets, patience: 10 });

    await api.command(port, { text: 'top' });

    expect(await entered(1)).toMatchObject([{ outcome: 'failed', note: expect.stringContaining('Stopped') }]);
  });

  it('is there where Slack does not take it', async () => {
    const { api, port, entered } = await started();
    api.intercept(({ method }) =>
      method === 'chat.postMessage' ? { body: { ok: false, error: 'is_archived' } } : undefined,
    );

    await api.command(port);

    expect(await entered(1)).toMatchObject([
      { outcome: 'failed', note: expect.stringContaining('is_archived') },
    ]);
  });
});

describe('the audit log in Slack', () => {
  const access = { rules: [], externalChannels: [], guests: [], auditors: ['U0ASKER'] };

  it('is shown to auditors alone, and that they looked is in it', async () => {
    const { api, port, entered, whispered } = await started({ access });
    await api.command(port, { text: 'reject 10.0.1.5', user_id: 'U0OTHER' });
    await entered(1);

    const acknowledgement = await api.command(port, { text: 'audit last 2h', trigger_id: 'T2' });

    expect(await acknowledgement.text()).toBe('');
    await whispered('Audit log: ');
    expect(await entered(2)).toMatchObject([
      { key: 'audit/T2', action: 'audit', outcome: 'done', what: 'audit last 2h' },
      { action: 'question', by: 'U0OTHER' },
    ]);
    expect(api.of('chat.postMessage').map(textOf).join()).not.toContain('Audit log');
  });

  it('is refused to everybody else, who are told who can allow it', async () => {
    const { api, port, entered, whispered } = await started();

    await api.command(port, { text: 'audit' });

    await whispered('access.auditors');
    expect(await entered(1)).toMatchObject([{ action: 'audit', outcome: 'refused' }]);
  });

  it('is listed for one person', async () => {
    const now = Date.now();
    const { api, port, store, whispered } = await started({ access, now: () => now });
    const audit = createAudit(store.db);
    for (const by of ['U0BOB', 'U0CAROL']) {
      await audit.enter({
        ...{ key: by, at: now - 5000, by, channel: null, action: 'share', outcome: 'done', what: `of ${by}` },
        ...{ sources: [], bytes: null, verdict: null, note: null },
      });
    }

    await api.command(port, { text: 'audit by <@U0BOB|bob>' });

    const told = textOf(await whispered('of U0BOB'));
    expect(told).not.toContain('U0CAROL');
  });

  it('comes as a file into the auditor’s own conversation', async () => {
    const { api, port, entered, whispered } = await started({ access });
    api.intercept(({ method, args }) =>
      method === 'chat.postMessage' && args['channel'] === 'U0ASKER'
        ? { body: { ok: true, channel: 'D0ASKER', ts: '1.1' } }
        : undefined,
    );

    await api.command(port, { text: 'audit as csv' });

    await whispered('to you alone');
    await vi.waitFor(() => expect(api.of('files.completeUploadExternal')).toHaveLength(1));
    expect(api.of('files.completeUploadExternal')[0]?.args).toMatchObject({ channel_id: 'D0ASKER' });
    expect(api.of('upload')[0]?.args).toMatchObject({ begins: 'time,by,' });
    expect(await entered(1)).toMatchObject([{ action: 'export', outcome: 'done' }]);
  });

  it('is answered in a thread to the auditor alone, too', async () => {
    const { api, port } = await started({ access });
    const event = {
      type: 'app_mention',
      user: 'U0ASKER',
      text: '<@U0FLOWS> audit',
      channel: 'C0OPS',
      ts: '5.5',
    };

    await api.event(port, event);

    await vi.waitFor(() => expect(api.of('chat.postEphemeral')).toHaveLength(1));
    expect(api.of('chat.postEphemeral')[0]?.args).toMatchObject({ user: 'U0ASKER', thread_ts: '5.5' });
    expect(api.of('chat.postMessage')).toEqual([]);
  });
});

describe('what is older than it is kept', () => {
  it('is forgotten as the bot starts', async () => {
    const store = await memoryStore();
    await store.db
      .insertInto('handled')
      .values({ key: 'Ev1', at: Date.now() - 15 * 86_400_000 })
      .execute();

    await started({ store });

    await vi.waitFor(async () =>
      expect(await store.db.selectFrom('handled').selectAll().execute()).toEqual([]),
    );
  });
});
