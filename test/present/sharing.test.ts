/** What is shared, watched and shown at Home, within Slack's limits whatever the answer is and whatever people type. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HomeContent, homeView } from '../../src/present/home-view.ts';
import { shareCard } from '../../src/present/share-card.ts';
import { shareView } from '../../src/present/share-view.ts';
import { watchEndMessage, watchNewsMessage } from '../../src/present/watch-messages.ts';
import { answered, anyAnswer, DROPPED_BY_RULE, diagnosis, END } from '../kit/answers.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

const UTC = { timeZone: 'UTC' };
const ANSWER = answered(diagnosis([DROPPED_BY_RULE]));
const SHARED = { sharedBy: 'U0ASKER', comment: '', askedAt: END, sharedAt: END + 60, link: null };

const hostile = fc.oneof(
  fc.string({ maxLength: 5000, unit: 'binary' }),
  fc.constantFrom('<!channel>', '*_~`', '<https://x|y>', 'a\n\nb', '&amp;'.repeat(2000)),
);

describe('a card', () => {
  it('is one that Slack takes, whatever was answered and typed', () => {
    fc.assert(
      fc.property(anyAnswer, hostile, (answer, comment) => {
        if (answer.kind !== 'diagnosis') return;
        const card = shareCard({ ...SHARED, answer, comment }, UTC);

        expect(messageProblems(card)).toEqual([]);
        expect(JSON.stringify(card)).not.toContain('<!channel>');
      }),
    );
  });

  it('shows three lines of evidence at most, rejections before what was accepted', () => {
    if (ANSWER.kind !== 'diagnosis') throw new Error('no diagnosis');
    const flow = ANSWER.diagnosis.evidence.find(({ kind }) => kind === 'flow');
    if (flow?.kind !== 'flow') throw new Error('no evidence');
    const evidence = ['ACCEPT', 'ACCEPT', 'ACCEPT', 'REJECT'].map((action, index) => ({
      ...flow,
      action: action as 'ACCEPT' | 'REJECT',
      sourcePort: 50_000 + index,
    }));
    const answer = { ...ANSWER, diagnosis: { ...ANSWER.diagnosis, evidence } };

    const text = JSON.stringify(shareCard({ ...SHARED, answer }, UTC));

    expect(text).toContain('*REJECT*');
    expect(text.match(/ACCEPT/g)).toHaveLength(2);
    expect(text).toContain('… and 1 more');
  });

  it('divides what blocks it as the answer does', () => {
    if (ANSWER.kind !== 'diagnosis') throw new Error('no diagnosis');

    const text = JSON.stringify(shareCard({ ...SHARED, answer: ANSWER }, UTC));

    expect(text).toMatch(/\*Blocked by\* {2}\S[^"]*\S · \S/);
    expect(text).not.toMatch(/\*Blocked by\* {2}\S[^"]* {2}/);
  });
});

describe('the form of a share', () => {
  it('keeps the limits of a select: a hundred options of 75 characters', () => {
    const channels = Array.from({ length: 300 }, (_, index) => ({
      value: `C${index}`,
      text: `#${'x'.repeat(100)}${index}`,
    }));

    const view = shareView({ headline: 'h', question: 'q', channels, incidents: [], carried: 'Q1' });

    const [select] = JSON.parse(JSON.stringify(view)).blocks.filter(
      (block: { readonly block_id?: string }) => block.block_id === 'channel',
    );
    expect(select.element.options).toHaveLength(100);
    expect(
      Math.max(...select.element.options.map((one: { text: { text: string } }) => one.text.text.length)),
    ).toBe(75);
    expect(view.title.text.length).toBeLessThanOrEqual(24);
  });
});

describe('Home', () => {
  it('has at most a hundred blocks, each of which Slack takes, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer, { maxLength: 40 }), hostile, (answers, text) => {
        const content: HomeContent = {
          questions: answers.map((answer, index) => ({
            ...{ id: `Q${index}`, text, answer, channel: 'C0OPS', askedAt: END, link: null },
            canRerun: true,
          })),
          incidents: Array.from({ length: 30 }, (_, number) => ({
            ...{ number, title: text, severity: 'sev1', channel: 'C0OPS', openedAt: END },
          })),
          alerts: [],
          watches: [],
          sources: Array.from({ length: 50 }, (_, index) => ({
            name: `${text}${index}`,
            last: { at: END, ok: false, because: text },
          })),
          accuracy: { right: 38, judged: 41, days: 90 },
          now: END,
          channel: 'D0ASKER',
        };

        const { blocks } = homeView(content, UTC);

        expect(blocks.length).toBeLessThanOrEqual(100);
        expect(JSON.stringify(blocks)).not.toContain('<!channel>');
        const tooLong = JSON.stringify(blocks, (_, value: unknown) =>
          typeof value === 'string' && [...value].length > 3000 ? 'TOO LONG' : value,
        );
        expect(tooLong).not.toContain('TOO LONG');
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a watch says', () => {
  it('is taken by Slack when the answer is another, whatever it is', () => {
    fc.assert(
      fc.property(anyAnswer, hostile, (answer, question) => {
        if (answer.kind !== 'diagnosis') return;
        const about = { by: 'U0ASKER', question, before: { verdict: 'healthy', blocker: null }, at: END };

        expect(messageProblems(watchNewsMessage(about, answer.diagnosis, UTC))).toEqual([]);
      }),
    );
  });

  it.each([
    [{ asked: 0, failed: 0, changes: 0 }, 'It was not asked again.'],
    [{ asked: 24, failed: 0, changes: 0 }, 'Asked again 24 times: always nacl-inbound.'],
    [
      { asked: 24, failed: 2, changes: 0 },
      'Asked again 24 times, 2 of them without an answer: always nacl-inbound.',
    ],
    [{ asked: 24, failed: 0, changes: 3 }, 'Asked again 24 times: 3 changes, now nacl-inbound.'],
    [{ asked: 2, failed: 2, changes: 0 }, 'so nothing is known of a change.'],
  ])('at its end tells no more than was seen: %o', (runs, expected) => {
    const ending = { by: 'U0ASKER', because: 'its time is over.', verdict: 'nacl-inbound' };

    expect(watchEndMessage({ ...ending, ...runs }).text).toContain(expected);
  });
});
