import { describe, expect, it } from 'vitest';
import { askedWords, kindWords } from '../../src/analyzers/asked-words.ts';
import { address, request } from '../kit/scope.ts';

const everything = request({ subjects: [] });
const [web, db] = [address('10.0.1.5'), address('10.0.2.9')];

describe('what a question is about, in words', () => {
  it.each([
    ['', {}],
    [' of 10.0.1.5', { subjects: [web] }],
    [' of 10.0.1.5 and 10.0.2.9 on port 443', { subjects: [web, db], port: { low: 443, high: 443 } }],
    [' on tcp 8000–8100', { port: { low: 8000, high: 8100 }, protocol: 6 }],
    [' of 10.0.1.5 over udp', { subjects: [web], protocol: 17 }],
    [' from 10.0.1.5 to 10.0.2.9', { from: web, to: db }],
  ])('is “%s”', (words, changes) => {
    expect(askedWords({ ...everything, ...changes })).toBe(words);
  });

  it('says which kind of traffic alone is asked for', () => {
    expect(kindWords(everything)).toBe('');
    expect(kindWords({ ...everything, action: 'REJECT' })).toBe('rejected ');
    expect(kindWords({ ...everything, action: 'ACCEPT' })).toBe('accepted ');
  });
});
