import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { lookUpAddresses } from '../../../src/backends/address-data/lookup.ts';
import { openNetworks } from '../../../src/backends/address-data/network.ts';

const TABLE = createRequire(import.meta.url).resolve('@ip-location-db/asn/asn-ipv4-num.csv');

function dotted(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
}

describe('who a public address is', () => {
  it('is the country it is registered in and the network that announces it, for IPv4 and IPv6', async () => {
    const { of } = await lookUpAddresses(['8.8.8.8', '193.0.6.139', '2606:4700::1111']);

    expect(of.get('8.8.8.8')).toEqual({ country: 'US', network: { asn: 15169, name: 'Google LLC' } });
    expect(of.get('193.0.6.139')).toMatchObject({ country: 'NL', network: { asn: 3333 } });
    expect(of.get('2606:4700::1111')).toMatchObject({
      country: 'US',
      network: { asn: 13335, name: 'Cloudflare, Inc.' },
    });
  });

  it('is told with whose data it is, of when, and that it may be wrong', async () => {
    const { notes } = await lookUpAddresses(['8.8.8.8']);

    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /of 20\d\d-\d\d-\d\d \(nro\.net, routeviews\.org, db-ip\.com; CC BY 4\.0\): they may be wrong/,
    );
  });

  it('is not told of addresses that are nobody’s, whatever the data says', async () => {
    const { of, notes } = await lookUpAddresses([
      '10.0.1.5',
      '203.0.113.9',
      '100.64.0.1',
      'fd00:ec2::253',
      'no address',
    ]);

    expect([...of]).toEqual([]);
    expect(notes).toEqual([]);
  });
});

describe('the table of networks', () => {
  it('finds the range of every line, from its first address to its last, and at both ends of the file', async () => {
    const lines = readFileSync(TABLE, 'utf8').trimEnd().split('\n');
    const samples = [0, 1, 7, 200_000, lines.length - 2, lines.length - 1].flatMap((at) => lines[at] ?? []);
    const networks = await openNetworks();

    for (const line of samples) {
      const [first, last, asn] = line.split(',').map(Number);
      for (const address of [first, last]) {
        expect(await networks.of(dotted(Number(address)))).toMatchObject({ asn });
      }
    }
    await networks.close();
  });

  it('has nobody for what lies before, between and after its ranges', async () => {
    const networks = await openNetworks();

    expect(await networks.of('0.0.0.1')).toBeNull();
    expect(await networks.of('1.0.1.1')).toBeNull();
    expect(await networks.of('255.255.255.254')).toBeNull();
    await networks.close();
  });

  it('writes names without the quotation marks of the table', async () => {
    const networks = await openNetworks();

    expect(await networks.of(dotted(35_309_568))).toEqual({ asn: 201_907, name: 'LLC "SPUTNIK"' });
    await networks.close();
  });
});
