/** Reads a threat feed where it lies: a file, or an address of HTTPS, of which only what changed is fetched again. */
import { textWithin } from '../http/text-within.ts';
import { parseIpAddress } from '../record/address.ts';

export type FeedPlace = { readonly path: string } | { readonly url: string };

export interface FeedReaders {
  readonly fetch: typeof globalThis.fetch;
  /** Rejects for a file that cannot be read. */
  readonly readBytes: (path: string) => Promise<Uint8Array>;
}

export interface FeedText {
  readonly text: string;
  /** By which the server knows this version; null where it says none. */
  readonly etag: string | null;
}

/** Milliseconds. */
const PATIENCE = 20_000;
/** Bytes: a quarter of a million lines with comments. */
const LARGEST = 20_000_000;
/** A list moves once, and has a mirror. */
const MOST_HOPS = 3;
/** RFC 9110, section 15.4; the others have no place to go on to. */
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** What went wrong with a feed, in words that fit after its name. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
}

function tooLarge(): FeedError {
  return new FeedError(`it is larger than ${LARGEST / 1e6} MB; name a shorter list`);
}

async function bodyOf({ body }: Response): Promise<string> {
  const text = body === null ? '' : await textWithin(body, LARGEST);
  if (text === null) throw tooLarge();
  return text;
}

/** Where a server sends on to, checked before anybody is asked there: a list must not make us call a private address or speak without HTTPS. */
function sentOnTo(location: string, from: string): string {
  const url = URL.canParse(location, from) ? new URL(location, from) : null;
  if (url?.protocol !== 'https:') throw new FeedError('its server sends to an address without HTTPS');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // One that is written as a number is no list's, and can be private in more than one way: `::ffff:10.0.0.1`, `0.0.0.0`.
  if (parseIpAddress(host) || /(?:^|\.)localhost$/.test(host))
    throw new FeedError('its server sends to a private address');
  return url.href;
}

async function answerOf(
  url: string,
  init: RequestInit,
  { fetch }: Pick<FeedReaders, 'fetch'>,
  hops = 0,
): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  if (!REDIRECTS.includes(response.status)) return response;
  await response.body?.cancel();
  if (hops === MOST_HOPS) throw new FeedError(`its server sends on more than ${MOST_HOPS} times`);
  const next = sentOnTo(response.headers.get('location') ?? '', url);
  return answerOf(next, init, { fetch }, hops + 1);
}

async function fetched(url: string, etag: string | null, readers: FeedReaders): Promise<FeedText | 'same'> {
  const headers = etag === null ? {} : { 'if-none-match': etag };
  const response = await answerOf(url, { headers, signal: AbortSignal.timeout(PATIENCE) }, readers);
  if (response.status === 304) return 'same';
  if (!response.ok) throw new FeedError(`its server answered ${response.status}`);
  return { text: await bodyOf(response), etag: response.headers.get('etag') };
}

/** @throws FeedError, or what the file system or the network say. */
export async function readFeed(
  place: FeedPlace,
  etag: string | null,
  readers: FeedReaders,
): Promise<FeedText | 'same'> {
  if ('url' in place) return fetched(place.url, etag, readers);
  const bytes = await readers.readBytes(place.path);
  if (bytes.byteLength > LARGEST) throw tooLarge();
  return { text: Buffer.from(bytes).toString('utf8'), etag: null };
}
