/** What happens in the middle of a question. */
import { expect } from 'vitest';
import { type Bench, CHANNEL, until } from './bench.ts';
import type { Found } from './faults.ts';

/** A question that is asked of AWS, and seen in the channel. @param ask brings it to the bot. @returns lets AWS answer it */
export async function running(
  { aws, slack }: Pick<Bench, 'aws' | 'slack'>,
  ask: () => Promise<unknown>,
): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  aws.fail(({ operation }) => (operation === 'StartQuery' ? { kind: 'slow', until: released } : undefined));
  const before = aws.of('StartQuery').length;
  await ask();
  await until(() => {
    expect(aws.of('StartQuery').length).toBeGreaterThan(before);
    expect(slack.messages(CHANNEL)).toHaveLength(1);
  });
  return () => release();
}

/** Goes wrong in the middle of a question, which AWS answers then, and is right again later. */
export async function inTheMiddle(
  bench: Bench,
  wrong: () => unknown,
  right: () => unknown = () => undefined,
): Promise<Found> {
  const release = await running(bench, bench.ask);
  const began = bench.clock.now();
  await wrong();
  release();
  await right();
  await bench.answered();
  return { seconds: (bench.clock.now() - began) / 1000, sees: bench.seen(), lost: 'nothing' };
}
