import { describe, expect, it } from 'vitest';
import { createCertificates } from '../../src/alarms/certificates.ts';
import { CERTIFICATE, CERTIFICATE_URL } from '../kit/sns.ts';

/** Where nothing is, one for each number. */
function forged(number: number): string {
  return CERTIFICATE_URL.replace(/[0-9a-f]{32}/, String(number).padStart(32, '0'));
}

/** Certificates over a server that answers when it is told to, with a clock that is set by hand. */
function certificates() {
  const clock = { now: 1_795_443_000_000 };
  const fetched: string[] = [];
  const waiting = new Map<string, (page: string | Error) => void>();
  const certificateAt = createCertificates(
    (url) => {
      fetched.push(url);
      return new Promise((resolve, reject) => {
        waiting.set(url, (page) => (page instanceof Error ? reject(page) : resolve(page)));
      });
    },
    () => clock.now,
  );
  /** Asks for one, and says what came of it. */
  const ask = (url = CERTIFICATE_URL) =>
    certificateAt(url).then(
      ({ subject }) => subject,
      (error: unknown) => String(error),
    );
  const answer = (page: string | Error, url = CERTIFICATE_URL) => waiting.get(url)?.(page);
  return { ask, answer, fetched, clock };
}

const FOUND = 'CN=sns.amazonaws.com';
const REFUSED =
  'TooManyFetched: 4 certificates of SNS are being fetched already; the message is taken when SNS delivers it again.';

describe('a certificate of SNS', () => {
  it('is fetched once for all who wait for it, and kept', async () => {
    const { ask, answer, fetched } = certificates();
    const asked = Array.from({ length: 1000 }, () => ask());

    answer(CERTIFICATE);

    expect(new Set(await Promise.all(asked))).toEqual(new Set([FOUND]));
    expect(await ask()).toBe(FOUND);
    expect(fetched).toEqual([CERTIFICATE_URL]);
  });

  it('is fetched once, in whatever way its address is written', async () => {
    const { ask, answer, fetched } = certificates();
    const asked = [ask(`${CERTIFICATE_URL}#1`), ask(CERTIFICATE_URL.replace('sns.', 'SNS.')), ask()];

    answer(CERTIFICATE);

    expect(await Promise.all(asked)).toEqual([FOUND, FOUND, FOUND]);
    expect(fetched).toEqual([CERTIFICATE_URL]);
  });

  it.each([
    ['cannot be fetched', new Error('it answered 403'), 'Error: it answered 403'],
    ['is none', '<html>', expect.stringContaining('Error')],
  ])('that %s is not asked for again at once', async (_, page, because) => {
    const { ask, answer, fetched, clock } = certificates();
    const first = ask();
    answer(page);
    expect(await first).toEqual(because);

    clock.now += 14_999;
    expect(await ask()).toEqual(because);
    expect(fetched).toHaveLength(1);

    clock.now += 1;
    const again = ask();
    answer(CERTIFICATE);
    expect(await again).toBe(FOUND);
  });

  it('is one of a few that are fetched at the same time', async () => {
    const { ask, answer, fetched } = certificates();
    const asked = Array.from({ length: 1000 }, (_, number) => ask(forged(number)));
    expect(fetched).toHaveLength(4);
    expect(new Set(await Promise.all(asked.slice(4)))).toEqual(new Set([REFUSED]));

    for (const url of fetched.slice(0, 4)) answer(new Error('it answered 403'), url);
    await Promise.all(asked);
    const genuine = ask();
    answer(CERTIFICATE);

    expect(await genuine).toBe(FOUND);
  });

  it('that was found is had while others are being fetched', async () => {
    const { ask, answer } = certificates();
    const genuine = ask();
    answer(CERTIFICATE);
    await genuine;

    for (let number = 0; number < 4; number += 1) void ask(forged(number));

    expect(await ask(forged(5))).toBe(REFUSED);
    expect(await ask()).toBe(FOUND);
  });

  it('is forgotten after a hundred others where it failed, so that no more is kept than that', async () => {
    const { ask, answer, fetched } = certificates();
    for (let number = 0; number <= 100; number += 1) {
      const asked = ask(forged(number));
      answer(new Error('it answered 403'), forged(number));
      await asked;
    }

    void ask(forged(100));
    void ask(forged(0));

    expect(fetched).toHaveLength(102);
    expect(fetched.at(-1)).toBe(forged(0));
  });
});
