import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ephemeralMessage,
  notInvited,
  questionMessage,
  threadMessages,
  verdictMessage,
} from '../../src/present/block-kit.ts';
import { answered, anyAnswer, DROPPED_REPLY, diagnosis, LISTING, SCAN } from '../kit/answers.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

const UTC = { timeZone: 'UTC' };

describe('an answer in Slack', () => {
  it('is drawn as a thread in classic blocks', async () => {
    const messages = threadMessages(answered(diagnosis([DROPPED_REPLY, SCAN])), 'classic', UTC);

    await expect(JSON.stringify(messages, null, 2)).toMatchFileSnapshot('golden/dropped-reply.blocks.json');
  });

  it('puts the verdict, the question and how sure it is into the root', () => {
    const { blocks } = verdictMessage(answered(), UTC);

    expect(JSON.stringify(blocks)).toContain(':red_circle: *10.0.2.9 answers 10.0.1.5 on tcp 5432');
    expect(JSON.stringify(blocks)).toContain('nacl-return-outbound · 0.95 sure');
  });

  it('is a table of its own where Slack takes one, and preformatted text where not', () => {
    const types = (form: 'classic' | 'newer') =>
      threadMessages(LISTING, form, UTC).flatMap(({ blocks }) => blocks.map(({ type }) => type));

    expect(types('newer')).toContain('table');
    expect(types('classic')).not.toContain('table');
  });
});

describe('a running question', () => {
  it('names who asked, how far it is, and can be cancelled', () => {
    const { blocks } = questionMessage({
      question: 'reject 10.0.1.5',
      askedBy: 'U0ASKER',
      progress: '3 s',
      cancelValue: 'q1',
    });

    expect(JSON.stringify(blocks)).toContain('<@U0ASKER>');
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [{ action_id: 'flows-cancel', value: 'q1' }],
    });
  });
});

describe('a bot that may not write in the channel', () => {
  it('says how to invite it', () => {
    expect(JSON.stringify(notInvited('reject 10.0.1.5'))).toContain('/invite @flows');
  });
});

describe('whatever the answer holds', () => {
  it.each(['classic', 'newer'] as const)(
    'a thread in %s form keeps every limit of Slack and escapes all that others wrote',
    (form) => {
      fc.assert(
        fc.property(anyAnswer, (answer) => {
          for (const message of threadMessages(answer, form, UTC))
            expect(messageProblems(message)).toEqual([]);
        }),
        { numRuns: 3000 },
      );
    },
  );

  it('so do the root and what one person sees alone', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        for (const message of [verdictMessage(answer, UTC), ephemeralMessage(answer, UTC)])
          expect(messageProblems(message)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('so does the question itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (question) => {
        const running = questionMessage({
          question,
          askedBy: null,
          progress: question,
          cancelValue: question,
        });
        expect([running, notInvited(question)].flatMap(messageProblems)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
