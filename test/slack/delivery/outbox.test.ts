import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createOutbox } from '../../../src/slack/delivery/outbox.ts';
import type { Lanes } from '../../../src/store/lanes.ts';

const SILENT = pino({ level: 'silent' });
const REFUSED = new WebAPIPlatformError({ ok: false, error: 'is_archived', response_metadata: {} });
const BROKEN = new WebAPIHTTPError(502, 'Bad Gateway', {});
const NEVER_SENT = new WebAPIRequestError(
  Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }),
  }),
);

/** An outbox that waits for nothing, and remembers for how long it would have. */
function impatient() {
  const waits: number[] = [];
  const waitFor = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  const outbox = createOutbox({ log: SILENT, monotonic: () => 0, waitFor });
  return { outbox, waits };
}

/** A call that fails with these errors, one after another, and then succeeds. */
function failing(...errors: readonly Error[]) {
  let made = 0;
  const call = async () => {
    const error = errors[made];
    made += 1;
    if (error) throw error;
    return 'done';
  };
  return { call, made: () => made };
}

describe('a call that must not be carried out twice', () => {
  it.each([
    ['an error of the server', BROKEN],
    ['a timeout', new WebAPIRequestError(new DOMException('timed out', 'TimeoutError'))],
    ['a broken connection', new WebAPIRequestError(new TypeError('terminated'))],
    [
      'an answer that is no JSON',
      new WebAPIPlatformError({ ok: false, error: '<html>502</html>', response_metadata: {} }),
    ],
  ])('is not made again after %s', async (_, error) => {
    const { outbox } = impatient();
    const { call, made } = failing(error);

    const delivery = await outbox.send({ lane: 'a', repeatable: false, call });

    expect(delivery).toMatchObject({ ok: false, failure: { kind: 'unclear' } });
    expect(made()).toBe(1);
  });

  it('is made again where it never left, and after a rate limit when Slack says so', async () => {
    const { outbox, waits } = impatient();
    const { call, made } = failing(NEVER_SENT, new WebAPIRateLimitedError(30), NEVER_SENT);

    const delivery = await outbox.send({ lane: 'a', repeatable: false, call });

    expect(delivery).toEqual({ ok: true, value: 'done' });
    expect([made(), waits]).toEqual([4, [1000, 30_000, 4000]]);
  });
});

