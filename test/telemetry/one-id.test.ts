import { describe, expect, it } from 'vitest';
import { rememberingEngine } from '../../src/investigation/remembering-engine.ts';
import { logsError } from '../kit/aws-mock.ts';
import { flowLogsReply, mockInsights } from '../kit/insights-source.ts';
import { answeringInsights, insightsNamed, type Line, startLoggedBot } from '../kit/logged-bot.ts';

function saying(lines: readonly Line[], message: string): readonly Line[] {
  return lines.filter(({ msg }) => msg === message);
}

describe('the log of a question', () => {
  const aws = mockInsights();

  it('has one id from Slack’s delivery over AWS’s query to the messages that answer it', async () => {
    answeringInsights(aws);
    const { slack, port, said, lines } = await startLoggedBot({}, 'info');

    await slack.command(port, { trigger_id: 'trigger-1' });
    await said('a question was answered');

    const about = lines().filter(({ correlationId }) => correlationId === 'trigger-1');
    expect(about.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([
        'Slack has delivered something',
        'a question was taken on',
        'a delivery was acknowledged',
        'a query has begun',
        'a query has ended',
        'a question has ended',
        'a message was posted',
        'a message was replaced',
        'a question was answered',
      ]),
    );
    expect(saying(about, 'a question was taken on')).toMatchObject([
      { question: 'trigger-1', via: 'command', by: 'U0ASKER', channel: 'C0OPS', isNew: true },
    ]);
    expect(saying(about, 'a query has begun')[0]).toMatchObject({
      ...{ source: 'core', backend: 'insights', queryId: 'q-1', region: 'us-east-1' },
    });
    expect(saying(about, 'a query has ended')[0]).toMatchObject({
      ...{ queryId: 'q-1', status: 'Complete', bytes: 7_000_000, milliseconds: expect.any(Number) },
    });
    expect(saying(about, 'a question has ended')).toMatchObject([{ verb: 'reject', outcome: 'done' }]);
    expect(saying(about, 'a message was posted')[0]).toMatchObject({
      channel: 'C0OPS',
      ts: '1700000000.000001',
    });
  });

  it('tells questions that run at once apart, down to the query', async () => {
    answeringInsights(aws);
    const { slack, port, said, lines } = await startLoggedBot({}, 'info');
    const ids = ['one', 'two', 'three'];

    await Promise.all(
      ids.map((id, at) => slack.command(port, { trigger_id: id, text: `reject 10.0.1.${at + 1}` })),
    );
    await said('a question was answered');
    await expect.poll(() => saying(lines(), 'a question was answered')).toHaveLength(3);

    for (const id of ids) {
      const about = lines().filter(({ correlationId }) => correlationId === id);
      const begun = saying(about, 'a query has begun').map(({ queryId }) => queryId);
      const ended = saying(about, 'a query has ended').map(({ queryId }) => queryId);
      expect(begun.length).toBeGreaterThan(0);
      expect(ended.sort()).toEqual(begun.sort());
      expect(saying(about, 'a message was posted').length).toBeGreaterThan(1);
      expect(new Set(about.flatMap(({ question = id }) => question))).toEqual(new Set([id]));
    }
  });

  it('says that an answer was had without a query, which another question paid for', async () => {
    answeringInsights(aws);
    const core = insightsNamed('core');
    const engine = rememberingEngine(core.engine, { now: () => Math.floor(Date.now() / 1000) });
    const { slack, port, said, lines } = await startLoggedBot({ sources: [{ ...core, engine }] }, 'info');
    await slack.command(port, { trigger_id: 'first' });
    await said('a question was answered');

    await slack.command(port, { trigger_id: 'second' });
    const kept = await said('a source answered from what was asked before');

    expect(kept).toMatchObject({ correlationId: 'second', source: 'core', kept: true });
    expect(saying(lines(), 'a query has begun').map(({ correlationId }) => correlationId)).not.toContain(
      'second',
    );
  });

  it('says with which code it came to nothing', async () => {
    aws.maybe('DescribeFlowLogs', flowLogsReply());
    aws.maybe('StartQuery', logsError('AccessDeniedException', 'not authorized to perform: logs:StartQuery'));
    const { slack, port, said } = await startLoggedBot({}, 'info');

    await slack.command(port, { trigger_id: 'denied' });

    expect(await said('a question came to no answer')).toMatchObject({
      ...{ level: 'warn', correlationId: 'denied', failure: 'access-denied' },
    });
    expect(await said('a question has ended')).toMatchObject({ outcome: 'failed' });
  });

  it('is quoted by who has no answer, so that whoever runs the bot finds it', async () => {
    aws.maybe('DescribeFlowLogs', flowLogsReply());
    aws.maybe('StartQuery', logsError('AccessDeniedException', 'not authorized to perform: logs:StartQuery'));
    const { slack, port, said } = await startLoggedBot({}, 'info');
    const id = '9614320012345.987654321.abcdef0123456789abcd8f00e0c2a1b4';

    await slack.command(port, { trigger_id: id });
    await said('a question was answered');

    const replies = slack.of('chat.postMessage').map(({ args }) => JSON.stringify(args['blocks']));
    expect(replies.at(-1)).toContain('quote 8f00e0c2a1b4 to whoever runs this bot.');
  });
});
