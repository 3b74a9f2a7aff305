import { describe, expect, it } from 'vitest';
import { createFeeds, type FeedSettings } from '../../src/feeds/feeds.ts';

const HOUR = 3600;
const URL_FEED: FeedSettings = { name: 'drop', url: 'https://lists.example/drop.txt', refreshHours: 6 };

type Served = { status?: number; body?: string; etag?: string; location?: string } | Error;

/** Feeds over a server that gives these answers one after another, with a clock that is set by hand. */
function feedsOver(served: readonly Served[], settings: readonly FeedSettings[] = [URL_FEED]) {
  const asked: { url: string; etag: string | null; isPublicAlone: boolean }[] = [];
  const clock = { now: 1_000_000 };
  const files = new Map<string, string>();
  const answering =
    (isPublicAlone: boolean) => async (url: string, init: { headers: Record<string, string> }) => {
      const answer = served[asked.length];
      const etag = new Headers(init.headers).get('if-none-match');
      asked.push({ url, etag, isPublicAlone });
      if (!answer || answer instanceof Error) throw answer ?? new Error('nobody answers');
      const { status = 200, body = '', etag: tag, location } = answer;
      const headers = { ...(tag ? { etag: tag } : {}), ...(location ? { location } : {}) };
      return new Response(status === 304 ? null : body, { status, headers });
    };
  const feeds = createFeeds({
    settings,
    now: () => clock.now,
    fetch: answering(false),
    fetchPublic: answering(true),
    async readBytes(path) {
      const text = files.get(path);
      if (text === undefined) throw new Error(`no such file: ${path}`);
      return Buffer.from(text);
    },
  });
  return { feeds, asked, clock, files };
}

async function lookUp(feeds: ReturnType<typeof feedsOver>['feeds'], address = '203.0.113.9') {
  const [feed] = await feeds.current();
  return feed?.lookUp(address) ?? null;
}

