import { describe, expect, it } from 'vitest';
import { answersConnection, opensConnection, tcpFlagWords } from '../../src/record/tcp-flags.ts';

describe('TCP flags', () => {
  it.each([
    [0, ''],
    [1, 'FIN'],
    [2, 'SYN'],
    [3, 'SYN FIN'],
    [4, 'RST'],
    [6, 'SYN RST'],
    [18, 'SYN-ACK'],
    [19, 'SYN-ACK FIN'],
    [22, 'SYN-ACK RST'],
    [24, 'ACK PSH'],
    [63, 'SYN-ACK PSH URG FIN RST'],
  ])('%i is %j', (flags, words) => {
    expect(tcpFlagWords(flags).join(' ')).toBe(words);
  });

  it.each([2, 3, 6, 7])('%i: the sender opens the connection', (flags) => {
    expect([opensConnection(flags), answersConnection(flags)]).toEqual([true, false]);
  });

  it.each([18, 19, 22, 23])('%i: the sender answers', (flags) => {
    expect([opensConnection(flags), answersConnection(flags)]).toEqual([false, true]);
  });

  it.each([0, 1, 4, 5, 16, null, undefined])('%s: neither', (flags) => {
    expect([opensConnection(flags), answersConnection(flags)]).toEqual([false, false]);
  });

  it('cannot tell a SYN-ACK in a transit gateway record where other packets carry an ACK too', () => {
    expect(answersConnection(18, 'transit-gateway')).toBe(true);
    expect(answersConnection(2 | 8 | 16, 'transit-gateway')).toBe(false);
  });
});
