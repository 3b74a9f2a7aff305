import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ALARMS, alarmed, soon, texts } from '../../kit/alarmed-bot.ts';
import type { Call, Reply } from '../../kit/slack-api.ts';
import { cloudWatchMessage, guardDutyMessage, snsMessage } from '../../kit/sns.ts';

function sharedWithOthers({ method, args }: Call): Reply | undefined {
  return method === 'conversations.info' && args['channel'] === ALARMS.channel
    ? { body: { ok: true, channel: { id: ALARMS.channel, is_ext_shared: true } } }
    : undefined;
}

const now = () => Date.now();
describe('an alarm that comes through SNS', () => {
  it('is told in its channel, with the diagnosis, and the whole answer in its thread', async () => {
    const { api, send } = await alarmed();

    const { status } = await send(snsMessage({ Message: guardDutyMessage() }, now()));

    expect(status).toBe(200);
    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(2));
    const [root, answer] = api.of('chat.postMessage');
    expect(root?.args).toMatchObject({ channel: 'C0ALARMS' });
    expect(answer?.args).toMatchObject({ channel: 'C0ALARMS', thread_ts: expect.any(String) });
    const [update = ''] = texts(api, 'chat.update');
    expect(update).toContain('UnauthorizedAccess:EC2/SSHBruteForce');
    expect(update).toContain('trace 203.0.113.9 10.0.1.5 port 22');
    expect(update).toContain('logs-incomplete');
  });

  it('is told once when SNS delivers it twice', async () => {
    const { api, send } = await alarmed();
    const message = snsMessage({ Message: 'Something is wrong' }, now());

    await Promise.all([send(message), send(message)]);
    await send(snsMessage({ Message: 'Another thing is wrong' }, now()));

    await soon(() => expect(texts(api, 'chat.postMessage').join()).toContain('Another thing'));
    expect(texts(api, 'chat.postMessage').filter((text) => text.includes('Something is'))).toHaveLength(1);
  });

  it('changes its message when it is over, and says so in the thread', async () => {
    const { api, send } = await alarmed();
    await send(snsMessage({ Message: cloudWatchMessage() }, now()));
    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(2));

    const over = { NewStateValue: 'OK', StateChangeTime: '2026-11-25T14:10:00.000+0000' };
    await send(snsMessage({ Message: cloudWatchMessage(over) }, now()));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(3));
    expect(texts(api, 'chat.update').at(-1)).toContain('is over since 14:10');
    expect(texts(api, 'chat.postMessage').at(-1)).toContain('after 10 min');
  });

  it('says nothing of the end of what was never told', async () => {
    const { api, send } = await alarmed();

    await send(snsMessage({ Message: cloudWatchMessage({ NewStateValue: 'OK' }) }, now()));
    await send(snsMessage({ Message: 'Something is wrong' }, now()));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(1));
    expect(texts(api, 'chat.postMessage')[0]).toContain('Something is wrong');
  });

  it('is only counted where too many come within an hour', async () => {
    const { api, send } = await alarmed();

    for (let count = 1; count <= 7; count += 1) {
      await send(snsMessage({ Message: `Trouble ${count}` }, now()));
      await soon(() => expect(api.of('chat.postMessage').length).toBeGreaterThanOrEqual(Math.min(count, 4)));
    }

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(6));
    expect(texts(api, 'chat.postMessage').slice(3).join()).toMatch(
      /1 more alarm.*2 more alarms.*4 more alarms/,
    );
  });

  it('shows what it says as text alone', async () => {
    const { api, send } = await alarmed();

    await send(snsMessage({ Message: '<!channel> <https://evil.example|click> *bold*' }, now()));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(1));
    expect(texts(api, 'chat.postMessage')[0]).not.toMatch(/<!channel>|<https:\/\/evil/);
  });

  it('is not told where people of another organisation read, and the log says what to do', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
    const { api, send } = await alarmed({ log });
    api.intercept(sharedWithOthers);

    await send(snsMessage({}, now()));

    await soon(() => expect(lines.join()).toContain('access.externalChannels'));
    expect(lines.join()).toContain('alarms.channel');
    expect(api.of('chat.postMessage')).toEqual([]);
  });

  it('is told where they read and the configuration allows it', async () => {
    const access = { rules: [], externalChannels: [ALARMS.channel], guests: [], auditors: [] };
    const { api, send } = await alarmed({ access });
    api.intercept(sharedWithOthers);

    await send(snsMessage({ Message: 'Something is wrong' }, now()));

    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(1));
    expect(texts(api, 'chat.postMessage')[0]).toContain('Something is wrong');
  });
});

describe('the endpoint', () => {
  it('refuses raw delivery, which nobody signs, and what is too long', async () => {
    const { send } = await alarmed();

    const raw = await send(snsMessage({}, now()), { 'x-amz-sns-rawdelivery': 'true' });

    expect(raw.status).toBe(400);
    expect((await send({ filler: 'x'.repeat(1_100_000) })).status).toBe(400);
  });

  it('is not there where no topic is allowed', async () => {
    const { send } = await alarmed({ alarms: { ...ALARMS, topics: [] } });

    expect((await send(snsMessage({}, now()))).status).toBe(404);
  });
});

describe('the button under an alarm', () => {
  it('asks its question again for whoever presses it, in its thread', async () => {
    const { api, port, send } = await alarmed();
    await send(snsMessage({ Message: guardDutyMessage() }, now()));
    await soon(() => expect(api.of('chat.postMessage')).toHaveLength(2));

    const action = { action_id: 'flows-alarm-ask', value: 'reject 10.0.1.5' };
    await api.press(port, action, { channel: 'C0ALARMS', ts: '1.1' });

    await soon(() => expect(texts(api, 'chat.postMessage').join()).toContain('asked by'));
  });
});
