import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAudit } from '../../../src/store/audit.ts';
import { createIncidents } from '../../../src/store/incidents.ts';
import { createJudgements } from '../../../src/store/judgements.ts';
import { createSourceHealth } from '../../../src/store/source-health.ts';
import { createWatches } from '../../../src/store/watches.ts';
import { decided } from '../../kit/alerting-bot.ts';
import { storedAlert } from '../../kit/alerts.ts';
import { closedIn, remember } from '../../kit/remembered.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { QUICK, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const DIRECT = 'D0ASKER';

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

function eventually(api: SlackApi, method: string, part = ''): Promise<Call> {
  return vi.waitFor(() => {
    const call = api.of(method).findLast((one) => textOf(one).includes(part));
    if (!call) throw new Error(`no such ${method} yet: ${JSON.stringify(api.of(method))}`);
    return call;
  }, 15_000);
}

/** A bot with one source that everybody may ask but U0GUEST. */
async function started() {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const store = await memoryStore();
  const gate = closedIn([QUICK], 'U0GUEST', 'C0SECRET');
  const { port } = await startBot(api.settings, {
    store,
    gate,
    sources: [QUICK, { ...QUICK, name: 'payments' }],
  });
  const open = (user = 'U0ASKER', tab = 'home') =>
    api.event(port ?? 0, { type: 'app_home_opened', user, channel: DIRECT, tab, event_ts: '1.1' });
  const press = (action_id: string, value: string, user = 'U0ASKER') =>
    api.pressHome(port ?? 0, { action_id, value: `${DIRECT} ${value}` }, user);
  return { api, store, open, press };
}

