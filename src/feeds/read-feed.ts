/** Reads a threat feed where it lies: a file, or an address of HTTPS, of which only what changed is fetched again. */
import { textWithin } from '../http/text-within.ts';
import { isPrivateAddress, parseIpAddress } from '../record/address.ts';

export type FeedPlace = { readonly path: string } | { readonly url: string };

/** What of an answer is read. */
interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: (AsyncIterable<Uint8Array> & { cancel(): Promise<void> }) | null;
}

interface Request {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

export type Fetch = (url: string, request: Request) => Promise<Answer>;

export interface FeedReaders {
  readonly fetch: Fetch;
  /** Rejects with a FeedError, also as a cause, for a name that stands for a private address. */
  readonly fetchPublic: Fetch;
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

export const SENDS_TO_PRIVATE =
  'its server sends to a private address; if that is meant, set it as the url of the feed';

/** What went wrong with a feed, in words that fit after its name. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
}

function tooLarge(): FeedError {
  return new FeedError(`it is larger than ${LARGEST / 1e6} MB; name a shorter list`);
}

async function bodyOf({ body }: Answer): Promise<string> {
  const text = body === null ? '' : await textWithin(body, LARGEST);
  if (text === null) throw tooLarge();
  return text;
}

/** Names that stand for what is near, wherever they are asked. */
const LOCAL = /^(?:localhost|ip6-localhost|ip6-loopback)$|\.(?:localhost|internal|local)$/;

/** Without the brackets of IPv6, and the dot with which a name may end. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function isPrivate(url: URL): boolean {
  const host = hostOf(url);
  return LOCAL.test(host) || isPrivateAddress(host);
}

/** @param named where the configuration says that the list is */
function sentOnTo(location: string, from: URL, named: URL): { readonly url: URL; readonly isKnown: boolean } {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (url?.protocol !== 'https:') throw new FeedError('its server sends to an address without HTTPS');
  // Who serves a list in a private network may send on there; and whoever named a server may be sent to it.
  const isKnown = isPrivate(from) || url.origin === named.origin;
  // One that is written as a number is no list's, and can be private in more than one way: `::ffff:10.0.0.1`, `0.0.0.0`.
  if (!isKnown && (isPrivate(url) || parseIpAddress(hostOf(url)))) throw new FeedError(SENDS_TO_PRIVATE);
  return { url, isKnown };
}

/**
 * Goes to where servers send on, as long as that is HTTPS. A list from a public place must not make us call a private address: what is one by its form
 * is not asked, and anybody else only by `fetchPublic`, which sees what the name stands for.
 */
async function answerOf(
  named: URL,
  init: Omit<Request, 'redirect'>,
  readers: Pick<FeedReaders, 'fetch' | 'fetchPublic'>,
): Promise<Answer> {
  let [url, ask] = [named, readers.fetch];
  for (let hops = 0; ; hops += 1) {
    const response = await ask(url.href, { ...init, redirect: 'manual' });
    if (!REDIRECTS.includes(response.status)) return response;
    await response.body?.cancel();
    if (hops === MOST_HOPS) throw new FeedError(`its server sends on more than ${MOST_HOPS} times`);
    const next = sentOnTo(response.headers.get('location') ?? '', url, named);
    [url, ask] = [next.url, next.isKnown ? readers.fetch : readers.fetchPublic];
  }
}

async function fetched(url: string, etag: string | null, readers: FeedReaders): Promise<FeedText | 'same'> {
  const headers = etag === null ? {} : { 'if-none-match': etag };
  const response = await answerOf(new URL(url), { headers, signal: AbortSignal.timeout(PATIENCE) }, readers);
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
