import { describe, expect, it } from 'vitest';
import type { ThreatFeed } from '../../../src/analyzers/detection/detecting.ts';
import { raisedBy } from '../../../src/analyzers/detection/raised.ts';
import { unusualProtocol } from '../../../src/analyzers/unusual-protocol.ts';
import { flow } from '../../kit/asked-of-records.ts';
import { watched } from '../../kit/detecting.ts';

const BAD = '203.0.113.66';
const FEED: ThreatFeed = {
  name: 'drop',
  readAt: 0,
  lookUp: (address) => (address === BAD ? '203.0.113.64/26' : null),
};

describe('a severity that threat feeds raise', () => {
  it('goes up by one step, and says why', () => {
    expect(raisedBy([FEED], 'beacon', { severity: 'medium', others: ['203.0.113.1', BAD] })).toEqual({
      severity: 'high',
      because: '203.0.113.66 is on the list drop (203.0.113.64/26)',
    });
    expect(raisedBy([FEED], 'beacon', { severity: 'low', others: [BAD] }).severity).toBe('medium');
  });

  it('goes no higher than there is', () => {
    expect(raisedBy([FEED], 'beacon', { severity: 'high', others: [BAD] }).severity).toBe('high');
  });

  it('stays where no list has the address', () => {
    expect(raisedBy([FEED], 'beacon', { severity: 'low', others: ['203.0.113.1'] })).toEqual({
      severity: 'low',
      because: null,
    });
  });

  it('stays where the other side is whoever knocks', () => {
    expect(raisedBy([FEED], 'reject-spike', { severity: 'low', others: [BAD] }).severity).toBe('low');
  });

  it('is that of every detector', async () => {
    const records = [flow('10.0.1.5', BAD, { protocol: 47, srcPort: 0, dstPort: 0, packets: 400 })];
    const { fired } = await watched({ detector: unusualProtocol, records, feeds: [FEED] });

    // While it is learned what is usual, that is for the digest.
    expect(fired[0]?.detection?.severity).toBe('medium');
    expect(fired[0]?.summary).toMatch(/; 203\.0\.113\.66 is on the list drop \(203\.0\.113\.64\/26\)$/);
  });
});
