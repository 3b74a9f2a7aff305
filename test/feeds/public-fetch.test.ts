import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPublicFetch, publicLookup } from '../../src/feeds/public-fetch.ts';

interface Found {
  readonly address: string;
  readonly family: number;
}

/** DNS, in which every name stands for these. */
function standingFor(...addresses: readonly string[]): Parameters<typeof publicLookup>[0] {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_name, _options, callback) => callback(null, found);
}

/** What a connection is told of a name. */
function told(addresses: readonly string[], all = true): Promise<string | readonly Found[]> {
  return new Promise((resolve, reject) => {
    publicLookup(standingFor(...addresses))('lists.example', { all }, (error, found) =>
      error ? reject(error) : resolve(found),
    );
  });
}

const PRIVATE = 'its server sends to a private address';

describe('the address of a name', () => {
  it.each([['198.41.0.4'], ['2001:500:2::c', '192.33.4.12'], ['64:ff9b::c629:4'], ['::ffff:198.41.0.4']])(
    'is told where it is public: %s',
    async (...addresses) => {
      expect(await told(addresses)).toMatchObject(addresses.map((address) => ({ address })));
      expect(await told(addresses, false)).toBe(addresses[0]);
    },
  );

  it.each([
    '127.0.0.1',
    '10.0.0.5',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '::',
    '::1',
    '::10.0.0.5',
    '::ffff:10.0.0.5',
    '64:ff9b::a00:5',
    '64:ff9b:1::1',
    '2002:a00:5::1',
    'fd00::5',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%1',
    'fec0::1',
  ])('is not told where it is not, nor any beside it: %s', async (address) => {
    await expect(told([address])).rejects.toThrow(PRIVATE);
    await expect(told(['198.41.0.4', address], false)).rejects.toThrow(PRIVATE);
  });

  it('is not there where nobody knows the name', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND lists.example'), { code: 'ENOTFOUND' });
    const answered = new Promise((_, reject) => {
      publicLookup((_name, _options, callback) => callback(unknown, []))('lists.example', {}, reject);
    });

    await expect(answered).rejects.toBe(unknown);
  });
});

describe('fetching from public places alone', () => {
  it('does not connect to a private address for which a name stands', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const fetchPublic = createPublicFetch(standingFor('127.0.0.1'));

    const fetching = fetchPublic(`https://127.0.0.1.nip.example:${port}/drop.txt`, {
      ...{ headers: {}, redirect: 'manual', signal: AbortSignal.timeout(20_000) },
    });

    await expect(fetching).rejects.toMatchObject({ cause: { message: expect.stringContaining(PRIVATE) } });
    expect(connections).toBe(0);
  });
});
