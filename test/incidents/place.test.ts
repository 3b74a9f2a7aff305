import { describe, expect, it } from 'vitest';
import { chosen } from '../../src/incidents/place.ts';
import { INCIDENT } from '../kit/incidents.ts';

const THREAD = '1700000100.000001';
const CARD = '1700000200.000001';

const ofChannel = { ...INCIDENT, number: 1, cardTs: CARD, closedAt: null };
const ofThread = { ...INCIDENT, number: 2, thread: THREAD, cardTs: '1700000300.000001', closedAt: null };
const closed = { ...INCIDENT, number: 3, closedAt: 5000 };

describe('the incident that is meant where none is named', () => {
  it.each([
    ['of the thread', [ofChannel, ofThread], THREAD, 2],
    ['whose card the thread hangs under', [ofThread, ofChannel], CARD, 1],
    ['of the channel, in a thread of its own', [ofChannel, ofThread], '1700000999.000001', 1],
    ['of the channel itself', [ofThread, ofChannel], null, 1],
    ['of a thread, where the channel has none', [ofThread, closed], null, 2],
  ])('is the open one %s', (_, all, thread, number) => {
    expect(chosen(all, thread, 'open')).toMatchObject({ kind: 'one', incident: { number } });
  });

  it('is not told where several are open as near', () => {
    const other = { ...ofChannel, number: 4, cardTs: '1700000400.000001' };

    expect(chosen([ofChannel, other], null, 'open')).toMatchObject({ kind: 'several' });
    expect(chosen([ofChannel, other], CARD, 'open')).toMatchObject({ incident: { number: 1 } });
  });

  it('is the one closed last, where it is known that a closed one will do', () => {
    const later = { ...closed, number: 5, closedAt: 9000 };

    expect(chosen([closed, later], null, 'open')).toMatchObject({ kind: 'none', closed: { number: 5 } });
    expect(chosen([closed, later], null, 'known')).toMatchObject({ incident: { number: 5 } });
    expect(chosen([closed, ofChannel], null, 'closed')).toMatchObject({ incident: { number: 3 } });
    expect(chosen([], null, 'known')).toEqual({ kind: 'none', closed: null });
  });
});
