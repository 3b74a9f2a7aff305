import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/diagnosis/answer.ts';
import { answerActions } from '../../src/present/answer-actions.ts';
import { message, threadMessages, verdictMessage, wholeMessage } from '../../src/present/block-kit.ts';
import { section } from '../../src/present/blocks.ts';
import { answered, anyAnswer, LISTING } from '../kit/answers.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

const UTC = { timeZone: 'UTC' };
const OFFER = { question: 'Q1', verb: 'reject', widen: '3 h' };

/** What the buttons say, row by row. */
function labels(answer: Answer, offer = OFFER): readonly (readonly string[])[] {
  return answerActions(answer, offer).map(({ elements }) =>
    elements.map((element) => ('text' in element ? (element.text?.text ?? '') : '')),
  );
}

const RERUN = [['Rerun']];

describe('the buttons under an answer', () => {
  it('look further in the first row, and pass it on in the second', () => {
    expect(labels(answered())).toEqual([
      ['Records', 'Widen to 3 h', 'Chart', 'Rerun'],
      ['Share…', 'Watch', 'Right', 'Wrong'],
    ]);
  });

  it('carry the question', () => {
    const values = answerActions(answered(), OFFER).flatMap(({ elements }) =>
      elements.map((element) => ('value' in element ? element.value : null)),
    );

    expect(new Set(values)).toEqual(new Set(['Q1']));
  });

  it.each([
    ['timeline', 'Chart'],
    ['records', 'Records'],
    ['coverage', 'Records'],
    ['capture', 'Records'],
    ['athena-setup', 'Widen to 3 h'],
    ['capture', 'Wrong'],
  ])('make sense for what was asked: %s has no %s', (verb, label) => {
    expect(labels(answered(), { ...OFFER, verb }).flat()).not.toContain(label);
  });

  it('offer no longer window where there is none', () => {
    const [first] = answerActions(answered(), { ...OFFER, widen: null });

    expect(JSON.stringify(first)).not.toContain('flows-widen');
  });

  it('watch no list, which has no verdict that could change', () => {
    expect(labels(LISTING, { ...OFFER, verb: 'top' }).flat()).not.toContain('Watch');
  });

  it.each<[string, Answer]>([
    ['a failure', { kind: 'failure', question: 'q', attempted: 'ask', happened: 'no', todo: 'again' }],
    ['what was stopped', { kind: 'cancelled', question: 'q', because: 'alice pressed Cancel.' }],
  ])('ask again, and nothing else, under %s', (_, answer) => {
    expect(labels(answer)).toEqual(RERUN);
  });

  it('are none under a mistake, nor where the question is not known', () => {
    const mistake = { kind: 'mistake', text: '', problem: '', allowed: '', example: '' } as const;

    expect(labels(mistake)).toEqual([]);
    expect(answerActions(answered(), null)).toEqual([]);
  });

  it('stand in the thread, or under the whole answer, and not under the verdict', () => {
    const isIn = (message: unknown) => JSON.stringify(message).includes('flows-rerun');

    expect(isIn(threadMessages(answered(), 'classic', UTC, OFFER).at(-1))).toBe(true);
    expect(isIn(wholeMessage(answered(), 'classic', UTC, OFFER))).toBe(true);
    expect(isIn(verdictMessage(answered(), UTC, 'U0ASKER', OFFER))).toBe(false);
  });

  it('stand under the verdict of what was stopped, which has no thread', () => {
    const stopped = { kind: 'cancelled', question: 'q', because: 'alice pressed Cancel.' } as const;

    expect(JSON.stringify(verdictMessage(stopped, UTC, null, OFFER))).toContain('flows-rerun');
  });

  it('are there too where an answer is longer than a message', () => {
    const long = Array.from({ length: 60 }, () => section('x'.repeat(1000)));
    const end = answerActions(answered(), OFFER);

    const cut = message('long', long, end);

    expect(cut.blocks.slice(-3).map(({ type }) => type)).toEqual(['context', 'actions', 'actions']);
    expect(messageProblems(cut)).toEqual([]);
  });

  it('make no message one that Slack would refuse', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const messages = threadMessages(answer, 'classic', UTC, OFFER);
        expect(messages.flatMap(messageProblems)).toEqual([]);
      }),
    );
  });
});
