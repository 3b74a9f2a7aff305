import { describe, expect, it } from 'vitest';
import { untilTomorrow } from '../../../src/slack/alerts/buttons.ts';
import { createIncidents } from '../../../src/store/incidents.ts';
import { ALERTS, decided, eventually, startAlertingBot, startWithAlert } from '../../kit/alerting-bot.ts';
import { storedAlert, storedMessage } from '../../kit/alerts.ts';
import { END } from '../../kit/answers.ts';
import { closedIn } from '../../kit/remembered.ts';
import { QUICK } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

type Bot = Awaited<ReturnType<typeof startWithAlert>>;

function whispered(bot: Bot, part: string) {
  return eventually(() => bot.slack.whispers().find(({ text }) => text.includes(part)));
}

function root(bot: Bot, part: string) {
  return eventually(() => bot.roots().find(({ blocks }) => blocks.includes(part)));
}

async function alertOf(bot: Bot, number = 1) {
  const alert = await bot.memory.alerts.get(number);
  if (!alert) throw new Error('there is none');
  return alert;
}

async function deedsOf(bot: Bot) {
  return bot.audit.list({ start: 0, end: Number.MAX_SAFE_INTEGER, most: 20 });
}

describe('Acknowledge', () => {
  it('shows in the message who looks after it, and that it was done to the person alone', async () => {
    const bot = await startWithAlert();

    await bot.press({ action_id: 'flows-alert-ack', value: '1' });

    const message = await root(bot, '<@U0ASKER> looks after it');
    expect(message.blocks).not.toContain('flows-alert-ack');
    await whispered(bot, 'You look after *A-1* now');
    expect(await alertOf(bot)).toMatchObject({ owner: 'U0ASKER', ackedAtMs: END * 1000 });
    expect(await deedsOf(bot)).toMatchObject([
      { action: 'alert', outcome: 'done', by: 'U0ASKER', what: 'ack A-1', sources: ['records'] },
    ]);
  });

  it('is done once, however often Slack delivers the press', async () => {
    const bot = await startWithAlert();
    const press = { action_id: 'flows-alert-ack', value: '1' };

    await Promise.all([bot.press(press, 'U0ASKER', 'T1'), bot.press(press, 'U0ASKER', 'T1')]);
    await root(bot, 'looks after it');
    const entries = await bot.memory.entries.of((await alertOf(bot)).id);

    expect(entries.filter(({ what }) => what === 'looks after it')).toHaveLength(1);
  });

  it('leaves it to who pressed first, and says so to who pressed at the same time', async () => {
    const bot = await startWithAlert();
    const press = { action_id: 'flows-alert-ack', value: '1' };

    await Promise.all([bot.press(press, 'U0ASKER', 'T1'), bot.press(press, 'U0BOB', 'T2')]);
    await whispered(bot, 'You look after *A-1* now');

    const refused = await whispered(bot, 'looks after A-1 already');
    expect(refused.text).not.toContain('You look after');
    const owner = (await alertOf(bot)).owner;
    expect(['U0ASKER', 'U0BOB']).toContain(owner);
    expect(refused.user).not.toBe(owner);
    expect(refused.blocks).toContain('/flows ack A-1');
  });

  it('does nothing for who may not ask its source, and tells them no more than that there is none', async () => {
    const bot = await startWithAlert({ gate: closedIn([QUICK], 'U0GUEST') });

    await bot.press({ action_id: 'flows-alert-ack', value: '1' }, 'U0GUEST');

    await whispered(bot, 'Flow logs may not be asked here.');
    expect((await alertOf(bot)).owner).toBeNull();
    expect(await deedsOf(bot)).toMatchObject([{ outcome: 'refused', by: 'U0GUEST' }]);
  });

  it('is for all of a message by one press', async () => {
    const store = await memoryStore();
    const [one, other] = [
      storedAlert({ number: 0 }),
      storedAlert({ number: 0, id: 'A2', key: 'K2', detector: 'port-scan' }),
    ];
    const messages = [storedMessage({ alerts: [one.id, other.id] })];
    await decided(store, { alerts: [one, other], messages });
    const bot = await startAlertingBot(store);
    await root(bot, 'Acknowledge all');

    await bot.press({ action_id: 'flows-alert-ack-all', value: 'M1' });

    await whispered(bot, 'You look after all of these now');
    expect([(await alertOf(bot, 1)).owner, (await alertOf(bot, 2)).owner]).toEqual(['U0ASKER', 'U0ASKER']);
  });
});

