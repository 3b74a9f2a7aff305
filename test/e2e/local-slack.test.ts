import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/demo/local-slack.ts';
import type { SlackPost, SlackUser } from '../../src/demo/slack-user.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import type { BotParts } from '../../src/slack/bot.ts';
import {
  ALICE,
  aliceIn,
  BOT,
  buttonOf,
  hasLocalSlack,
  settingsFor,
  textOf,
  WORKSPACE,
} from '../kit/local-slack.ts';
import { costly, held, startBot } from '../kit/slack-bot.ts';

/** What is waited for comes at once on a machine that is not busy. Milliseconds. */
const LONG = 60_000;
vi.setConfig({ testTimeout: 2 * LONG });

const available = await hasLocalSlack();

/** The messages, once they are as wanted. */
function eventually(
  alice: SlackUser,
  wanted: (messages: readonly SlackPost[]) => boolean,
): Promise<readonly SlackPost[]> {
  return vi.waitFor(async () => {
    const messages = await alice.messages();
    if (!wanted(messages)) throw new Error(`not yet: ${JSON.stringify(messages, null, 1)}`);
    return messages;
  }, LONG);
}

const isVerdict = (post: SlackPost) =>
  !post.thread_ts && /asked by|Stopped/.test(textOf(post)) && !isRunning(post);
const isRunning = (post: SlackPost) => textOf(post).includes('flows-cancel');

