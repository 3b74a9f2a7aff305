/** Reads a threat feed where it lies: a file, or an address of HTTPS, of which only what changed is fetched again. */

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

/** What went wrong with a feed, in words that fit after its name. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
}

function tooLarge(): FeedError {
  return new FeedError(`it is larger than ${LARGEST / 1e6} MB; name a shorter list`);
}

async function bodyOf(response: Response): Promise<string> {
  let size = 0;
  const parts: Uint8Array[] = [];
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LARGEST) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function fetched(url: string, etag: string | null, { fetch }: FeedReaders): Promise<FeedText | 'same'> {
  const response = await fetch(url, {
    headers: etag === null ? {} : { 'if-none-match': etag },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.status === 304) return 'same';
  if (!response.ok) throw new FeedError(`its server answered ${response.status}`);
  if (response.url !== '' && !response.url.startsWith('https://'))
    throw new FeedError('its server sends to an address without HTTPS');
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
