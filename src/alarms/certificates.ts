/**
 * The certificates of SNS, fetched where a message names them. Whoever can reach the endpoint can name one that is not there, in a message that nobody
 * signed: so each is fetched once for all who wait for it, what failed is not tried again at once, and few are fetched at the same time.
 */
import { X509Certificate } from 'node:crypto';
import type { FetchText } from './fetch-text.ts';

/** There are a few certificates a region, and they change once in months. */
const MOST_KEPT = 20;
/** One is fetched for everything that SNS sends; what comes beyond is delivered again. */
const MOST_AT_ONCE = 4;
/** Less than the 20 seconds after which SNS delivers again unless a policy says otherwise: what failed by chance has gone by then. Milliseconds. */
const RETRY = 15_000;
const MOST_FAILED = 100;

/** As many are being fetched as there may be: it is had later, when SNS delivers the message again. */
class TooManyFetched extends Error {
  override readonly name = 'TooManyFetched';

  constructor() {
    super(
      `${MOST_AT_ONCE} certificates of SNS are being fetched already; the message is taken when SNS delivers it again.`,
    );
  }
}

interface Failed {
  readonly at: number;
  readonly because: unknown;
}

/** The same certificate could be written in as many ways as there are fragments and capitals. */
function asFetched(named: string): string {
  const url = new URL(named);
  url.hash = '';
  return url.href;
}

/**
 * @param now milliseconds since the epoch
 * @returns fetches one, or has it. Rejects with what the fetching throws, also a while later, and where too many are being fetched
 */
export function createCertificates(
  fetchText: FetchText,
  now: () => number,
): (url: string) => Promise<X509Certificate> {
  const kept = new Map<string, X509Certificate>();
  const coming = new Map<string, Promise<X509Certificate>>();
  const failed = new Map<string, Failed>();

  function remember(url: string, because: unknown): void {
    const [oldest] = failed.keys();
    if (failed.size >= MOST_FAILED && oldest !== undefined) failed.delete(oldest);
    failed.set(url, { at: now(), because });
  }

  async function fetched(url: string): Promise<X509Certificate> {
    try {
      // Only what can be read as a certificate is kept.
      const certificate = new X509Certificate(await fetchText(url));
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(url, certificate);
      return certificate;
    } catch (error) {
      remember(url, error);
      throw error;
    }
  }

  return async (named) => {
    const url = asFetched(named);
    const known = kept.get(url) ?? coming.get(url);
    if (known) return known;
    const before = failed.get(url);
    if (before && now() - before.at < RETRY) throw before.because;
    if (coming.size >= MOST_AT_ONCE) throw new TooManyFetched();
    failed.delete(url);
    const certificate = fetched(url).finally(() => coming.delete(url));
    coming.set(url, certificate);
    return certificate;
  };
}