describe.skipIf(!available)('the bot in a local Slack, over Socket Mode', () => {
  let slack: LocalSlack;

  beforeAll(async () => {
    slack = await startLocalSlack(WORKSPACE);
  });
  afterAll(() => slack.stop());

  async function started(changes: Partial<BotParts> = {}) {
    const bot = await startBot(settingsFor(slack), changes);
    return { bot, alice: aliceIn(slack) };
  }

  it('finds in the demo network what drops the replies, in a thread under the question', async () => {
    const source = createDemoSource(() => Math.floor(Date.now() / 1000));
    const { alice } = await started({ sources: [source] });

    await alice.command('/flows', 'reject 10.0.1.5');
    const [root, thread, ...others] = await eventually(
      alice,
      ([first]) => first !== undefined && isVerdict(first),
    );

    expect(others).toEqual([]);
    expect(textOf(root)).toContain('a network ACL drops the replies');
    expect(textOf(root)).toContain(`asked by <@${ALICE}>`);
    expect(thread).toMatchObject({ user: BOT, thread_ts: root?.ts });
    expect(textOf(thread)).toMatch(
      /nacl-return-outbound[\s\S]*Blocked by[\s\S]*REJECT[\s\S]*aws ec2 create-network-acl-entry/,
    );
    expect(textOf(thread)).toMatch(/ CES?T/);
  });

  it.each([
    ['/flows', 'help', 'What flows answers'],
    ['/flows', 'rejct 10.0.1.5', 'did you mean'],
    ['/flow', 'reject 10.0.1.5', 'answers only'],
  ])('tells a person alone: %s %s', async (command, text, expected) => {
    const { alice } = await started();

    await alice.command(command, text);
    const [told, ...others] = await eventually(alice, (messages) => messages.length > 0);

    expect(others).toEqual([]);
    expect(told).toMatchObject({ ephemeral_to: ALICE });
    expect(textOf(told)).toContain(expected);
  });

  it('answers a mention in the thread it stands in', async () => {
    const { alice } = await started();
    const incident = await alice.write('the database is gone');

    await alice.write(`<@${BOT}> reject 10.0.1.5`, incident.ts);
    const messages = await eventually(alice, (all) => all.length === 4 && !all.some(isRunning));

    expect(messages.map(({ thread_ts }) => thread_ts)).toEqual([
      undefined,
      incident.ts,
      incident.ts,
      incident.ts,
    ]);
    expect(textOf(messages[2])).toContain('asked by');
    expect(textOf(messages[3])).toContain('*Next check*');
  });

  it('takes what a mention in its thread leaves out from the question before it', async () => {
    const { alice } = await started();
    await alice.command('/flows', 'reject 10.0.1.5');
    const [root] = await eventually(alice, (all) => all.some(isVerdict));

    await alice.write(`<@${BOT}> top by port?`, root?.ts);
    const messages = await eventually(alice, (all) => all.length === 5 && !all.some(isRunning));

    expect(messages.slice(1).every(({ thread_ts }) => thread_ts === root?.ts)).toBe(true);
    expect(textOf(messages[3])).toMatch(
      /`top 10\.0\.1\.5 by port (?:last 1h|[\d:-]+(?: [\d:]+)? to [\d: -]+)`/,
    );
  });

  it('adds the picture of a timeline to its thread', async () => {
    const source = createDemoSource(() => Math.floor(Date.now() / 1000));
    const { alice } = await started({ sources: [source] });

    await alice.command('/flows', 'timeline 10.0.1.5');
    const messages = await eventually(alice, (all) => all.some(({ files = [] }) => files.length > 0));

    const [root, thread, picture] = messages;
    expect(textOf(thread)).toContain('*rejected*  at most');
    expect(picture).toMatchObject({
      thread_ts: root?.ts,
      files: [{ name: 'timeline.png', title: 'Records of 10.0.1.5 over time' }],
    });
    expect(picture?.files?.[0]?.size).toBeGreaterThan(5000);
  });

  it('adds the records to the thread as a file, and keeps none itself', async () => {
    const tempFolder = await mkdtemp(join(tmpdir(), 'flows-e2e-'));
    onTestFinished(() => rm(tempFolder, { recursive: true }));
    const source = createDemoSource(() => Math.floor(Date.now() / 1000));
    const { alice } = await started({ sources: [source], tempFolder });

    await alice.command('/flows', 'records 10.0.1.5 reject as csv');
    const messages = await eventually(alice, (all) => all.some(({ files = [] }) => files.length > 0));

    const [root, thread, file] = messages;
    expect(textOf(thread)).toMatch(/\*File\* {2}flows-records-\w+\.csv {2}\d+ rows/);
    expect(file).toMatchObject({
      thread_ts: root?.ts,
      files: [{ name: expect.stringMatching(/^flows-records-\w+\.csv$/) }],
    });
    await vi.waitFor(async () => expect(await readdir(tempFolder)).toEqual([]), LONG);
  });

  it('answers in a direct message, typed as a command or as it is', async () => {
    await started();
    const alice = aliceIn(slack, BOT);
    const { channel } = await alice.write('reject 10.0.1.5');
    const direct = aliceIn(slack, channel);

    await eventually(direct, (all) => all.length === 3 && !all.some(isRunning));
    await direct.command('/flows', 'top');
    const messages = await eventually(direct, (all) => all.length === 5 && !all.some(isRunning));

    expect(messages.filter(({ user }) => user === BOT)).toHaveLength(4);
  });

  it('stops a question when somebody presses Cancel', async () => {
    const { source, begun, isAborted } = held();
    const { alice } = await started({ sources: [source] });
    await alice.command('/flows', 'reject 10.0.1.5');
    await begun;
    const [running] = await alice.messages();
    if (!running) throw new Error('no question');

    await alice.press(running, buttonOf(running));
    const messages = await eventually(alice, ([root]) => root !== undefined && isVerdict(root));

    expect(textOf(messages[0])).toContain('Stopped: alice pressed Cancel.');
    expect(isAborted()).toBe(true);
  });

  it('asks before a budget is passed, and goes on when the asker says so', async () => {
    const { source, windows } = costly();
    const budgets = { question: { bytes: 50e9 }, personPerDay: {}, perDay: {} };
    const { alice } = await started({ sources: [source], budgets });
    await alice.command('/flows', 'top');
    const isAsking = (post: SlackPost) => textOf(post).includes('flows-spend');
    const [asking] = await eventually(alice, ([root]) => root !== undefined && isAsking(root));
    if (!asking) throw new Error('no question');
    expect(windows).toEqual([]);

    await alice.press(asking, buttonOf(asking));
    const [root, thread] = await eventually(
      alice,
      ([first]) => first !== undefined && isVerdict(first) && !isAsking(first),
    );

    expect(root?.ts).toBe(asking.ts);
    expect(thread).toMatchObject({ user: BOT, thread_ts: asking.ts });
    expect(new Set(windows)).toEqual(new Set([3600]));
  });

  it('answers as many questions at once as one person may have waiting, each in a thread of its own', async () => {
    const { alice } = await started();

    await Promise.all(
      Array.from({ length: 20 }, (_, index) => alice.command('/flows', `reject 10.0.1.${index}`)),
    );
    const messages = await eventually(alice, (all) => all.filter(isVerdict).length === 20);

    const roots = messages.filter(({ thread_ts }) => thread_ts === undefined);
    const threads = messages.map(({ thread_ts }) => thread_ts).filter((ts) => ts !== undefined);
    expect(new Set(roots.map(textOf)).size).toBe(20);
    expect(new Set(threads)).toEqual(new Set(roots.map(({ ts }) => ts)));
    expect(threads).toHaveLength(20);
  });

  it('leaves no question unanswered when it is stopped', async () => {
    const { source, begun } = held();
    const { alice, bot } = await started({ sources: [source], drainSeconds: 0 });
    await alice.command('/flows', 'reject 10.0.1.5');
    await begun;

    await bot.stop();

    const [root] = await alice.messages();
    expect(textOf(root)).toContain('the bot was stopped before it had the answer. Ask again.');
    expect(root && isRunning(root)).toBe(false);
  });
});

describe.skipIf(!available)('a connection that breaks', () => {
  it('is opened again, and until then it is not ready', async () => {
    const first = await startLocalSlack(WORKSPACE);
    const port = Number(new URL(first.url).port);
    const { port: healthPort } = await startBot(settingsFor(first), { healthPort: 0 });
    const health = async () => (await fetch(`http://127.0.0.1:${healthPort}/readyz`)).status;
    expect(await health()).toBe(200);

    await first.stop();
    await vi.waitFor(async () => expect(await health()).toBe(503), LONG);
    const second = await startLocalSlack(WORKSPACE, port);
    onTestFinished(() => second.stop());
    await vi.waitFor(async () => expect(await health()).toBe(200), LONG);

    const alice = aliceIn(second);
    await alice.command('/flows', 'reject 10.0.1.5');
    await eventually(alice, ([root]) => root !== undefined && isVerdict(root));
  }, 60_000);
});