describe('the Home tab', () => {
  it('shows what the person asked: the verdict, when, where, and a link to the thread', async () => {
    const { api, store, open } = await started();
    await remember(store);
    await remember(store, { id: 'Q2', askedBy: 'U0OTHER', text: 'reject 10.9.9.9' });

    await open();
    const home = await eventually(api, 'views.publish');

    expect(home.args).toMatchObject({ user_id: 'U0ASKER', view: { type: 'home' } });
    expect(textOf(home)).toMatch(/:red_circle: \*[^*]+drops the replies/);
    expect(textOf(home)).toContain('in <#C0OPS>');
    expect(textOf(home)).toContain('<https://test.slack.com/archives/C0OPS/p1|Open the thread>');
    expect(textOf(home)).not.toContain('10.9.9.9');
  });

  it('shows the alerts that go on, of sources that the person may ask alone', async () => {
    const { api, store, open } = await started();
    const told = { number: 0, toldSeverity: 'medium' as const };
    await decided(store, {
      alerts: [
        storedAlert(told),
        storedAlert({ ...told, id: 'A2', source: 'payments', owner: 'U0SECRET' }),
        storedAlert({ ...told, id: 'A3', state: 'pending', owner: 'U0PENDING' }),
        storedAlert({ ...told, id: 'A4', state: 'resolved', owner: 'U0OVER' }),
      ],
    });

    await open();
    const home = await eventually(api, 'views.publish', 'rejects 412 sources');

    expect(textOf(home)).toContain('*A-1* · medium · reject-spike · since 14:47 CET');
    expect(textOf(home)).toContain('in <#C0ALERTS>');
    expect(textOf(home)).not.toMatch(/U0SECRET|U0PENDING|U0OVER/);
  });

  it('shows once what was asked again in the same words', async () => {
    const { api, store, open } = await started();
    await remember(store, { id: 'Q1', text: 'reject 10.0.1.5' });
    await remember(store, { id: 'Q2', text: '<@U0FLOWS> reject 10.0.1.5' });

    await open();
    const home = await eventually(api, 'views.publish');

    expect(textOf(home).match(/`reject 10\.0\.1\.5`/g)).toHaveLength(1);
  });

  it('shows how the sources answered last that the person may ask, and no others', async () => {
    const { api, store, open } = await started();
    await createSourceHealth(store.db).note([
      { source: 'records', at: 0, ok: false, because: 'it was throttled' },
      { source: 'payments', at: 0, ok: true, because: null },
    ]);

    await open();
    const home = await eventually(api, 'views.publish');

    expect(textOf(home)).toMatch(/:red_circle: \*records\* {2}failed [^"]*: it was throttled/);
    expect(textOf(home)).not.toContain('payments');
  });

  it('leaves out what was answered from sources that the person may not ask any more', async () => {
    const { api, store, open } = await started();
    await remember(store, {}, undefined, ['payments']);

    await open();
    const home = await eventually(api, 'views.publish');

    expect(textOf(home)).not.toMatch(/drops the replies|10\.0\.1\.5/);
    expect(textOf(home)).toContain('You have not asked anything yet');
  });

  it('shows open incidents of channels that the person is in and may ask in, and no others', async () => {
    const { api, store, open } = await started();
    for (const channel of ['C0WAR', 'C0SECRET', 'C0HIDDEN']) {
      await createIncidents(store.db).open({
        ...{ key: channel, channel, title: `Trouble in ${channel}`, severity: 'sev2', thread: null, at: 0 },
        by: { id: 'U0OTHER', name: 'other' },
      });
    }

    await open();
    const home = await eventually(api, 'views.publish');

    expect(textOf(home)).toMatch(/\*INC-1\* Trouble in C0WAR · sev2 · in <#C0WAR>/);
    expect(textOf(home)).not.toMatch(/C0SECRET|C0HIDDEN/);
  });

  it('says in a line how often answers were right, where any was judged', async () => {
    const { api, store, open } = await started();
    const said = { question: 'Q1', by: 'U0ASKER', verdict: 'nacl-inbound', confidence: 0.9 };
    await createJudgements(store.db).enter({ ...said, isRight: true, at: Date.now() });

    await open();

    expect(textOf(await eventually(api, 'views.publish'))).toContain(
      'Judged within 90 days: 1 of 1 answer right',
    );
  });

  it('refuses who may not ask anything, with the reason, and enters that in the audit log', async () => {
    const { api, store, open } = await started();
    await remember(store, { askedBy: 'U0GUEST' });

    await open('U0GUEST');
    const home = await eventually(api, 'views.publish');

    expect(textOf(home)).toContain('Flow logs may not be asked here.');
    expect(textOf(home)).not.toMatch(/drops the replies|records/);
    const deeds = await createAudit(store.db).list({ start: 0, end: Number.MAX_SAFE_INTEGER, most: 9 });
    expect(deeds).toMatchObject([{ action: 'home', outcome: 'refused', by: 'U0GUEST' }]);
  });

  it('is not drawn where only messages are opened', async () => {
    const { api, open } = await started();

    await open('U0ASKER', 'messages');
    await open('U0OTHER');
    await eventually(api, 'views.publish', 'U0OTHER');

    expect(api.of('views.publish')).toHaveLength(1);
  });
});

describe('the Rerun button of Home', () => {
  it('asks again in the direct message, and draws Home anew', async () => {
    const { api, store, press } = await started();
    await remember(store);

    await press('flows-home-rerun', 'Q1');
    const verdict = await eventually(api, 'chat.update', 'asked by <@U0ASKER>');
    await eventually(api, 'views.publish');

    expect(verdict.args).toMatchObject({ channel: DIRECT });
  });

  it('shows nothing to who may not ask any more', async () => {
    const { api, store, press } = await started();
    await remember(store);

    await press('flows-home-rerun', 'Q1', 'U0GUEST');
    const told = await eventually(api, 'chat.postEphemeral');

    expect(textOf(told)).toContain('Flow logs may not be asked here.');
    expect(api.of('chat.postMessage')).toEqual([]);
  });
});

describe('a watch at Home', () => {
  it('shows what it found last, until when it is on, and is stopped there', async () => {
    const { api, store, open, press } = await started();
    await remember(store);
    const watches = createWatches(store.db);
    await watches.begin({
      ...{ id: 'W1', question: 'Q1', by: 'U0ASKER', channel: 'C0OPS', thread: '1.1', everySeconds: 300 },
      nextAt: Date.now() + 300_000,
      until: Date.now() + 7_200_000,
      seen: {
        verdict: 'healthy',
        blocker: null,
        summary: 'nothing is rejected',
        asked: 3,
        failed: 1,
        changes: 1,
      },
    });

    await open();
    const home = await eventually(api, 'views.publish', 'flows-home-unwatch');
    await press('flows-home-unwatch', 'W1');
    await eventually(api, 'views.publish', 'Your recent questions');

    expect(textOf(home)).toContain('*healthy*  nothing is rejected');
    expect(textOf(home)).toContain(
      'asked again 3 times, 1 of them without an answer · 1 change · ends in 2 h',
    );
    await vi.waitFor(async () => expect(await watches.on()).toEqual([]));
    await vi.waitFor(() => expect(api.of('views.publish')).toHaveLength(2));
    expect(textOf(api.of('views.publish').at(-1))).not.toContain('flows-home-unwatch');
  });
});
