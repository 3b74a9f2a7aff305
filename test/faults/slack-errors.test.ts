/** Slack that takes no more calls, fails inside, answers wrongly or half, and of which it is not known what it has carried out. */
import { expect } from 'vitest';
import type { Fault, SlackCall } from '../kit/stateful-slack.ts';
import { type Bench, CHANNEL, startBench, until } from './bench/bench.ts';
import { type Found, faults } from './bench/faults.ts';
import { running } from './bench/in-the-middle.ts';

const FREE = 'C0FREE';
const LIMITED: Fault = { kind: 'limited', seconds: 30 };
const REVOKED: Fault = { kind: 'refused', error: 'token_revoked' };
const DAY = 86_400_000;

/** Response URLs need no token. */
const revoked = ({ method }: SlackCall) => (method === 'response_url' ? undefined : REVOKED);

/** The first calls of that method in the channel fail so. */
function failFirst({ slack }: Bench, method: string, ...ways: readonly Fault[]): void {
  const left = [...ways];
  slack.fail((call: SlackCall) =>
    call.method === method && call.args['channel'] === CHANNEL ? left.shift() : undefined,
  );
}

async function asked(method: string, ...ways: readonly Fault[]): Promise<Found> {
  const bench = await startBench();
  failFirst(bench, method, ...ways);
  await bench.ask();
  return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
}

const ON_THE_QUESTION: readonly (readonly [name: string, fault: Fault])[] = [
  ['is status 500, and the message is there', { kind: 'broken', isDone: true }],
  ['is the page of a proxy, and the message is not there', { kind: 'malformed', isDone: false }],
  ['breaks off in the middle', { kind: 'half' }],
];
const ON_THE_REASONS: readonly (readonly [name: string, fault: Fault])[] = [
  ['is fatal_error, and the message is not there', { kind: 'refused', error: 'fatal_error' }],
  ['is internal_error, and the message is there', { kind: 'inner', isDone: true }],
  ['never comes, and the message is not there', { kind: 'dropped', isDone: false }],
];

faults('Slack that fails', (fault) => {
  fault('chat.postMessage answers 429, Retry-After 30, in one channel', async () => {
    const bench = await startBench();
    let isOver = false;
    bench.slack.fail(({ method, args }) =>
      method === 'chat.postMessage' && args['channel'] === CHANNEL && !isOver ? LIMITED : undefined,
    );
    const began = bench.clock.now();
    await bench.ask();
    await bench.ask('reject 10.59.96.12 last 40m', FREE);
    // Another channel has its answer before this one has its question.
    await until(() => expect(bench.seen(FREE)).toContain('the answer'));
    expect(bench.slack.messages(CHANNEL)).toEqual([]);
    isOver = true;
    await bench.answered();
    return { seconds: (bench.clock.now() - began) / 1000, sees: bench.seen(), lost: 'nothing' };
  });

  fault('chat.update answers 429, Retry-After 30, twice', () => asked('chat.update', LIMITED, LIMITED));

  for (const [how, way] of ON_THE_QUESTION)
    fault(`the answer to chat.postMessage with the question ${how}`, () => asked('chat.postMessage', way));

  for (const [how, way] of ON_THE_REASONS)
    fault(`the answer to chat.postMessage with the reasons ${how}`, async () => {
      const bench = await startBench();
      let posts = 0;
      bench.slack.fail(({ method }) => {
        if (method !== 'chat.postMessage') return undefined;
        posts += 1;
        return posts === 2 ? way : undefined;
      });
      await bench.ask();
      return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
    });

  fault('chat.update fails in six ways, one after the other', () =>
    asked('chat.update', ...[...ON_THE_QUESTION, ...ON_THE_REASONS].map(([, way]) => way)),
  );

  fault('every answer takes 3 s', async () => {
    const bench = await startBench();
    bench.slack.fail(() => ({ kind: 'slow', until: bench.clock.sleep(3000) }));
    await bench.ask();
    return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
  });

  fault('chat.postMessage with the question is carried out, and nothing is answered for 10 s', async () => {
    const bench = await startBench({ isReal: true });
    failFirst(bench, 'chat.postMessage', { kind: 'silent' });
    await bench.ask();
    return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
  });

  fault(
    'the token is revoked in the middle of a question, and a day later there is another one',
    async () => {
      const bench = await startBench();
      const release = await running(bench, bench.ask);
      bench.slack.fail(revoked);
      release();
      const began = bench.clock.now();
      await until(() => expect(bench.alone()).not.toEqual([]));
      const seconds = (bench.clock.now() - began) / 1000;
      expect(bench.slack.messages(CHANNEL)).toHaveLength(1);
      await expect(bench.tokenLost).resolves.toMatchObject({ name: 'StartError' });
      await bench.stop();
      bench.slack.fail(() => undefined);
      bench.clock.jump(DAY);
      await bench.restart();
      await bench.answered();
      return { seconds, sees: [...bench.alone(), ...bench.seen()], lost: 'nothing' };
    },
  );

  fault('one call is refused as if the token were revoked, and it is not', async () => {
    const bench = await startBench();
    let posts = 0;
    bench.slack.fail(({ method }) => {
      if (method !== 'chat.postMessage') return undefined;
      posts += 1;
      return posts === 2 ? REVOKED : undefined;
    });
    await bench.ask();
    return { seconds: await bench.answered(), sees: [...bench.alone(), ...bench.seen()], lost: 'nothing' };
  });

  fault('the token is revoked before a question', async () => {
    const bench = await startBench();
    bench.slack.fail(revoked);
    const began = bench.clock.now();
    await bench.ask();
    await until(() => expect(bench.alone()).not.toEqual([]));
    return {
      seconds: (bench.clock.now() - began) / 1000,
      sees: bench.alone(),
      lost: 'the answer, and it is said',
    };
  });
});
