import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJson, seenJson } from '../../src/present/json.ts';
import { meanText } from '../kit/mean-text.ts';

describe('JSON that is shown', () => {
  it.each([
    ['what moves a cursor', '\u009b2J\u007f\u0085', String.raw`\u009b2J\u007f\u0085`],
    ['what reorders what is read', 'a\u202eb\u2066c', String.raw`a\u202eb\u2066c`],
    ['what is not seen', '\u200b\u00ad\ufeff', String.raw`\u200b\u00ad\ufeff`],
    ['what is not seen, and takes two units', '\u{e0041}', String.raw`\udb40\udc41`],
    ['ends of lines', '\u2028\u2029', String.raw`\u2028\u2029`],
    ['half a character', '\ud800', String.raw`\ud800`],
  ])('escapes %s', (_, text, escapes) => {
    expect(renderJson({ text })).toBe(`{\n  "text": "${escapes}"\n}`);
  });

  it('leaves what can be read as it is', () => {
    expect(renderJson(['naïve 日本 🧨', 1])).toBe('[\n  "naïve 日本 🧨",\n  1\n]');
  });

  it('is the same data for whoever reads it, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.dictionary(meanText, fc.oneof(meanText, fc.double(), fc.constant(null))), (data) => {
        const json = JSON.stringify(data);

        expect(JSON.parse(renderJson(data))).toEqual(JSON.parse(json));
        expect(JSON.parse(seenJson(json))).toEqual(JSON.parse(json));
      }),
    );
  });
});
