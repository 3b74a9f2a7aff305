/** Sockets of Slack that close: as a matter of course, because there are too many, and at the worst moments. */
import { expect, onTestFinished } from 'vitest';
import { QUESTION } from './bench/account.ts';
import { type Bench, CHANNEL, startBench, until } from './bench/bench.ts';
import { faults } from './bench/faults.ts';
import { command, type Sockets, startSockets } from './bench/sockets.ts';

async function overSockets(): Promise<Bench & { readonly sockets: Sockets }> {
  let sockets: Sockets | null = null;
  const bench = await startBench({
    isWarm: false,
    async connect(slack) {
      sockets = await startSockets(slack);
      onTestFinished(() => sockets?.close());
      return sockets.settings;
    },
  });
  if (!sockets) throw new TypeError('no sockets');
  return { ...bench, sockets };
}

/** Slack hands on what was not acknowledged, to the next socket that there is. */
function redelivered({ sockets }: { readonly sockets: Sockets }, envelope: object): Promise<void> {
  const before = sockets.acknowledged.length;
  let isSent = false;
  return until(() => {
    if (!isSent) isSent = sockets.deliver(envelope);
    expect(sockets.acknowledged.length).toBeGreaterThan(before);
  });
}

/** A question that is being answered until it is let go on. */
async function running({ aws, slack, sockets }: Bench & { readonly sockets: Sockets }): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  aws.fail(({ operation }) => (operation === 'StartQuery' ? { kind: 'slow', until: released } : undefined));
  sockets.deliver(command(QUESTION, CHANNEL));
  await until(() => expect(slack.messages(CHANNEL)).toHaveLength(1));
  return () => release();
}

faults('Sockets of Slack', (fault) => {
  fault('the socket is refreshed in the middle of a question', async () => {
    const bench = await overSockets();
    const release = await running(bench);
    const began = bench.clock.now();
    bench.sockets.disconnect('refresh_requested');
    await until(() => expect(bench.sockets.opened).toBe(2));
    const seconds = (bench.clock.now() - began) / 1000;
    release();
    await bench.answered();
    return { seconds, sees: bench.seen(), lost: 'nothing' };
  });

  fault('there are too many sockets for 60 s, and each is told to go as it opens', async () => {
    const bench = await overSockets();
    const release = await running(bench);
    const began = bench.clock.now();
    bench.sockets.refuse(true);
    bench.sockets.disconnect('too_many_websockets');
    await bench.clock.sleep(60_000);
    const tried = bench.sockets.opened;
    bench.sockets.refuse(false);
    await until(() => expect(bench.sockets.opened).toBeGreaterThan(tried));
    const seconds = (bench.clock.now() - began) / 1000;
    expect(tried).toBeLessThan(12);
    release();
    await bench.answered();
    return { seconds, sees: bench.seen(), lost: 'nothing' };
  });

  fault('the socket breaks as a command is acknowledged, and Slack brings it again', async () => {
    const bench = await overSockets();
    const envelope = command(QUESTION, CHANNEL);
    const began = bench.clock.now();
    let isBroken = false;
    bench.sockets.onAcknowledging(() => {
      isBroken = true;
      bench.sockets.onAcknowledging(null);
      bench.sockets.breakAll();
    });
    bench.sockets.deliver(envelope);
    await until(() => expect(isBroken).toBe(true));
    await redelivered(bench, envelope);
    const seconds = (bench.clock.now() - began) / 1000;
    await bench.answered();
    return { seconds, sees: bench.seen(), lost: 'nothing' };
  });

  fault(
    'the socket breaks between a command and its acknowledgement, and Slack brings it again',
    async () => {
      const bench = await overSockets();
      const envelope = command(QUESTION, CHANNEL);
      const began = bench.clock.now();
      bench.sockets.deliver(envelope);
      bench.sockets.breakAll();
      await redelivered(bench, envelope);
      const seconds = (bench.clock.now() - began) / 1000;
      await bench.answered();
      return { seconds, sees: bench.seen(), lost: 'nothing' };
    },
  );
});