describe('Snooze', () => {
  const select = (value: string) => ({
    type: 'static_select',
    action_id: 'flows-alert-snooze',
    selected_option: { text: { type: 'plain_text', text: 'Snooze' }, value },
  });

  it('silences it for as long as was chosen, and says until when', async () => {
    const bot = await startWithAlert();

    await bot.press(select('1 3600'));

    await whispered(bot, '*A-1* is silent until 16:37 CET');
    await root(bot, 'snoozed until 15:37 UTC');
    expect(await alertOf(bot)).toMatchObject({
      snoozedUntilMs: (END + 3600) * 1000,
      suppressed: { by: 'snooze' },
    });
  });

  it('is ended by a button in its place', async () => {
    const bot = await startWithAlert();
    await bot.press(select('1 3600'));
    const snoozed = await root(bot, 'snoozed until 15:37 UTC');
    expect(snoozed.blocks).toContain('flows-alert-wake');

    await bot.press({ action_id: 'flows-alert-wake', value: '1' });

    await whispered(bot, 'The snooze of *A-1* has ended');
    await eventually(() => (bot.roots()[0]?.blocks.includes('snoozed until') ? null : true));
    expect(await alertOf(bot)).toMatchObject({ snoozedUntilMs: null, suppressed: null });
  });

  it('until tomorrow is until eight in the morning where the person is', () => {
    // 14:37 UTC on 23 November 2026; Berlin is an hour ahead.
    expect(new Date((END + untilTomorrow(END, 'Europe/Berlin')) * 1000).toISOString()).toBe(
      '2026-11-24T07:00:00.000Z',
    );
  });

  it('of one in a list is chosen in its menu', async () => {
    const bot = await startWithAlert();
    const option = { text: { type: 'plain_text', text: 'Acknowledge' }, value: 'ack 1' };

    await bot.press({ type: 'overflow', action_id: 'flows-alert-menu', selected_option: option });

    await root(bot, '<@U0ASKER> looks after it');
  });
});

describe('Diagnose', () => {
  it('asks the question of the alert in the thread of its message, for who pressed it', async () => {
    const bot = await startWithAlert();

    await bot.press({ action_id: 'flows-alert-diagnose', value: '1' });

    const asked = await eventually(() =>
      bot.slack.messages(ALERTS).find(({ blocks }) => blocks.includes('asked by <@U0ASKER>')),
    );
    expect(asked.thread_ts).toBe(bot.roots()[0]?.ts);
    expect(asked.blocks).toContain('`reject 10.0.1.5`');
  });

  it('asks about the time in which it was seen, where that is over', async () => {
    const store = await memoryStore();
    const [first, last] = [END - 6 * 3600, END - 5 * 3600];
    await decided(store, { alerts: [storedAlert({ number: 0, first, last })] });
    const bot = await startAlertingBot(store);
    await eventually(() => bot.roots()[0]);

    await bot.press({ action_id: 'flows-alert-diagnose', value: '1' });

    await eventually(() =>
      bot.slack.messages(ALERTS).find(({ blocks }) => blocks.includes('`reject 10.0.1.5 last 6h`')),
    );
  });
});

describe('Open incident', () => {
  it('opens one in the thread, with what was found and the answer to the question of the alert', async () => {
    const bot = await startWithAlert();

    await bot.press({ action_id: 'flows-alert-incident', value: '1' });

    const incidents = createIncidents(bot.store.db);
    const entries = await eventually(async () => {
      const all = await incidents.entries(1);
      return all.some(({ deed }) => deed.kind === 'finding') ? all : null;
    });
    expect(entries.map(({ deed }) => deed.kind)).toEqual(['opened', 'note', 'finding']);
    expect(await incidents.get(1)).toMatchObject({ channel: ALERTS, thread: bot.roots()[0]?.ts });
    expect(JSON.stringify(entries)).toContain('A-1 (reject-spike): web-1 (10.0.1.5) rejects 412 sources');
  });

  it('opens no second one for the same alert', async () => {
    const bot = await startWithAlert();
    await bot.press({ action_id: 'flows-alert-incident', value: '1' });
    await eventually(() => createIncidents(bot.store.db).get(1));

    await bot.press({ action_id: 'flows-alert-incident', value: '1' });

    await whispered(bot, 'An incident was opened for A-1 here');
    expect(await createIncidents(bot.store.db).get(2)).toBeNull();
  });
});