describe('a call that may be carried out twice', () => {
  it('is made again until it is clear', async () => {
    const { outbox } = impatient();
    const { call } = failing(BROKEN, NEVER_SENT, BROKEN);

    expect(await outbox.send({ lane: 'a', repeatable: true, call })).toEqual({ ok: true, value: 'done' });
  });

  it('is given up after minutes', async () => {
    const { outbox, waits } = impatient();
    const { call } = failing(...Array.from({ length: 1000 }, () => BROKEN));

    expect(await outbox.send({ lane: 'a', repeatable: true, call })).toMatchObject({ ok: false });
    expect(waits.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(5 * 60_000);
  });
});

describe('a lane that has a pace', () => {
  it('waits from the beginning of one call to that of the next, and holds up no other lane', async () => {
    let at = 0;
    const waits: number[] = [];
    const outbox = createOutbox({
      log: SILENT,
      monotonic: () => at,
      waitFor: async (milliseconds) => {
        waits.push(milliseconds);
        at += milliseconds;
      },
    });
    const post = (lane: string, takes: number) =>
      outbox.send({
        ...{ lane, repeatable: false, pace: 1000 },
        call: async () => {
          at += takes;
        },
      });

    await post('a', 300);
    await post('a', 5000);
    await post('a', 0);
    await post('b', 0);

    expect(waits).toEqual([700]);
  });
});

describe('every call', () => {
  it('ends with a refusal, which is not argued with', async () => {
    const { outbox } = impatient();
    const { call, made } = failing(REFUSED);

    const delivery = await outbox.send({ lane: 'a', repeatable: true, call });

    expect(delivery).toEqual({ ok: false, failure: { kind: 'refused', code: 'is_archived', needed: null } });
    expect(made()).toBe(1);
  });

  it('keeps its place in its lane, and waits for no other lane', async () => {
    let goOn = () => {};
    const waitFor = () => new Promise<void>((resolve) => (goOn = resolve));
    const outbox = createOutbox({ log: SILENT, monotonic: () => 0, waitFor });
    const done: string[] = [];
    const send = (lane: string, name: string, ...errors: readonly Error[]) =>
      outbox.send({ lane, repeatable: true, call: failing(...errors).call }).then(() => done.push(name));

    const first = [send('a', 'a1', new WebAPIRateLimitedError(60)), send('a', 'a2')];
    await send('b', 'b1');
    goOn();
    await Promise.all(first);

    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('waits for nothing once the process is to end', async () => {
    const outbox = createOutbox({ log: SILENT, monotonic: () => 0 });
    const { call, made } = failing(BROKEN, BROKEN);
    const delivery = outbox.send({ lane: 'a', repeatable: true, call });

    outbox.hurry();

    expect(await delivery).toMatchObject({ ok: false });
    expect(made()).toBeLessThanOrEqual(2);
  });

  it('is left out where it would be late and its lane is taken', async () => {
    const { outbox } = impatient();
    const { call } = failing();
    const first = outbox.send({ lane: 'a', repeatable: true, call });

    expect(outbox.sendIfFree({ lane: 'a', repeatable: true, call })).toBeNull();
    await first;
    await Promise.resolve();
    expect(await outbox.sendIfFree({ lane: 'a', repeatable: true, call })).toEqual({
      ok: true,
      value: 'done',
    });
  });

  it('is carried out at most once where it must be, whatever goes wrong in whatever order', async () => {
    const faults = fc.array(fc.constantFrom('limited', 'never-sent', 'lost-before', 'lost-after'), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(faults, async (plan) => {
        const { outbox } = impatient();
        let [made, carriedOut] = [0, 0];
        const call = async () => {
          const fault = plan[made];
          made += 1;
          if (fault === 'limited') throw new WebAPIRateLimitedError(1);
          if (fault === 'never-sent') throw NEVER_SENT;
          if (fault === 'lost-before') throw BROKEN;
          carriedOut += 1;
          if (fault === 'lost-after') throw BROKEN;
        };

        await outbox.send({ lane: 'a', repeatable: false, call });

        expect(carriedOut).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a lane that keeps a pace with other processes', () => {
  function sharing(shared: Lanes) {
    const waits: number[] = [];
    const waitFor = async (milliseconds: number) => void waits.push(milliseconds);
    const outbox = createOutbox({ log: SILENT, monotonic: () => 0, waitFor, shared });
    const send = (...errors: readonly Error[]) =>
      outbox.send({ lane: 'a', repeatable: false, pace: 1000, call: failing(...errors).call });
    return { waits, send };
  }

  it('waits for the turn that it is given among all', async () => {
    const { waits, send } = sharing({ take: async () => 4000, close: async () => {} });

    await send();

    expect(waits).toEqual([4000]);
  });

  it('tells the others for how long Slack is to be left alone', async () => {
    const closed: unknown[] = [];
    const close = async (...what: unknown[]) => void closed.push(what);
    const { send } = sharing({ take: async () => 0, close });

    await send(new WebAPIRateLimitedError(30));

    expect(closed).toEqual([['a', 30_000]]);
  });

  it('keeps its own pace where the store does not tell', async () => {
    const away = () => Promise.reject(new Error('the store is away'));
    const { waits, send } = sharing({ take: away, close: away });

    await send();
    const delivery = await send(new WebAPIRateLimitedError(30));

    expect(delivery).toEqual({ ok: true, value: 'done' });
    expect(waits).toEqual([1000, 30_000, 1000]);
  });
});
