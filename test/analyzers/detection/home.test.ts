import { describe, expect, it } from 'vitest';
import { homeAmong } from '../../../src/analyzers/detection/home.ts';

interface Told {
  readonly at?: string;
  readonly records?: number;
  readonly direction?: string | null;
}

/** What an interface logged from one address to another, as it is asked for. */
function logged(from: string, to: string, { at = 'eni-1', records = 30, direction = null }: Told = {}) {
  const row = { interfaceId: at, records, direction };
  return { senders: [{ ...row, address: from }], receivers: [{ ...row, address: to }] };
}

function homeOf(...all: readonly ReturnType<typeof logged>[]): readonly string[] {
  const home = homeAmong(
    all.flatMap(({ senders }) => senders),
    all.flatMap(({ receivers }) => receivers),
  );
  return home.map(({ text }) => text);
}

const OURS = '2001:db8:1:10::5';
const OUTSIDE = '2001:db8:f::1';

describe('which blocks are ours, as records tell', () => {
  it('takes the block of the address that stands at one end of all that an interface logs', () => {
    const two = homeOf(logged(OURS, OUTSIDE), logged('2001:db8:e::1', OURS));

    expect(two).toEqual(['2001:db8:1::/56']);
  });

  it('cannot tell which end is ours where there is one peer only', () => {
    expect(homeOf(logged(OURS, OUTSIDE))).toEqual([]);
  });

  it('tells it of one peer only where the direction is known', () => {
    const home = homeOf(
      logged(OUTSIDE, OURS, { direction: 'ingress' }),
      logged(OURS, OUTSIDE, { direction: 'egress' }),
    );

    expect(home).toEqual(['2001:db8:1::/56']);
  });

  it('takes a block for ours that has both ends, as one of them is ours', () => {
    expect(homeOf(logged(OURS, '2001:db8:1:20::9'))).toEqual(['2001:db8:1::/56']);
  });

  it('takes the block of an interface with several addresses', () => {
    const pods = [1, 2, 3].map((host) => logged(`2001:db8:1:10::${host}`, `2001:db8:e${host}::1`));

    expect(homeOf(...pods)).toEqual(['2001:db8:1::/56']);
  });

  it('concludes nothing from few records', () => {
    expect(homeOf(logged(OURS, OUTSIDE, { records: 5, direction: 'egress' }))).toEqual([]);
  });

  it('takes a public IPv4 address of ours alone', () => {
    const two = homeOf(logged('198.51.100.5', '203.0.113.1'), logged('203.0.113.2', '198.51.100.5'));

    expect(two).toEqual(['198.51.100.5/32']);
  });
});
