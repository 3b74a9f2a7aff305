import { describe, expect, it } from 'vitest';
import { ephemeralRangesWith, isLikelyEphemeral } from '../../src/record/ephemeral.ts';

describe('ephemeral ports', () => {
  it.each([
    [32_768, true],
    [49_152, true],
    [65_535, true],
    [32_767, false],
    [8080, false],
    [443, false],
    [65_536, false],
  ])('%i: likely %s', (port, likely) => {
    expect(isLikelyEphemeral(port)).toBe(likely);
  });

  it('tell which clients may take a port', () => {
    const clients = (port: number): string =>
      ephemeralRangesWith(port)
        .map(({ client }) => client.split(' ')[0])
        .join(' ');

    expect(clients(443)).toBe('');
    expect(clients(2000)).toBe('Windows Elastic NAT Lambda');
    expect(clients(40_000)).toBe('Linux, Elastic NAT Lambda');
    expect(clients(62_000)).toBe('Windows Elastic NAT Lambda');
  });
});
