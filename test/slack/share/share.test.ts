import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAudit } from '../../../src/store/audit.ts';
import { createIncidents } from '../../../src/store/incidents.ts';
import { closedIn, remember } from '../../kit/remembered.ts';
import { type Call, type Reply, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { held, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const AT = { channel: 'C0OPS', ts: '1700000000.000200' };
const FORM = { id: 'V0MODAL', callback_id: 'flows-share-form', private_metadata: 'Q1' };

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

function chosenIncident(number: number) {
  return { incident: { type: 'static_select', selected_option: { value: String(number) } } };
}

function chosen(id: string, comment?: string) {
  return {
    channel: { type: 'static_select', selected_option: { value: id } },
    comment: { type: 'plain_text_input', value: comment ?? null },
  };
}

function eventually(
  api: SlackApi,
  method: string,
  found: (call: Call) => boolean = () => true,
): Promise<Call> {
  return vi.waitFor(() => {
    const call = api.of(method).find(found);
    if (!call) throw new Error(`no such ${method} yet: ${JSON.stringify(api.of(method))}`);
    return call;
  }, 15_000);
}

/** A bot that has answered a question; nothing may be asked in #secret, and by U0GUEST nowhere. */
async function started(
  reply: (call: Call) => Reply | undefined = () => undefined,
  form: 'classic' | 'newer' = 'classic',
) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  api.intercept(reply);
  const store = await memoryStore();
  const { source } = held();
  const gate = closedIn([source], 'C0SECRET', 'U0GUEST');
  const { port } = await startBot({ ...api.settings, form }, { store, gate, sources: [source] });
  await remember(store);
  const audit = createAudit(store.db);
  const deeds = () => audit.list({ start: 0, end: Number.MAX_SAFE_INTEGER, most: 100 });
  const press = (user?: string) => api.press(port ?? 0, { action_id: 'flows-share', value: 'Q1' }, AT, user);
  const submit = async (values: Readonly<Record<string, object>>, user?: string) => {
    const state = Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }]));
    const response = await api.submit(port ?? 0, FORM, state, user);
    return response.text();
  };
  const incidents = createIncidents(store.db);
  const open = (channel: string) =>
    incidents.open({
      key: `open-${channel}`,
      title: `Checkout is down in ${channel}`,
      severity: null,
      channel,
      thread: null,
      by: { id: 'U0ASKER', name: 'asker' },
      at: 0,
    });
  const deedsOf = async (number: number) => (await incidents.entries(number)).map(({ deed }) => deed);
  return { api, press, submit, deeds, open, deedsOf };
}

const isCard = ({ args }: Call) => args['channel'] === 'C0WAR';
const isNotice = ({ args }: Call) => args['channel'] === 'C0OPS';

describe('the Share button', () => {
  it('opens a form at once, which then offers the channels that both are in', async () => {
    const { api, press } = await started();

    await press();
    const update = await eventually(api, 'views.update');

    expect(api.of('views.open')).toHaveLength(1);
    expect(update.args).toMatchObject({ view_id: 'V0MODAL' });
    expect(textOf(update)).toContain('#war-room');
    expect(textOf(update)).toContain('drops the replies');
    expect(api.of('users.conversations')[0]?.args).toMatchObject({ user: 'U0OTHER' });
  });

  it('lets Slack offer the channels where it has a list of its own', async () => {
    const { api, press } = await started(undefined, 'newer');

    await press();
    const update = await eventually(api, 'views.update');

    expect(textOf(update)).toContain('"conversations_select"');
    expect(textOf(update)).toContain('"exclude_external_shared_channels":true');
  });

  it('offers open incidents of places that the person can read and ask in, those of this place first', async () => {
    const { api, press, open } = await started(({ method, args }) =>
      method === 'conversations.info'
        ? {
            body: {
              ok: true,
              channel: { id: args['channel'], is_channel: true, is_private: args['channel'] !== 'C0OPEN' },
            },
          }
        : undefined,
    );
    for (const channel of ['C0WAR', 'C0HIDDEN', 'C0SECRET', 'C0OPEN', 'C0OPS']) await open(channel);

    await press();
    const update = await eventually(api, 'views.update');

    const offered = [...textOf(update).matchAll(/INC-\d+ Checkout is down in (\w+)/g)].map(
      ([, name]) => name,
    );
    expect(offered).toEqual(['C0OPS', 'C0OPEN', 'C0WAR']);
  });

  it('leaves out channels that another company sees', async () => {
    const { api, press } = await started(({ method }) =>
      method === 'users.conversations'
        ? {
            body: {
              ok: true,
              channels: [
                { id: 'C0EXT', name: 'with-vendor', is_ext_shared: true },
                { id: 'C0WAR', name: 'war-room' },
              ],
            },
          }
        : undefined,
    );

    await press();
    const update = await eventually(api, 'views.update');

    expect(textOf(update)).toContain('war-room');
    expect(textOf(update)).not.toContain('with-vendor');
  });

  it('shows nothing of the answer to who may not ask', async () => {
    const { api, press, deeds } = await started();

    await press('U0GUEST');
    const update = await eventually(api, 'views.update');

    expect(textOf(update)).toContain('may not be asked here');
    expect(textOf(update)).not.toMatch(/10\.0\.|acl-|records|war-room/);
    expect(await deeds()).toMatchObject([{ by: 'U0GUEST', action: 'share', outcome: 'refused' }]);
  });

  it('says so where Slack does not open the form any more', async () => {
    const { api, press } = await started(({ method }) =>
      method === 'views.open' ? { body: { ok: false, error: 'expired_trigger_id' } } : undefined,
    );

    await press();

    expect(textOf(await eventually(api, 'response_url'))).toContain('Press *Share* again');
  });
});

