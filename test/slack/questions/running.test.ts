import { describe, expect, it } from 'vitest';
import { createRunning, type Run } from '../../../src/slack/questions/running.ts';

/** A life that ends when it is let or aborted. */
function life() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let run: Run | undefined;
  return {
    end: () => end(),
    run: () => run,
    live: async (begun: Run) => {
      run = begun;
      const aborted = new Promise<void>((resolve) => begun.signal.addEventListener('abort', () => resolve()));
      await Promise.race([ended, aborted]);
    },
  };
}

describe('the register of running questions', () => {
  it('counts a question from its beginning to its end', async () => {
    const running = createRunning(4);
    const { live, end } = life();

    const tracked = running.track('q1', live);
    expect(running.count).toBe(1);
    end();
    await tracked;

    expect(running.count).toBe(0);
  });

  it('stops a question with a reason for people, and knows which have ended and which never were', async () => {
    const running = createRunning(4);
    const { live, run } = life();
    const tracked = running.track('q1', live);

    expect(running.stop('q1', 'alice pressed Cancel.')).toBe('stopped');
    await tracked;

    expect(run()?.signal.reason).toEqual(new Error('alice pressed Cancel.'));
    expect(running.stop('q1', 'again')).toBe('ended');
    expect(running.stop('q2', 'never')).toBe('unknown');
  });

  it('forgets a question that failed, and lets the failure through', async () => {
    const running = createRunning(4);

    await expect(running.track('q1', () => Promise.reject(new Error('a defect')))).rejects.toThrow(
      'a defect',
    );
    expect(running.count).toBe(0);
  });

  it('is drained when the last has ended, and not before', async () => {
    const running = createRunning(4);
    const [one, two] = [life(), life()];
    const tracked = [running.track('q1', one.live), running.track('q2', two.live)];

    one.end();
    expect(await running.drained(0)).toBe(false);
    two.end();
    await Promise.all(tracked);

    expect(await running.drained(60_000)).toBe(true);
  });
});

describe('a question that comes when all are stopped', () => {
  it('is stopped as they are', async () => {
    const running = createRunning(4);
    running.stopAll('the bot was stopped.');
    let reason: unknown;

    await running.track('q1', async ({ signal }) => {
      reason = signal.reason;
    });

    expect(reason).toEqual(new Error('the bot was stopped.'));
  });
});

describe('turns', () => {
  it('are given to so many at once, in order, and the others know how many come before them', async () => {
    const running = createRunning(1);
    const order: string[] = [];
    const ahead: number[] = [];
    const [first, second, third] = [life(), life(), life()];
    const lives = [first, second, third].map((one, index) =>
      running.track(`q${index}`, (run) =>
        run.turn(async () => {
          order.push(`q${index}`);
          await one.live(run);
        }),
      ),
    );
    await running.track('watcher', async (run) => {
      const waiting = run.turn(async () => {});
      ahead.push(run.ahead);
      for (const one of [first, second, third]) one.end();
      await waiting;
      ahead.push(run.ahead);
    });
    await Promise.all(lives);

    expect(order).toEqual(['q0', 'q1', 'q2']);
    expect(ahead).toEqual([3, 0]);
  });

  it('go round among those who ask, however many questions each has', async () => {
    const running = createRunning(1);
    const order: string[] = [];
    const ask = (id: string, asker: string) =>
      running.track(id, (run) => run.turn(async () => void order.push(id)), asker);

    await Promise.all([ask('a1', 'alice'), ask('a2', 'alice'), ask('a3', 'alice'), ask('b1', 'bob')]);

    expect(order).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('are lost by a question that is stopped while it waits', async () => {
    const running = createRunning(1);
    const { live, end } = life();
    let hadTurn = false;
    const first = running.track('q1', (run) => run.turn(() => live(run)));
    const second = running.track('q2', (run) =>
      run.turn(async () => {
        hadTurn = true;
      }),
    );

    running.stop('q2', 'alice pressed Cancel.');
    await expect(second).rejects.toThrow();
    end();
    await first;

    expect(hadTurn).toBe(false);
  });

  it('are left to others while a question waits for a person, and taken again afterwards', async () => {
    const running = createRunning(1);
    const order: string[] = [];
    const decided = life();
    const first = running.track('q1', (run) =>
      run.turn(async () => {
        await run.aside(() => decided.live(run));
        order.push('q1 goes on');
      }),
    );
    const second = running.track('q2', (run) =>
      run.turn(async () => {
        order.push('q2');
        decided.end();
      }),
    );
    await Promise.all([first, second]);

    expect(order).toEqual(['q2', 'q1 goes on']);
  });

  it('are not taken again by a question that is stopped while it waits for a person', async () => {
    const running = createRunning(1);
    const { live } = life();
    let wentOn = false;
    const stopped = running.track('q1', (run) =>
      run.turn(async () => {
        await run.aside(() => live(run));
        wentOn = true;
      }),
    );

    running.stop('q1', 'alice pressed Stop.');
    await expect(stopped).rejects.toThrow('alice pressed Stop.');
    await running.track('q2', (run) => run.turn(async () => {}));

    expect(wentOn).toBe(false);
  });
});
