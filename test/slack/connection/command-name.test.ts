import { stringify } from 'node:querystring';
import { describe, expect, it, onTestFinished } from 'vitest';
import { namingCommand, withCommand } from '../../../src/slack/connection/command-name.ts';
import { startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { commandEnvelope, deliver } from '../../kit/slack-envelopes.ts';

const mrkdwn = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('what is told to people where the command has another name', () => {
  it.each([
    ['End it: `/flows mute end M-3`', 'End it: `/netflow mute end M-3`'],
    ['`/flows rejct 10.0.1.5`', '`/netflow rejct 10.0.1.5`'],
    ['Nothing. Try: /flows reject 10.0.1.5', 'Nothing. Try: /netflow reject 10.0.1.5'],
  ])('names that one: %s', (usual, named) => {
    expect(withCommand({ text: usual, blocks: [mrkdwn(usual)] }, '/netflow')).toEqual({
      text: named,
      blocks: [mrkdwn(named)],
    });
  });

  it.each([
    'The log group `/flows` is empty',
    's3://logs/flows/ and /vpc/flows records',
    '`/flows/core`, /flows.',
  ])('leaves alone what only looks like it: %s', (text) => {
    expect(withCommand({ text }, '/netflow')).toEqual({ text });
  });

  it('leaves alone what nobody reads', () => {
    const button = { type: 'button', action_id: 'again', value: '/flows reject 10.0.1.5' };

    expect(withCommand({ elements: [button] }, '/netflow')).toEqual({ elements: [button] });
  });

  it('is named in calls of the Web API and of response URLs, and nothing else of them changes', async () => {
    const bodies: unknown[] = [];
    const call = namingCommand('/netflow', async (_, init) => {
      bodies.push(init?.body);
      return new Response();
    });
    const message = (name: string) => ({
      ...{ channel: 'C1', text: `50 % & ${name} help`, blocks: JSON.stringify([mrkdwn(`\`${name} help\``)]) },
    });

    await call('https://slack.com/api/chat.postMessage', { body: stringify(message('/flows')) });
    await call('https://hooks.slack.com/commands/1', { body: JSON.stringify({ text: '/flows help' }) });
    const upload = new Blob(['/flows help']);
    await call('https://files.slack.com/upload', { body: upload });

    expect(Object.fromEntries(new URLSearchParams(String(bodies[0])))).toEqual(message('/netflow'));
    expect(bodies.slice(1)).toEqual(['{"text":"/netflow help"}', upload]);
  });
});

describe('a bot whose command is /netflow', () => {
  async function answerTo(command: string, text: string): Promise<string> {
    const slack = await startSlackApi();
    onTestFinished(() => slack.close());
    const { port } = await startBot({ ...slack.settings, command: '/netflow' });
    const response = await deliver(
      port ?? 0,
      commandEnvelope(slack.settings.apiUrl ?? '', { command, text }),
    );
    return response.text();
  }

  it('listens to it, and says in its help what to type', async () => {
    const help = await answerTo('/netflow', 'help');

    expect(help).toContain('What flows answers');
    expect(help).toContain('/netflow help');
    expect(help).not.toContain('/flows');
  });

  it('says so to who reaches it by another one', async () => {
    const hint = await answerTo('/flows', 'reject 10.0.1.5');

    expect(hint).toContain('`/flows` reaches flows, which answers only `/netflow`');
    expect(hint).toContain('Try `/netflow help`');
  });
});
