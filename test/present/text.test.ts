import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/diagnosis/answer.ts';
import { renderCsv } from '../../src/present/csv.ts';
import { renderMarkdown } from '../../src/present/markdown.ts';
import { renderText } from '../../src/present/text.ts';
import {
  answered,
  anyAnswer,
  DROPPED_BY_RULE,
  DROPPED_REPLY,
  diagnosis,
  END,
  LISTING,
  PAGE,
  PLAN,
  SCAN,
} from '../kit/answers.ts';

const STYLE = { timeZone: 'UTC', width: 110, color: false };

const NAMED_RULE = diagnosis([DROPPED_BY_RULE]);
const WITH_RULES = answered({
  ...NAMED_RULE,
  completeness: { ...NAMED_RULE.completeness, rulesReadAt: END - 900 },
  cost: { ...NAMED_RULE.cost, apiCalls: 7 },
});
const CAPTURE = answered({ ...NAMED_RULE, plan: PLAN }, 'capture 10.0.1.5');

const samples: Readonly<Record<string, Answer>> = {
  'dropped-reply': answered(diagnosis([DROPPED_REPLY, SCAN])),
  'dropped-by-rule': WITH_RULES,
  capture: CAPTURE,
  listing: LISTING,
  page: PAGE,
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

  it('says beside a command what to know about it, and keeps that out of what is pasted', () => {
    const nextCheck = 'aws ec2 create-network-insights-path --protocol tcp   (Reachability Analyzer)';

    const lines = renderText(answered(diagnosis([{ ...DROPPED_REPLY, nextCheck }])), STYLE).split('\n');

    const at = lines.findIndex((line) => line.startsWith('   Next'));
    expect(lines.slice(at, at + 2).map((line) => line.trim())).toEqual([
      'Next        aws ec2 create-network-insights-path --protocol tcp',
      '(Reachability Analyzer; yours to run)',
    ]);
  });

  it('prints what was prepared line for line, at the left edge', () => {
    for (const { text } of PLAN)
      expect(renderText(CAPTURE, { ...STYLE, width: 40 })).toContain(`\n\n${text.trimEnd()}\n\n`);
  });

  it('puts what became of a leg on a line of its own where the terminal is narrow', () => {
    expect(renderText(answered(), { ...STYLE, width: 80 })).toContain(
      'db-1 10.0.2.9\n      accepted in  eni-0b11c2d3e4f5a6b7c  424 packets\n',
    );
  });

  it('names the interfaces where the evidence is of several', () => {
    const [first, ...others] = DROPPED_REPLY.evidence;
    const evidence = [...(first?.kind === 'flow' ? [{ ...first, interfaceId: 'eni-0a22' }] : []), ...others];

    const both = renderText(answered(diagnosis([{ ...DROPPED_REPLY, evidence }])), STYLE);

    expect(both).toMatch(/ACCEPT {2}eni-0a22\n.*REJECT {2}eni-0b11…\n/);
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

  it.each([
    ['dropped-by-rule', WITH_RULES],
    ['capture', CAPTURE],
    ['page', PAGE],
  ])('keeps the parts of %s', async (name, answer) => {
    await expect(renderMarkdown(answer, STYLE)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it('lets no one else’s text become markup', () => {
    const hostile = answered(
      diagnosis([{ ...DROPPED_REPLY, summary: '<script>alert(1)</script> [x](http://e)' }]),
    );

    expect(renderMarkdown(hostile, STYLE)).toContain(
      '\\<script\\>alert(1)\\</script\\> \\[x\\](http:\u2060//e)',
    );
  });
});

describe('an answer as CSV', () => {
  it('lists the rows of a listing as numbers and text', () => {
    expect(renderCsv(LISTING)).toBe(
      'source,protocol,bytes,share\n10.0.1.5,6,1234567890,0.61\n2001:db8::7,58,812,0.004\n',
    );
  });

  it('lists the rows of every section of a page, each with its title, and names beside addresses', () => {
    const lines = renderCsv(PAGE).trimEnd().split('\n');

    expect(lines[0]).toBe('section,what,value,bytes,peers,first,last,peer,peerName,role,sent,rejected');
    expect(lines).toHaveLength(7);
    expect(lines[5]).toBe('Peers,,,,,,,10.0.2.9,db-1,called,898000,');
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
