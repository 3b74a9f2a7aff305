import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { boltLogger } from '../src/slack/connection/bolt-logger.ts';

const BOT = 'xoxb-1111-2222-topsecret';
const APP = 'xapp-1-A111-2222-topsecret';
const URL = 'https://hooks.slack.com/commands/T1/2/topsecret';

function logged(level = 'debug') {
  const lines: string[] = [];
  return { lines, log: createLog(level, { write: (line) => lines.push(line) }) };
}

describe('the log', () => {
  it('is one line of JSON for each event', () => {
    const { lines, log } = logged();

    log.info({ question: 'q1' }, 'a question was answered');

    expect(JSON.parse(lines.join(''))).toMatchObject({
      level: 'info',
      question: 'q1',
      msg: 'a question was answered',
    });
  });

  it('holds no secret: not by its name, not in an error, not in what Slack’s libraries write', () => {
    const { lines, log } = logged();

    log.info({ settings: { botToken: BOT, appToken: APP, signingSecret: 'topsecret' } }, 'made');
    log.error({ err: new Error(`${BOT} is wrong`, { cause: new Error(URL) }) }, 'failed');
    boltLogger(log).info('request', { Authorization: `Bearer ${APP}`, body: { response_url: URL } });
    boltLogger(log).error(new Error(`cannot post to ${URL}`));

    expect(lines).toHaveLength(4);
    expect(lines.join('')).not.toContain('topsecret');
    expect(lines.join('')).toContain('xoxb-… is wrong');
  });

  it('holds nothing of what Slack’s libraries say to debug, which is what people wrote', () => {
    const { lines, log } = logged('trace');

    boltLogger(log).debug('received', { text: 'reject 10.0.1.5' });

    expect(boltLogger(log).getLevel()).toBe('info');
    expect(lines).toEqual([]);
  });

  it('takes what Slack’s libraries write at its own level', () => {
    const { lines, log } = logged('warn');
    const bolt = boltLogger(log);

    bolt.setLevel('debug' as never);
    bolt.debug('chatter');
    bolt.warn('a warning');

    expect(bolt.getLevel()).toBe('warn');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['a warning']);
  });
});
