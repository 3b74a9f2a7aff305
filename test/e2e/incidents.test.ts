/** An incident from its beginning to its report, in a local Slack over Socket Mode. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/demo/local-slack.ts';
import type { SlackPost, SlackUser } from '../../src/demo/slack-user.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { aliceIn, BOT, hasLocalSlack, settingsFor, textOf, WORKSPACE } from '../kit/local-slack.ts';
import { startBot } from '../kit/slack-bot.ts';

const LONG = 20_000;

function shown(post: SlackPost | undefined): string {
  return textOf(post).replaceAll('\u2060', '');
}

/** The newest message that holds a text, once there is one. */
function sees(alice: SlackUser, text: string | RegExp): Promise<SlackPost> {
  return vi.waitFor(async () => {
    const messages = await alice.messages();
    const found = messages.filter((post) => post.user === BOT && shown(post).match(text)).at(-1);
    if (!found) throw new Error(`not yet: ${JSON.stringify(messages, null, 1)}`);
    return found;
  }, LONG);
}

describe.skipIf(!(await hasLocalSlack()))('an incident in a local Slack', () => {
  let slack: LocalSlack;

  beforeAll(async () => {
    slack = await startLocalSlack(WORKSPACE);
  });
  afterAll(() => slack.stop());

  it('is opened, fed by reaction and by command, told, closed, and reported', {
    timeout: 60_000,
  }, async () => {
    await startBot(settingsFor(slack), { sources: [createDemoSource(() => Math.floor(Date.now() / 1000))] });
    const alice = aliceIn(slack);
    const type = (text: string) => alice.command('/flows', text);

    await type('incident open "Checkout cannot reach the database" sev2');
    const card = await sees(alice, 'INC-1');
    await type('reject 10.0.1.5');
    const answer = await sees(alice, 'asked by');
    // What is not answered yet is no finding.
    await sees(alice, 'Next check');
    await alice.react(answer, 'pushpin');
    const finding = await sees(alice, 'added a finding');
    await alice.write(`<@${BOT}> incident note the deploy was at 14:00`, card.ts);
    const note = await sees(alice, 'the deploy was at 14:00');
    await type('incident action restore the outbound rule');
    await sees(alice, '1 action, 1 open');
    await type('incident status');
    const status = await sees(alice, 'Known so far');
    await type('incident close "the network ACL dropped replies"');
    await sees(alice, 'What it was');
    await type('incident report');
    const file = await vi.waitFor(async () => {
      const found = (await alice.messages()).find(({ files = [] }) => files.length > 0);
      if (!found) throw new Error('no file yet');
      return found;
    }, LONG);

    expect(card).toMatchObject({ user: BOT });
    expect([finding, note, file].map(({ thread_ts }) => thread_ts)).toEqual([card.ts, card.ts, card.ts]);
    expect(shown(finding)).toContain('a network ACL drops the replies');
    expect(shown(status)).toMatch(
      /Known so far.*a network ACL drops the replies.*To check.*Actions.*restore.*Timeline.*alice/,
    );
    expect(file.files).toMatchObject([{ name: 'inc-1.md', title: expect.stringContaining('Checkout') }]);
    expect(await alice.messages()).not.toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('defect') }),
    );
  });
});