/** Lets what was started in the background end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('threat feeds', () => {
  it('are fetched once, and kept until they are due', async () => {
    const { feeds, asked, clock } = feedsOver([{ body: '203.0.113.9' }]);

    expect(await lookUp(feeds)).toBe('203.0.113.9');
    clock.now += 5 * HOUR;
    expect(await lookUp(feeds)).toBe('203.0.113.9');
    expect(asked).toHaveLength(1);
  });

  it('are fetched once for all who ask at the same time', async () => {
    const { feeds, asked } = feedsOver([{ body: '203.0.113.9' }]);

    await Promise.all([feeds.current(), feeds.current()]);

    expect(asked).toHaveLength(1);
  });

  it('are asked only for what changed when they are due, while the older list is used', async () => {
    const { feeds, asked, clock } = feedsOver([
      { body: '203.0.113.9', etag: '"one"' },
      { status: 304 },
      { body: '198.51.100.7', etag: '"two"' },
    ]);
    await feeds.current();
    clock.now += 6 * HOUR;
    expect(await lookUp(feeds)).toBe('203.0.113.9');
    await settled();
    clock.now += 6 * HOUR;
    await feeds.current();
    await settled();

    expect(asked.map(({ etag }) => etag)).toEqual([null, '"one"', '"one"']);
    expect(await lookUp(feeds, '198.51.100.7')).toBe('198.51.100.7');
  });

  it('are followed to where a server sends on, as long as that is HTTPS', async () => {
    const { feeds, asked } = feedsOver([
      { status: 302, location: '/mirror/drop.txt' },
      { body: '203.0.113.9' },
    ]);

    expect(await lookUp(feeds)).toBe('203.0.113.9');
    expect(asked.map(({ url }) => url)).toEqual([
      'https://lists.example/drop.txt',
      'https://lists.example/mirror/drop.txt',
    ]);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'its server sends to an address without HTTPS'],
    ['https://10.0.0.5/drop.txt', 'its server sends to a private address'],
    ['https://[fd00::5]/drop.txt', 'its server sends to a private address'],
    ['https://[::ffff:10.0.0.5]/drop.txt', 'its server sends to a private address'],
    ['https://0.0.0.0/drop.txt', 'its server sends to a private address'],
    ['https://localhost/drop.txt', 'its server sends to a private address'],
    ['https://localhost./drop.txt', 'its server sends to a private address'],
    ['https://LISTS.localhost/drop.txt', 'its server sends to a private address'],
    ['https://ip6-localhost/drop.txt', 'its server sends to a private address'],
    ['https://ip6-loopback/drop.txt', 'its server sends to a private address'],
    ['https://metadata.google.internal/drop.txt', 'its server sends to a private address'],
    ['https://instance-data.ec2.internal./drop.txt', 'its server sends to a private address'],
    ['https://printer.local/drop.txt', 'its server sends to a private address'],
  ])('do not ask %s, whoever sends there', async (location, because) => {
    const { feeds, asked } = feedsOver([{ status: 302, location }]);

    const [feed] = await feeds.current();

    expect(feed?.notes?.join()).toContain(because);
    expect(asked).toHaveLength(1);
  });

  it('are asked of another server only where its name stands for a public address', async () => {
    const { feeds, asked } = feedsOver([
      { status: 302, location: 'https://127.0.0.1.nip.example/drop.txt' },
      { status: 302, location: '/b/drop.txt' },
      { status: 302, location: 'https://lists.example/c/drop.txt' },
      { body: '203.0.113.9' },
    ]);

    expect(await lookUp(feeds)).toBe('203.0.113.9');
    expect(asked.map(({ url, isPublicAlone }) => [url, isPublicAlone])).toEqual([
      ['https://lists.example/drop.txt', false],
      ['https://127.0.0.1.nip.example/drop.txt', true],
      ['https://127.0.0.1.nip.example/b/drop.txt', true],
      ['https://lists.example/c/drop.txt', false],
    ]);
  });

  it.each([
    'https://10.0.0.5/drop.txt',
    'https://feeds.corp.internal/drop.txt',
    'https://[fd00::5]/drop.txt',
  ])('may lie in a private network, and move there: %s', async (url) => {
    const { feeds, asked } = feedsOver(
      [
        { status: 302, location: '/mirror/drop.txt' },
        { status: 302, location: 'https://10.0.0.6/drop.txt' },
        { body: '203.0.113.9' },
      ],
      [{ name: 'own', url, refreshHours: 6 }],
    );

    expect(await lookUp(feeds)).toBe('203.0.113.9');
    expect(asked.map(({ isPublicAlone }) => isPublicAlone)).toEqual([false, false, false]);
  });

  it('do not come back from a public place to a private one', async () => {
    const { feeds, asked } = feedsOver(
      [
        { status: 302, location: 'https://lists.example/drop.txt' },
        { status: 302, location: 'https://10.0.0.6/drop.txt' },
      ],
      [{ name: 'own', url: 'https://10.0.0.5/drop.txt', refreshHours: 6 }],
    );

    const [feed] = await feeds.current();

    expect(feed?.notes?.join()).toContain(
      'its server sends to a private address; if that is meant, set it as the url of the feed',
    );
    expect(asked).toHaveLength(2);
  });

  it('keep the older list where they cannot be read, and say so', async () => {
    const { feeds, clock } = feedsOver([{ body: '203.0.113.9' }, { status: 503 }]);
    await feeds.current();
    clock.now += 6 * HOUR;
    await feeds.current();
    await settled();

    const [feed] = await feeds.current();

    expect(feed?.lookUp('203.0.113.9')).toBe('203.0.113.9');
    expect(feed?.notes).toEqual([
      'The threat feed drop could not be read, so an older list is used: its server answered 503.',
    ]);
  });

  it.each([
    'Request cannot be constructed from a URL that includes credentials: https://user:S3cret@lists.example/a',
    'Failed to parse URL from HTTPS://lists.example/a?key=S3cret',
  ])('keep the address, which may hold a key, out of what they say: %s', async (told) => {
    const { feeds } = feedsOver([new TypeError(told)]);

    const [feed] = await feeds.current();

    expect(feed?.notes?.join()).toContain('could not be read');
    expect(feed?.notes?.join()).not.toMatch(/S3cret|lists\.example/);
  });

  it('expire after a week in which they could not be read', async () => {
    const { feeds, clock } = feedsOver([{ body: '203.0.113.9' }]);
    await feeds.current();
    clock.now += 7 * 24 * HOUR;

    const [feed] = await feeds.current();

    expect(feed?.lookUp('203.0.113.9')).toBeNull();
    expect(feed?.notes?.join()).toContain('its list has expired');
  });

  it('are not asked again at once after a failure', async () => {
    const { feeds, asked, clock } = feedsOver([new Error('no route'), { body: '203.0.113.9' }]);

    expect(await lookUp(feeds)).toBeNull();
    expect(await lookUp(feeds)).toBeNull();
    expect(asked).toHaveLength(1);
    clock.now += 300;
    expect(await lookUp(feeds)).toBe('203.0.113.9');
  });

  it('are read from files too', async () => {
    const { feeds, files } = feedsOver([], [{ name: 'own', path: 'threats.txt', refreshHours: 1 }]);
    files.set('threats.txt', '203.0.113.0/24 # ours');

    expect(await lookUp(feeds)).toBe('203.0.113.0/24, ours');
  });

  it('say that a page of the web is no list', async () => {
    const { feeds } = feedsOver([{ body: '<html>\nlog in\n</html>' }]);

    const [feed] = await feeds.current();

    expect(feed?.notes?.[0]).toBe('The threat feed drop has no address that could be read.');
  });
});
