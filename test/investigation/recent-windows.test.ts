import { describe, expect, it } from 'vitest';
import { createRecentWindows } from '../../src/investigation/recent-windows.ts';
import type { Request } from '../../src/query/request.ts';
import { address, NOW, request } from '../kit/scope.ts';

/** The same question, asked so many seconds after NOW about so many seconds before that. */
function asked(after: number, changes: Partial<Request> = {}, length = 3600): Request {
  return request({ window: { start: NOW + after - length, end: NOW + after }, ...changes });
}

function settled(...requests: readonly Request[]): readonly Request['window'][] {
  const windows = createRecentWindows();
  return requests.map((one) => windows.settle(one, one.window.end).request.window);
}

const FIRST = asked(0).window;

describe('a question whose window ends now', () => {
  it('has the window of the same question up to a minute before it', () => {
    expect(settled(asked(0), asked(20), asked(60), asked(61))).toEqual([
      FIRST,
      FIRST,
      FIRST,
      asked(61).window,
    ]);
  });

  it('is answered as of the moment at which that one was asked, so that its window still ends now', () => {
    const windows = createRecentWindows();

    const moments = [0, 20, 61].map((after) => windows.settle(asked(after), NOW + after).now);

    expect(moments).toEqual([NOW, NOW, NOW + 61]);
  });

  it('is the same however it is typed', () => {
    const [, second] = settled(asked(0), asked(20, { text: 'reject 10.0.1.5   last 60m' }));

    expect(second).toEqual(FIRST);
  });

  it('is the same where it begins at the same time, as with `since 14:00`', () => {
    const since = (after: number) => asked(after, {}, 3600 + after);

    expect(settled(since(0), since(20))).toEqual([FIRST, FIRST]);
  });

  it.each([
    ['about another subject', asked(20, { subjects: [address('10.0.1.6')] })],
    ['about a longer time', asked(20, {}, 7200)],
    ['asked anew', asked(20, { fresh: true })],
    ['compared with a time before', asked(20, { versus: { start: NOW - 90_000, end: NOW - 86_400 } })],
  ])('keeps its own window where it is %s', (_, other) => {
    expect(settled(asked(0), other)[1]).toEqual(other.window);
  });

  it('has the window of the one that was asked anew', () => {
    const [, anew, third] = settled(asked(0), asked(20, { fresh: true }), asked(40));

    expect(third).toEqual(anew);
  });
});

describe('a question about a time that is over', () => {
  it('keeps its window', () => {
    const windows = createRecentWindows();
    windows.settle(asked(0), NOW);

    expect(windows.settle(asked(-20), NOW).request.window).toEqual(asked(-20).window);
  });
});
