/**
 * The process itself: asked to stop in the middle of a question, and clocks that jump. That it is killed is tested where nothing else is:
 * `test/e2e/kill.test.ts` and its neighbours.
 */
import { expect } from 'vitest';
import { type Bench, CHANNEL, startBench, until } from './bench/bench.ts';
import { type Found, faults } from './bench/faults.ts';
import { inTheMiddle, running } from './bench/in-the-middle.ts';

const HOUR = 3_600_000;
const SECOND = 'C0SECOND';

/** In the middle of a question, and asks another one afterwards. */
async function jumped(bench: Bench, milliseconds: number): Promise<Found> {
  const found = await inTheMiddle(bench, () => bench.clock.jump(milliseconds));
  await bench.ask('reject 10.59.96.12 17:00 to 18:05', SECOND);
  await until(() => expect(bench.seen(SECOND).length).toBeGreaterThan(0));
  return found;
}

faults('The process and its clocks', (fault) => {
  fault('SIGTERM in the middle of a question that ends within drainSeconds', async () => {
    const bench = await startBench({ drainSeconds: 20 });
    const release = await running(bench, bench.ask);
    const began = bench.clock.now();
    const stopped = bench.stop();
    const told = await bench.ask('reject 10.59.96.12 last 30m', SECOND).catch(() => 'no connection');
    release();
    await stopped;
    const seconds = (bench.clock.now() - began) / 1000;
    return { seconds, sees: [...bench.seen(), told], lost: 'nothing; who asks meanwhile is told' };
  });

  fault('SIGTERM in the middle of a question that does not end within drainSeconds', async () => {
    const bench = await startBench({ drainSeconds: 0 });
    const release = await running(bench, bench.ask);
    const began = bench.clock.now();
    await bench.stop();
    const seconds = (bench.clock.now() - began) / 1000;
    release();
    return { seconds, sees: bench.seen(), lost: 'the answer, and it is said' };
  });

  fault('the clock jumps an hour ahead in the middle of a question', async () =>
    jumped(await startBench(), HOUR),
  );

  fault('the clock jumps an hour back in the middle of a question', async () =>
    jumped(await startBench(), -HOUR),
  );

  fault(
    'the clock is an hour ahead of the one of Slack, which fails inside and has the message',
    async () => {
      const bench = await startBench();
      bench.clock.jump(Date.now() - bench.clock.time() + HOUR);
      let posts = 0;
      bench.slack.fail(({ method }) => {
        if (method !== 'chat.postMessage') return undefined;
        posts += 1;
        return posts === 2 ? { kind: 'inner', isDone: true } : undefined;
      });
      const asked = 'reject 10.59.96.12 2026-06-26 19:07 to 2026-06-26 20:07';
      await bench.ask(asked);
      const seconds = await bench.answered(CHANNEL, 'reject 10.59.96.12');
      return { seconds, sees: bench.seen(), lost: 'nothing' };
    },
  );
});