describe('Mute and Expected', () => {
  const carried = JSON.stringify({ alert: 1, channel: ALERTS, thread: null });
  const option = (value: string) => ({ type: 'static_select', selected_option: { value } });
  const reason = { value: { type: 'plain_text_input', value: 'load test' } };

  function submit(bot: Bot, form: string, values: object): Promise<Response> {
    const view = {
      ...{ id: 'V0VIEW', type: 'modal', callback_id: form, private_metadata: carried },
      state: { values },
    };
    return bot.interact({ type: 'view_submission', view, response_urls: [] });
  }

  /** A bot with an alert that somebody muted by the form. */
  async function startMuted(): Promise<Bot> {
    const bot = await startWithAlert();
    await submit(bot, 'flows-alert-mute-form', {
      length: { value: option('28800') },
      scope: { value: option('alert') },
      reason,
    });
    await root(bot, 'muted by M-1');
    return bot;
  }

  it('ask for how long, what and why', async () => {
    const bot = await startWithAlert();

    await bot.press({ action_id: 'flows-alert-mute', value: '1' });

    const updated = await eventually(() => bot.slack.calls.find(({ method }) => method === 'views.update'));
    expect(updated.args['view']).toContain('reject-spike on web-1');
    expect(updated.args['view']).toContain('For how long');
  });

  it('silence it, and say how that is ended', async () => {
    const bot = await startWithAlert();

    await submit(bot, 'flows-alert-mute-form', {
      length: { value: option('28800') },
      scope: { value: option('alert') },
      reason,
    });

    const said = await whispered(bot, '*M-1*');
    expect(said.text).toContain('muted: reject-spike on 10.0.1.5');
    expect(said.text).toContain('1 alert that went on is silent now');
    expect(said.text).toContain('`/flows mute end M-1`');
    expect(said.blocks).toContain('flows-alert-rule-end');
    await root(bot, 'muted by M-1');
    expect(await bot.memory.rules.get(1)).toMatchObject({
      ...{ kind: 'mute', by: 'U0ASKER', reason: 'load test', channel: ALERTS },
      endsAtMs: (END + 28_800) * 1000,
      matcher: { detectors: ['reject-spike'], subjects: ['10.0.1.5'], sources: ['records'] },
    });
  });

  it('are ended by the button under what was said', async () => {
    const bot = await startMuted();

    await bot.press({ action_id: 'flows-alert-rule-end', value: '1' });
    await whispered(bot, '*M-1* has ended');
    expect(await bot.memory.rules.get(1)).toMatchObject({ endedAtMs: END * 1000, toldOver: true });
    expect((await alertOf(bot)).suppressed).toBeNull();
  });

  it('are ended once, where two press at the same time', async () => {
    const bot = await startMuted();
    const press = { action_id: 'flows-alert-rule-end', value: '1' };

    await Promise.all([bot.press(press, 'U0ASKER', 'T1'), bot.press(press, 'U0BOB', 'T2')]);

    await eventually(() => {
      const said = bot.slack.whispers().filter(({ text }) => /has ended|over already/.test(text));
      return said.length === 2 ? said : null;
    });
    const entries = await bot.memory.entries.of((await alertOf(bot)).id);
    expect(entries.filter(({ what }) => what === 'M-1 ended')).toHaveLength(1);
  });

  it('allow what is expected until a day on which somebody looks again', async () => {
    const bot = await startWithAlert();

    await submit(bot, 'flows-alert-expect-form', {
      until: { value: { type: 'datepicker', selected_date: '2027-02-21' } },
      scope: { value: option('detector') },
      reason,
    });

    await whispered(bot, 'expected: reject-spike in records to be looked at again 21 Feb 00:00 CET');
    expect(await bot.memory.rules.get(1)).toMatchObject({
      ...{ kind: 'expected', alert: 1 },
      matcher: { detectors: ['reject-spike'], sources: ['records'] },
    });
  });

  it('allow it until the day that the form showed, where a client sends only what was changed', async () => {
    const bot = await startWithAlert();

    await submit(bot, 'flows-alert-expect-form', { until: {}, scope: { value: option('alert') }, reason });

    await whispered(bot, 'to be looked at again 21 Feb');
  });

  it.each([
    ['how long', { length: {}, scope: { value: option('alert') }, reason }, { length: 'Choose how long.' }],
    ['what', { length: { value: option('3600') }, scope: {}, reason }, { scope: 'Choose what is meant.' }],
  ])('want to know %s, and say so where it is missing', async (_, values, errors) => {
    const bot = await startWithAlert();

    const response = await submit(bot, 'flows-alert-mute-form', values);

    expect(await response.json()).toMatchObject({ errors });
  });

  it('want a reason', async () => {
    const bot = await startWithAlert();

    const response = await submit(bot, 'flows-alert-mute-form', {
      length: { value: option('28800') },
      scope: { value: option('alert') },
      reason: { value: { type: 'plain_text_input', value: ' ' } },
    });

    expect(await response.text()).toContain('Say why');
    expect(await bot.memory.rules.get(1)).toBeNull();
  });
});
