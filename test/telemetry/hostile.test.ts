import { describe, expect, it } from 'vitest';
import { logsError } from '../kit/aws-mock.ts';
import { flowLogsReply, mockInsights } from '../kit/insights-source.ts';
import { answeringInsights, type LoggedBot, startLoggedBot } from '../kit/logged-bot.ts';

/** What people type: all of it is found again by these. */
const TYPED = /203\.0\.113\.77|planted-name|PLANTED|topsecret/i;

const TEXTS = [
  'reject 203.0.113.77 port 443',
  'reject planted-name',
  'rejct 203.0.113.77',
  'trace 203.0.113.77 to planted-name last 1h',
  'top bytes from 203.0.113.77 in planted-name',
  'scan 203.0.113.77',
  'reject xoxb-1-PLANTEDtoken and https://hooks.slack.com/commands/T0/1/topsecret',
  'decode 2 123456789010 eni-1 203.0.113.77 10.0.0.1 443 49152 6 10 840 1790000000 1790000060 REJECT OK',
  'incident open planted-name is down',
  'mute planted-name 1h because PLANTED',
  'watch reject 203.0.113.77 every 5m',
  'audit planted-name',
  '"\u0000\u001b[31mPLANTED\u202e" {"correlationId":"PLANTED"}\nreject 203.0.113.77',
];

async function askEverything({ slack, port }: LoggedBot): Promise<void> {
  const message = { channel: 'C0OPS', ts: '1700000000.000001' };
  for (const text of TEXTS) await slack.command(port, { text, channel_name: 'planted-name' });
  for (const text of TEXTS) {
    const written = { user: 'U0ASKER', text: `<@U0FLOWS> ${text}`, channel: 'C0OPS', ts: '1700000000.5' };
    await slack.event(port, { type: 'app_mention', ...written });
    await slack.event(port, { type: 'message', channel_type: 'im', ...written, text, channel: 'D0ASKER' });
  }
  await slack.press(port, { action_id: 'flows-cancel', value: 'PLANTED' }, message);
  await slack.press(port, { action_id: 'PLANTED', value: '203.0.113.77' }, message);
  await slack.shortcut(port, 'flows_diagnose', {
    text: 'cannot reach 203.0.113.77 planted-name',
    ts: message.ts,
  });
  await slack.shortcut(port, 'PLANTED', { text: 'planted-name', ts: message.ts });
}

/** The bot has nothing left to do when it has stopped. */
async function linesOf(bot: LoggedBot): Promise<readonly string[]> {
  await askEverything(bot);
  await bot.stop();
  return bot.written;
}

describe('the log, at any level', () => {
  const aws = mockInsights();

  it('holds nothing that anybody typed, pressed or pasted', async () => {
    answeringInsights(aws);
    const written = await linesOf(await startLoggedBot({ drainSeconds: 20 }, 'trace'));

    expect(written.length).toBeGreaterThan(100);
    expect(written.filter((line) => TYPED.test(line))).toEqual([]);
  });

  it('holds nothing of it either where AWS and Slack refuse, and repeat what they were asked', async () => {
    aws.maybe('DescribeFlowLogs', flowLogsReply());
    aws.maybe('StartQuery', ({ queryString }) =>
      logsError('MalformedQueryException', `unexpected symbol in: ${String(queryString)} PLANTED`),
    );
    const bot = await startLoggedBot({ drainSeconds: 20 }, 'trace');
    bot.slack.intercept(({ method, args }) =>
      method === 'response_url' || (method.startsWith('chat.') && bot.slack.calls.length % 5 === 0)
        ? {
            body: {
              ok: false,
              error: 'invalid_blocks',
              response_metadata: { messages: [JSON.stringify(args)] },
            },
          }
        : undefined,
    );
    const written = await linesOf(bot);

    expect(written.some((line) => line.includes('"failure":"rejected-query"'))).toBe(true);
    expect(written.filter((line) => TYPED.test(line))).toEqual([]);
  });

  it('is one line of JSON for each thing that it says, with the id of what it is about', async () => {
    answeringInsights(aws);
    const bot = await startLoggedBot({ drainSeconds: 20 }, 'trace');
    await linesOf(bot);

    for (const { msg, level, question, correlationId } of bot.lines()) {
      expect(msg).not.toBe('');
      expect(level).toBeDefined();
      if (question !== undefined) expect(correlationId).toBeDefined();
    }
  });
});
