import { describe, expect, it } from 'vitest';
import { alarmed, soon, texts } from '../../kit/alarmed-bot.ts';
import type { SlackApi } from '../../kit/slack-api.ts';
import { held } from '../../kit/slack-bot.ts';
import { cloudWatchMessage, snsMessage } from '../../kit/sns.ts';

type State = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/** The state of one alarm changes at a time of 2026-11-25, `14:05`. */
function change(NewStateValue: State, clock: string, at = Date.now()) {
  const StateChangeTime = `2026-11-25T${clock}:00.000+0000`;
  return snsMessage({ Message: cloudWatchMessage({ NewStateValue, StateChangeTime }) }, at);
}

async function told() {
  const bot = await alarmed();
  const { api, send } = bot;
  await send(change('ALARM', '14:00'));
  // The alarm, and the answer in its thread.
  await soon(() => expect(api.of('chat.postMessage')).toHaveLength(2));
  return bot;
}

function shown(api: SlackApi): string {
  return texts(api, 'chat.update').at(-1) ?? '';
}

/** Something else that comes after it, and is told. */
async function andThen({ api, send }: Awaited<ReturnType<typeof alarmed>>): Promise<void> {
  await send(snsMessage({ Message: 'Something else is wrong' }, Date.now()));
  await soon(() => expect(texts(api, 'chat.postMessage').join()).toContain('Something else'));
}

/** CloudWatch sends them out of order in rare cases, and SNS delivers again what was not taken. */
describe('the changes of an alarm', () => {
  it('that are of the past say nothing of how it stands: it fires again, and its end before that comes late', async () => {
    const bot = await told();
    const { api, send } = bot;

    await send(change('OK', '13:50'));
    await andThen(bot);

    expect(shown(api)).not.toContain('is over');
    expect(texts(api, 'chat.postMessage').join()).not.toContain('Over since');
  });

  it('open no second message where it is over, and its beginning is delivered again', async () => {
    const bot = await told();
    const { api, send } = bot;
    await send(change('OK', '14:10'));
    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(3));

    await send(change('ALARM', '14:00'));
    await andThen(bot);

    expect(texts(api, 'chat.postMessage').filter((text) => text.includes('*web-1 rejects*'))).toHaveLength(1);
    expect(shown(api)).toContain('is over since 14:10');
  });

  it('are told as over where the end comes before the beginning', async () => {
    const { api, send } = await alarmed();

    await send(change('OK', '14:10'));
    await send(change('ALARM', '14:00'));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(2));
    expect(texts(api, 'chat.postMessage')[0]).toContain('is over since 14:10');
    expect(shown(api)).toContain('is over since 14:10');
  });

  it('are told once where they come by two ways', async () => {
    const bot = await told();
    const { api, send } = bot;

    await send(change('ALARM', '14:00'));
    await andThen(bot);

    expect(texts(api, 'chat.postMessage').join()).not.toContain('Again at');
  });

  it('tell of a new episode in a new message', async () => {
    const { api, send } = await told();
    await send(change('OK', '14:10'));
    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(3));

    await send(change('ALARM', '14:20'));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(5));
    expect(shown(api)).not.toContain('is over');
  });

  it('are not said to be an alarm again where CloudWatch cannot tell any more', async () => {
    const { api, send } = await told();

    await send(change('INSUFFICIENT_DATA', '14:05'));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(3));
    const reply = texts(api, 'chat.postMessage').at(-1);
    expect(reply).toContain('cannot tell since 14:05');
    expect(reply).not.toContain('Again at');
    expect(shown(api)).not.toContain('is over');
  });

  it('are followed for as long as it takes until it is over', async () => {
    let ahead = 0;
    const { api, send } = await alarmed({ now: () => Date.now() + ahead });
    await send(change('ALARM', '14:00'));
    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(2));

    ahead = 3 * 86_400_000;
    const end = '2026-11-28T14:00:00.000+0000';
    const over = cloudWatchMessage({ NewStateValue: 'OK', StateChangeTime: end });
    await send(snsMessage({ Message: over }, Date.now() + ahead));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(3));
    expect(shown(api)).toContain('is over since');
  });

  it('say when it ended, also where that was while it was looked into', async () => {
    const slow = held();
    const { api, send } = await alarmed({ sources: [slow.source] });
    await send(change('ALARM', '14:00'));
    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(1));

    await send(change('OK', '14:10'));
    await soon(() => expect(shown(api)).toContain('is over since 14:10'));
    const before = api.of('chat.update').length;
    slow.release();

    await soon(() => expect(api.of('chat.update').length).toBeGreaterThan(before));
    expect(shown(api)).toContain('is over since 14:10');
  });
});
