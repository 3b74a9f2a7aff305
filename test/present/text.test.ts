import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/diagnosis/answer.ts';
import { renderCsv } from '../../src/present/csv.ts';
import { renderMarkdown } from '../../src/present/markdown.ts';
import { renderText } from '../../src/present/text.ts';
import { answered, anyAnswer, DROPPED_REPLY, diagnosis, LISTING, SCAN } from '../kit/answers.ts';

const STYLE = { timeZone: 'UTC', width: 110, color: false };

const samples: Readonly<Record<string, Answer>> = {
  'dropped-reply': answered(diagnosis([DROPPED_REPLY, SCAN])),
  listing: LISTING,
  mistake: {
    kind: 'mistake',
    text: 'rejct 10.0.1.5',
    problem: 'There is no verb "rejct".',
    allowed: 'reject, top, decode, help',
    example: 'reject 10.0.1.5',
  },
  failure: {
    kind: 'failure',
    question: 'reject 10.0.1.5',
    attempted: 'read /var/log/flows',
    happened: 'there is no such file.',
    todo: 'Check the path.',
  },
};

describe('an answer in the terminal', () => {
  it.each(Object.entries(samples))('%s', async (name, answer) => {
    await expect(renderText(answer, STYLE)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it('is coloured only when asked', () => {
    expect(renderText(answered(), { ...STYLE, color: true })).toContain('\u001B[31m●');
    expect(renderText(answered(), STYLE)).not.toContain('\u001B');
  });

  it('shows times in the zone of the reader', () => {
    expect(renderText(answered(), { ...STYLE, timeZone: 'Asia/Kolkata' })).toContain('since 19:32 GMT+5:30');
  });

  it('never breaks a command over lines, however narrow the terminal', () => {
    expect(renderText(answered(), { ...STYLE, width: 40 })).toContain(DROPPED_REPLY.nextCheck);
  });

  it('cannot control the terminal, whatever others wrote', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        expect(renderText(answer, STYLE)).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an answer as Markdown', () => {
  it('keeps its parts', async () => {
    await expect(renderMarkdown(answered(diagnosis([DROPPED_REPLY, SCAN])), STYLE)).toMatchFileSnapshot(
      'golden/dropped-reply.md',
    );
  });

  it('lets no one else’s text become markup', () => {
    const hostile = answered(
      diagnosis([{ ...DROPPED_REPLY, summary: '<script>alert(1)</script> [x](http://e)' }]),
    );

    expect(renderMarkdown(hostile, STYLE)).toContain(
      '\\<script\\>alert\\(1\\)\\</script\\> \\[x\\]\\(http://e\\)',
    );
  });
});

describe('an answer as CSV', () => {
  it('lists the rows of a listing as numbers and text', () => {
    expect(renderCsv(LISTING)).toBe(
      'source,protocol,bytes,share\n10.0.1.5,6,1234567890,0.61\n2001:db8::7,58,812,0.004\n',
    );
  });

  it('has a row for each piece of evidence', () => {
    expect(renderCsv(answered()).trimEnd().split('\n')).toHaveLength(1 + DROPPED_REPLY.evidence.length);
  });

  it('holds no formula, whatever others wrote', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        for (const line of renderCsv(answer).split('\n').slice(1)) expect(line).not.toMatch(/^"?[=+@]/);
      }),
      { numRuns: 500 },
    );
  });
});