describe('an answer that is shared', () => {
  it('stands in the channel with verdict, rule, evidence, comment and a link back', async () => {
    const { api, submit } = await started();

    expect(await submit(chosen('C0WAR', 'Revert the *ACL* <!channel>'))).toBe('');
    const card = await eventually(api, 'chat.postMessage', isCard);

    expect(card.args).not.toHaveProperty('thread_ts');
    expect(textOf(card)).toMatch(
      /drops the replies[\s\S]*nacl-return-outbound[\s\S]*Blocked by[\s\S]*Evidence/,
    );
    expect(textOf(card)).toContain('shared by <@U0OTHER>');
    expect(textOf(card)).toContain('<https://test.slack.com/archives/C0OPS/p1|Open the thread>');
    expect(textOf(card)).toContain('&lt;!channel&gt;');
    expect(textOf(card)).not.toContain('<!channel>');
  });

  it('is told of in its own thread, and in the audit log', async () => {
    const { api, submit, deeds } = await started();

    await submit(chosen('C0WAR'));
    const notice = await eventually(api, 'chat.postMessage', isNotice);

    expect(notice.args).toMatchObject({ thread_ts: '1700000000.000100' });
    expect(textOf(notice)).toContain('Shared to <#C0WAR> by <@U0OTHER>.');
    expect(await deeds()).toMatchObject([
      {
        by: 'U0OTHER',
        channel: 'C0OPS',
        action: 'share',
        outcome: 'done',
        what: 'reject 10.0.1.5',
        sources: ['records'],
        verdict: 'nacl-return-outbound',
        note: 'into C0WAR',
      },
    ]);
  });

  it('is shared once, however often the form is delivered', async () => {
    const { api, submit } = await started();

    await Promise.all([submit(chosen('C0WAR')), submit(chosen('C0WAR')), submit(chosen('C0WAR'))]);
    await eventually(api, 'chat.postMessage', isNotice);

    expect(api.of('chat.postMessage').filter(isCard)).toHaveLength(1);
    expect(api.of('chat.postMessage').filter(isNotice)).toHaveLength(1);
  });
});

