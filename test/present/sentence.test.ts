import { describe, expect, it } from 'vitest';
import { asSentence } from '../../src/present/sentence.ts';

describe('a part of a sentence that stands by itself', () => {
  it('begins with a capital', () => {
    expect(asSentence('there is no such directory.')).toBe('There is no such directory.');
  });

  it.each([
    'web-1 is not known',
    'eni-0a1b is gone',
    '10.0.1.5 is no host',
    '`in` names nothing',
    'AWS said no',
    'sources is empty',
  ])('keeps a name, an id or an address as it is: %s', (text) => {
    expect(asSentence(text)).toBe(text);
  });
});
