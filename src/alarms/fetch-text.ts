/** Fetches a small text over HTTPS, within a limit of time and of size. */
import { textWithin } from '../http/text-within.ts';

/** Fetches a text from an HTTPS address that was checked before. @throws what says why there is none */
export type FetchText = (url: string) => Promise<string>;

/** Milliseconds. */
const PATIENCE = 5000;
/** Bytes: a certificate has two thousand. */
const LARGEST = 65_536;

export function createFetchText(fetch: typeof globalThis.fetch): FetchText {
  return async (url) => {
    // Whoever answers could send us elsewhere, past what was checked of the address.
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new FetchError(url, `it answered ${response.status}`);
    if (response.body === null) return '';
    const text = await textWithin(response.body, LARGEST);
    if (text === null) throw new FetchError(url, `it sent more than ${LARGEST} bytes`);
    return text;
  };
}

class FetchError extends Error {
  override readonly name = 'FetchError';

  constructor(url: string, because: string) {
    super(`Could not fetch ${new URL(url).origin}${new URL(url).pathname}: ${because}.`);
  }
}