describe('an answer that is shared in an incident', () => {
  it('becomes a finding, and stands as a card where the incident is', async () => {
    const { api, submit, open, deedsOf } = await started();
    const { number } = await open('C0WAR');

    await submit(chosenIncident(number));
    const notice = await eventually(api, 'chat.postMessage', isNotice);

    expect(textOf(notice)).toContain(`Added to INC-${number} by <@U0OTHER>.`);
    expect(api.of('chat.postMessage').filter(isCard)).toHaveLength(1);
    expect(await deedsOf(number)).toMatchObject([
      { kind: 'opened' },
      { kind: 'finding', question: 'Q1', verdict: 'nacl-return-outbound' },
    ]);
  });

  it('has one card where it goes into the channel of the incident too', async () => {
    const { api, submit, open } = await started();
    const { number } = await open('C0WAR');

    await submit({ ...chosen('C0WAR'), ...chosenIncident(number) });
    await eventually(api, 'chat.postMessage', (call) => textOf(call).includes('Added to'));

    expect(api.of('chat.postMessage').filter(isCard)).toHaveLength(1);
  });

  it('is entered in the timeline of the incident in which it was asked', async () => {
    const { api, submit, open, deedsOf } = await started();
    const { number } = await open('C0OPS');

    await submit(chosen('C0WAR'));
    await eventually(api, 'chat.postMessage', isNotice);

    expect(await deedsOf(number)).toEqual([
      expect.objectContaining({ kind: 'opened' }),
      { kind: 'shared', question: 'Q1', channel: 'C0WAR', channelName: 'C0WAR' },
    ]);
  });

  it.each([
    ['names a public channel', false, '#war-room'],
    ['does not name a private one', true, 'C0WAR'],
  ])('%s in that timeline', async (_, isPrivate, channelName) => {
    const { api, submit, open, deedsOf } = await started(({ method }) =>
      method === 'conversations.info'
        ? { body: { ok: true, channel: { id: 'C0WAR', name: 'war-room', is_private: isPrivate } } }
        : undefined,
    );
    const { number } = await open('C0OPS');

    await submit(chosen('C0WAR'));
    await eventually(api, 'chat.postMessage', isNotice);

    expect(await deedsOf(number)).toContainEqual(expect.objectContaining({ kind: 'shared', channelName }));
  });

  it('is refused in the form where one could not have asked there', async () => {
    const { api, submit, open, deedsOf } = await started();
    const { number } = await open('C0SECRET');

    const said = await submit(chosenIncident(number));

    expect(said).toContain('"errors":{"incident":"Flow logs may not be asked here. Ask in #ops."}');
    expect(api.of('chat.postMessage')).toEqual([]);
    expect(await deedsOf(number)).toMatchObject([{ kind: 'opened' }]);
  });
});

describe('a share that may not be', () => {
  async function refused(
    values: Readonly<Record<string, object>>,
    reply?: (call: Call) => Reply | undefined,
  ) {
    const { api, submit, deeds } = await started(reply);
    const acknowledgement = JSON.parse(await submit(values)) as { readonly errors: { channel: string } };
    expect(api.of('chat.postMessage')).toEqual([]);
    return { said: acknowledgement.errors.channel, deeds: await deeds() };
  }

  it('says in the form that one could not have asked there, and names no source', async () => {
    const { said, deeds } = await refused(chosen('C0SECRET'));

    expect(said).toBe('Flow logs may not be asked here. Ask in #ops.');
    expect(deeds).toMatchObject([{ channel: 'C0SECRET', action: 'share', outcome: 'refused' }]);
  });

  it.each(['is_ext_shared', 'is_pending_ext_shared'])(
    'is refused where another company reads: %s',
    async (key) => {
      const { said } = await refused(chosen('C0WAR'), ({ method }) =>
        method === 'conversations.info'
          ? { body: { ok: true, channel: { id: 'C0WAR', [key]: true } } }
          : undefined,
      );

      expect(said).toContain('People outside your company');
    },
  );

  it('tells how to invite the bot where it is not a member', async () => {
    const { said } = await refused(chosen('C0WAR'), ({ method }) =>
      method === 'conversations.info' ? { body: { ok: false, error: 'channel_not_found' } } : undefined,
    );

    expect(said).toContain('/invite @flows');
  });

  it('asks for a place where none was chosen', async () => {
    const { said } = await refused({ comment: { type: 'plain_text_input', value: 'look' } });

    expect(said).toBe('Choose where it is to be shared.');
  });

  it('is told in the thread where Slack does not let the bot write', async () => {
    const { api, submit, deeds } = await started(({ method, args }) =>
      method === 'chat.postMessage' && args['channel'] === 'C0WAR'
        ? { body: { ok: false, error: 'not_in_channel' } }
        : undefined,
    );

    await submit(chosen('C0WAR'));
    const notice = await eventually(api, 'chat.postMessage', isNotice);

    expect(textOf(notice)).toContain('was not shared to <#C0WAR>');
    expect(textOf(notice)).toContain('/invite @flows');
    await vi.waitFor(async () => expect(await deeds()).toMatchObject([{ outcome: 'failed' }]));
  });
});
