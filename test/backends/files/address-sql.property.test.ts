import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IPV6_MACROS, isInBlock } from '../../../src/backends/files/address-sql.ts';
import { Parameters } from '../../../src/backends/files/sql.ts';
import { type Cidr, cidrContains, parseCidr } from '../../../src/record/address.ts';

/** The first groups are often the same, so that addresses near the block are tried, and often zero, so that they can be left out. */
const group = fc.oneof(
  fc.constantFrom(0, 0, 0xdb8, 0x2001, 0xfc00, 0xfe80, 0x1f18, 1, 0x4a00),
  fc.integer({ min: 0, max: 0xffff }),
);
const groups = fc.array(group, { minLength: 8, maxLength: 8 });

const plain = (all: readonly number[]) => all.map((one) => one.toString(16)).join(':');

/** Every way of writing it that differs: in full, in capitals, the first or the last zeros left out. */
function waysOf(all: readonly number[]): readonly string[] {
  const full = all.map((one) => one.toString(16).padStart(4, '0')).join(':');
  const short = plain(all);
  const zeros = /(?:^|:)0(?::0)*(?::|$)/.exec(short)?.[0];
  const shortened = zeros === undefined ? short : short.replace(zeros, '::');
  return [full, short, shortened, full.toUpperCase(), shortened.toUpperCase()];
}

/** Of these or of others, so that some addresses are inside and some just outside. */
const asked = fc
  .tuple(groups, groups, fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 128 }))
  .map(([own, other, same, prefix]) => ({
    block: parseCidr(`${plain(own)}/${prefix}`),
    addresses: [...waysOf(own), ...waysOf([...own.slice(0, same), ...other.slice(same)])],
  }));

describe('whether an IPv6 address is in a block', () => {
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => instance.closeSync());

  async function found(block: Cidr, addresses: readonly string[]): Promise<readonly unknown[]> {
    const connection = await instance.connect();
    await connection.run(IPV6_MACROS);
    const parameters = new Parameters();
    const condition = isInBlock('address', block, parameters);
    const rows = addresses.map((text, index) => `(${index}, '${text}')`).join(', ');
    const result = await connection.runAndReadAll(
      `SELECT coalesce(${condition}, false) FROM (VALUES ${rows}) AS all_of_them(position, address) ORDER BY position`,
      [...parameters.values],
    );
    connection.closeSync();
    return result.getRowsJS().map(([one]) => one);
  }

  it('is told from its text, however that is written', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ block, addresses }) => {
        if (!block) return;
        expect(await found(block, addresses)).toEqual(addresses.map((text) => cidrContains(block, text)));
      }),
      { numRuns: 150 },
    );
  });

  it('is not so for IPv4, and for what is no address', async () => {
    const block = parseCidr('fc00::/7');

    expect(block && (await found(block, ['10.0.1.5', 'eni-0a', '-', 'fd00::1']))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});
