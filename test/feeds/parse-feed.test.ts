import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/feeds/parse-feed.ts';

function names(text: string): readonly string[] {
  return parseFeed(text).entries.map(({ name }) => name);
}

describe('the text of a threat feed', () => {
  it('is addresses and blocks, one a line, of both families', () => {
    expect(names('203.0.113.9\r\n198.51.100.0/24\n2001:db8::1\n2001:db8:7::/48\n')).toEqual([
      '203.0.113.9',
      '198.51.100.0/24',
      '2001:db8::1',
      '2001:db8:7::/48',
    ]);
  });

  it('may have comments after # and ;, of which those of an entry are its name', () => {
    const text = '; Spamhaus DROP\n# a list\n203.0.113.0/24 ; SBL123\n198.51.100.7 # C2, seen 2026\n\n';

    expect(names(text)).toEqual(['203.0.113.0/24, SBL123', '198.51.100.7, C2 seen 2026']);
    expect(parseFeed(text).unread).toBe(0);
  });

  it('may be CSV, whose first column counts', () => {
    expect(names('"203.0.113.9",443,"Emotet"\n203.0.113.10,8080,online')).toEqual([
      '203.0.113.9, 443 Emotet',
      '203.0.113.10, 8080 online',
    ]);
  });

  it('has comments without anything that could be markup', () => {
    expect(names('203.0.113.9 # <!channel> *hi* `rm`')).toEqual(['203.0.113.9, channel hi rm']);
  });

  it('leaves out private blocks, and such as hold half the internet', () => {
    expect(parseFeed('10.0.0.0/8\n0.0.0.0/0\n::/0\nfc00::/7\n203.0.113.9')).toMatchObject({
      entries: [{ name: '203.0.113.9' }],
      leftOut: 4,
    });
  });

  it('counts lines that are nothing it knows', () => {
    expect(parseFeed('<html>\n<body>not found</body>\n203.0.113.9')).toMatchObject({
      entries: [{}],
      unread: 2,
    });
  });

  it('takes no longer for a line of millions of comment marks', () => {
    const text = `${'#'.repeat(5_000_000)}\u2028\n203.0.113.9`;

    expect(names(text)).toEqual(['203.0.113.9']);
  });
});
