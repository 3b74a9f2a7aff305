import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardOf, statusOf } from '../../src/incidents/standing.ts';
import { viewOf } from '../../src/incidents/view.ts';
import { cardMessage, deedMessage, listMessage, statusMessage } from '../../src/present/incident-blocks.ts';
import { END } from '../kit/answers.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';
import { anyTold, TOLD } from '../kit/incidents.ts';

const UTC = { timeZone: 'UTC' };

function textOf(message: object): string {
  return JSON.stringify(message).replaceAll('\u2060', '');
}

describe('how an incident stands', () => {
  it('is told with what is known first, then what to check and do, then what happened', async () => {
    const message = statusMessage(statusOf(viewOf(TOLD)), UTC, END);

    await expect(JSON.stringify(message, null, 2)).toMatchFileSnapshot(
      '../present/golden/incident-status.blocks.json',
    );
  });

  it('is told without findings that may not be shown there, which are counted', () => {
    const told = textOf(statusMessage(statusOf(viewOf(TOLD)), UTC, END));

    expect(told).toContain('1 finding may not be shown here');
    expect(told).toContain('added a finding that may not be shown here');
  });

  it('is in its card as counts, the findings that may not be shown among them', () => {
    const card = textOf(cardMessage(cardOf(viewOf(TOLD)), UTC));

    expect(card).toMatch(
      /\*sev2\* · closed .* UTC after 30 min · opened by Alice · 3 findings · 2 actions, 1 open/,
    );
    expect(card).not.toContain('10.0.');
  });

  it('has the messages that Slack takes, whatever happened', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const view = viewOf(told);
        const card = { ...cardOf(view), channel: 'C0OPS' };
        const messages = [
          cardMessage(card, UTC),
          statusMessage(statusOf(view), UTC, END),
          listMessage(
            Array.from({ length: 30 }, () => card),
            3,
            UTC,
            END,
          ),
          ...view.timeline.map(({ by, text }) =>
            deedMessage({ sign: ':memo:', by: by.name, text, ring: null }),
          ),
        ];

        expect(messages.flatMap(messageProblems)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
