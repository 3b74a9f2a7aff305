/** Sockets of Slack that close: as a matter of course, because there are too many, and at the worst moments. */
import { expect } from 'vitest';
import { commandEnvelope } from '../kit/slack-envelopes.ts';
import { type SocketSlack, startSocketSlack } from '../kit/socket-slack.ts';
import { QUESTION } from './bench/account.ts';
import { type Bench, CHANNEL, startBench, until } from './bench/bench.ts';
import { type Found, faults } from './bench/faults.ts';
import { running } from './bench/in-the-middle.ts';

interface OverSockets extends Bench {
  readonly slack: SocketSlack;
}

async function overSockets(opened?: SocketSlack): Promise<OverSockets> {
  const slack = opened ?? (await startSocketSlack());
  return { ...(await startBench({ isWarm: false, startSlack: async () => slack })), slack };
}

/** @returns when it was acknowledged, by the last socket that Slack handed it to */
function typed({ slack }: OverSockets): Promise<unknown> {
  return slack.hand(commandEnvelope(slack.url, { text: QUESTION, channel_id: CHANNEL }));
}

/** Slack hands on what was not acknowledged, to the next socket that there is. */
async function broken(moment: 'handed' | 'acknowledged'): Promise<Found> {
  const bench = await overSockets();
  const began = bench.clock.now();
  bench.slack.breakNext(moment);
  await typed(bench);
  const seconds = (bench.clock.now() - began) / 1000;
  expect(bench.slack.redelivered).toEqual(['socket_closed']);
  await bench.answered();
  return { seconds, sees: bench.seen(), lost: 'nothing' };
}

faults('Sockets of Slack', (fault) => {
  fault('the socket is refreshed in the middle of a question', async () => {
    const bench = await overSockets();
    const release = await running(bench, () => typed(bench));
    const began = bench.clock.now();
    bench.slack.disconnect(1);
    await until(() => expect(bench.slack.opened()).toBe(2));
    const seconds = (bench.clock.now() - began) / 1000;
    release();
    await bench.answered();
    return { seconds, sees: bench.seen(), lost: 'nothing' };
  });

  fault('there are too many sockets for 60 s, and each is told to go as it opens', async () => {
    const bench = await overSockets();
    const release = await running(bench, () => typed(bench));
    const began = bench.clock.now();
    bench.slack.refuse(true);
    bench.slack.disconnect(1, 'too_many_websockets');
    await bench.clock.sleep(60_000);
    const tried = bench.slack.opened();
    bench.slack.refuse(false);
    await until(() => expect(bench.slack.opened()).toBeGreaterThan(tried));
    const seconds = (bench.clock.now() - began) / 1000;
    expect(tried).toBeLessThan(12);
    release();
    await bench.answered();
    return { seconds, sees: bench.seen(), lost: 'nothing' };
  });

  fault('sockets open, and Slack says no hello over any of them for 60 s', async () => {
    const bench = await overSockets();
    const release = await running(bench, () => typed(bench));
    const began = bench.clock.now();
    bench.slack.hush(true);
    bench.slack.disconnect(1);
    await bench.clock.sleep(60_000);
    const tried = bench.slack.opened();
    bench.slack.hush(false);
    await until(() => expect(bench.slack.sockets()).not.toEqual([]));
    const seconds = (bench.clock.now() - began) / 1000;
    expect(tried).toBeGreaterThan(3);
    expect(tried).toBeLessThan(9);
    release();
    await bench.answered();
    return { seconds, sees: bench.seen(), lost: 'nothing' };
  });

  fault('over the first socket Slack says no hello, as the bot starts', async () => {
    const slack = await startSocketSlack();
    slack.hush(true);
    const starting = overSockets(slack);
    await until(() => expect(slack.opened()).toBe(1));
    slack.hush(false);
    const bench = await starting;
    const seconds = bench.clock.now() / 1000;
    await typed(bench);
    await bench.answered();
    return { seconds, sees: bench.seen(), lost: 'nothing' };
  });

  fault('the socket breaks as a command is acknowledged, and Slack brings it again', () =>
    broken('acknowledged'),
  );

  fault('the socket breaks between a command and its acknowledgement, and Slack brings it again', () =>
    broken('handed'),
  );
});
