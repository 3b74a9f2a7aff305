import { describe, expect, it } from 'vitest';
import { ALERT_DEFAULTS } from '../../../src/alerts/settings.ts';
import { ALERTS, type AlertingBot, decided, eventually, startAlertingBot } from '../../kit/alerting-bot.ts';
import { storedAlert, storedMessage } from '../../kit/alerts.ts';
import { END } from '../../kit/answers.ts';
import { closedIn } from '../../kit/remembered.ts';
import { QUICK, sourceNamed } from '../../kit/slack-bot.ts';
import { commandEnvelope, deliver } from '../../kit/slack-envelopes.ts';
import { memoryStore } from '../../kit/stores.ts';

/** What is told to the person alone, through the response URL of their command. */
async function told(bot: AlertingBot, text: string, part: string): Promise<string> {
  await deliver(bot.port, commandEnvelope(bot.slack.url, { channel_id: 'C0OPS', text }));
  const call = await eventually(() =>
    bot.slack.calls.find(({ method, args }) => method === 'response_url' && args['body']?.includes(part)),
  );
  // Bodies are kept byte by byte.
  return call.args['body'] ?? '';
}

async function started(changes: Parameters<typeof startAlertingBot>[1] = {}) {
  const store = await memoryStore();
  const told = { number: 0, toldSeverity: 'medium' as const };
  await decided(store, {
    alerts: [
      storedAlert(told),
      storedAlert({ ...told, id: 'A2', key: 'K2', detector: 'port-scan', source: 'payments', message: null }),
      storedAlert({
        ...told,
        id: 'A3',
        key: 'K3',
        severity: 'low',
        suppressed: { by: 'digest' },
        message: null,
      }),
    ],
    messages: [storedMessage()],
  });
  const bot = await startAlertingBot(store, changes);
  await eventually(() => bot.roots()[0]);
  return bot;
}

describe('mute', () => {
  it('says where nothing that goes on is meant: a name may be mistyped', async () => {
    const bot = await started();

    expect(await told(bot, 'mute wbe-1 for 8h because a load test runs', '*M-1*')).toContain(
      'Nothing that goes on is meant by it.',
    );
  });

  it('says which source there is not, and which there are', async () => {
    const bot = await started({ sources: [QUICK, sourceNamed('payments')] });

    const body = await told(bot, 'mute in nowhere for 1h because a load test runs', 'nowhere');
    expect(body).toContain('“nowhere” is no source that you may ask here');
    expect(body).toContain('in payments');
  });

  it('says of one that is over that it was so already', async () => {
    let nowMs = END * 1000;
    const bot = await started({ now: () => (nowMs += 1000) });
    await told(bot, 'mute web-1 for 8h because a load test runs', '*M-1*');
    await told(bot, 'mute end M-1', 'has ended');

    expect(await told(bot, 'mute end M-1', 'over already')).not.toContain('told again');
  });
});

describe('snooze end', () => {
  it('says of one that is not snoozed that it is not', async () => {
    const bot = await started();

    expect(await told(bot, 'snooze end A-1', 'is not snoozed')).toContain('A-1');
  });
});

describe('ack', () => {
  it('takes over where it is typed, and says from whom', async () => {
    const bot = await started();
    await bot.press({ action_id: 'flows-alert-ack', value: '1' }, 'U0BOB');
    await eventually(async () => (await bot.memory.alerts.get(1))?.owner);

    expect(await told(bot, 'ack A-1', 'You look after')).toContain('<@U0BOB> did before');
  });
});

describe('alerts', () => {
  it('lists those that go on, of sources that the person may ask there, and counts the others', async () => {
    const bot = await started({ gate: closedIn([QUICK]), sources: [QUICK, sourceNamed('payments')] });

    const list = await told(bot, 'alerts', '1 open alert');

    expect(list).toContain('*A-1* · medium · reject-spike');
    expect(list).not.toContain('port-scan');
    expect(list).toContain('1 alert of sources that you may not ask here');
  });

  it('lists those that have no message of their own, with the reason', async () => {
    const bot = await started();

    const list = await told(bot, 'alerts suppressed', 'without a message of its own');

    expect(list).toContain('*A-3* · low');
    expect(list).toContain('in the digest of the day');
  });

  it('shows one with all that happened to it', async () => {
    const bot = await started();
    await bot.press({ action_id: 'flows-alert-ack', value: '1' });
    await eventually(() => bot.roots().find(({ blocks }) => blocks.includes('looks after it')));

    const shown = await told(bot, 'alerts A-1', '*What happened*');

    expect(shown).toContain('<@U0ASKER> looks after it');
    expect(shown).toContain('`/flows snooze A-1 1h`');
  });

  it('shows none that is of a source that the person may not ask', async () => {
    const bot = await started({ gate: closedIn([QUICK]), sources: [QUICK, sourceNamed('payments')] });

    expect(await told(bot, 'alerts A-2', 'There is no A-2')).not.toContain('port-scan');
  });

  it('lists what is muted, until when, by whom and why', async () => {
    const bot = await started();
    await told(bot, 'mute reject-spike 10.0.1.5 for 8h because load test', '*M-1*');

    const rules = await told(bot, 'alerts rules', '1 rule for alerts');

    expect(rules).toContain('reject-spike on 10.0.1.5');
    expect(rules).toContain('<@U0ASKER>: load test');
    await told(bot, 'mute end M-1', '*M-1* has ended');
    await told(bot, 'alerts rules', 'Nothing is muted');
  });

  it('sends an alert and a gap that are marked as tests to every channel that alerts go to', async () => {
    const routes = [{ severities: ['high' as const], channel: 'C0PAGES' }];
    const bot = await started({ alerts: { ...ALERT_DEFAULTS, channel: ALERTS, routes } });

    const said = await told(bot, 'alerts test', 'A test alert and a test gap were sent');

    expect(said).toContain('<#C0PAGES>');
    for (const channel of [ALERTS, 'C0PAGES']) {
      const tests = bot.slack.messages(channel).filter(({ blocks }) => blocks.includes('This is a test'));
      expect(tests.map(({ blocks }) => blocks.includes('flow-log-gap'))).toEqual([false, true]);
    }
  });

  it('says of a test where it cannot be told', async () => {
    const bot = await started();
    bot.slack.share(ALERTS);

    await told(bot, 'alerts test', 'another organisation');
  });

  it('says of their health where they are told', async () => {
    const bot = await started();

    expect(await told(bot, 'alerts health', '*Where alerts are told*')).toContain(`<#${ALERTS}>`);
  });

  it('says that nothing is watched for where no channel is set', async () => {
    const store = await memoryStore();
    const bot = await startAlertingBot(store, { alerts: ALERT_DEFAULTS });

    await told(bot, 'alerts health', 'No channel is set for alerts');
  });
});
