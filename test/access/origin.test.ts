import { describe, expect, it } from 'vitest';
import { mayBePutTo, originOf } from '../../src/access/origin.ts';
import { understand } from '../../src/commands/answer.ts';
import type { Answer } from '../../src/diagnosis/answer.ts';
import type { Request } from '../../src/query/request.ts';
import { sourceNamed } from '../kit/access.ts';

const SOURCES = [sourceNamed('open'), sourceNamed('secret')];
const CANCELLED: Answer = { kind: 'cancelled', question: 'top', because: 'somebody pressed Cancel.' };

function asked(text: string): Request {
  const read = understand(text, { now: 1_764_000_000, timeZone: 'UTC' });
  if (read.kind !== 'question') throw new TypeError(`${text} is no question`);
  return read.request;
}

describe('the sources that a question may have been put to', () => {
  it('are all that the person may ask, where it names none', () => {
    expect(mayBePutTo(asked('top'), SOURCES)).toEqual(['open', 'secret']);
  });

  it('are those that it names', () => {
    expect(mayBePutTo(asked('top in open'), SOURCES)).toEqual(['open']);
  });

  it('are all where it names a wrong one, since the person is told of all', () => {
    expect(mayBePutTo(asked('top in opne'), SOURCES)).toEqual(['open', 'secret']);
  });
});

describe('the sources that an answer tells of', () => {
  it('are those that it may have been put to, where it does not say', () => {
    expect(originOf(CANCELLED, ['open'])).toEqual(['open']);
  });
});
