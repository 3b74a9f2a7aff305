import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DETECTIONS } from '../../../src/diagnosis/detection.ts';
import { alertHistoryMessage, alertListMessage } from '../../../src/present/alerts/alert-list.ts';
import { alertMessage } from '../../../src/present/alerts/alert-message.ts';
import { REPLY_KINDS, replyMessage } from '../../../src/present/alerts/alert-reply.ts';
import type { AlertView } from '../../../src/present/alerts/alert-view.ts';
import { digestMessage } from '../../../src/present/alerts/digest-message.ts';
import { ruleOverMessage } from '../../../src/present/alerts/rule-over.ts';
import { type RuleView, rulesMessage } from '../../../src/present/alerts/rules-message.ts';
import type { SlackMessage } from '../../../src/present/block-kit.ts';
import { alertView, anyAlertView, LOOKED_INTO } from '../../kit/alerts.ts';
import { anyText, END } from '../../kit/answers.ts';
import { messageProblems } from '../../kit/block-kit-validator.ts';

const UTC = { timeZone: 'UTC' };

function shown(...alerts: readonly AlertView[]): SlackMessage {
  return alertMessage({ id: 'M1', alerts }, UTC);
}

function textOf({ blocks }: SlackMessage): string {
  return JSON.stringify(blocks);
}

function buttonsOf(message: SlackMessage): readonly string[] {
  return [...textOf(message).matchAll(/"action_id":"flows-alert-([a-z-]+)"/g)].map(([, id = '']) => id);
}

describe('an alert in a channel', () => {
  it('is drawn with what is wrong first, then how it is measured, why it may be harmless and what to check', async () => {
    const message = shown(alertView());

    await expect(JSON.stringify(message, null, 2)).toMatchFileSnapshot('../golden/alert.blocks.json');
  });

  it('says in the notification how severe it is, which one, and what', () => {
    expect(shown(alertView({ severity: 'high' })).text).toBe(
      ':red_circle: A-12 high: web-1 (10.0.1.5) rejects 412 sources in 5 minutes, 11 times as many as usual',
    );
  });

  it('is told against what is normal, with where that comes from', () => {
    expect(textOf(shown(alertView()))).toContain(
      '*412* distinct rejected sources in 5 minutes · normal is 37 (median of this hour of the week over 21 days)',
    );
  });

  it('is not called resolved where nobody looks at it any more, and says why', () => {
    const left = alertView({ state: 'resolved', resolvedAt: END, left: 'source' });

    expect(shown(left).text).toContain('Not looked at any more');
    expect(textOf(shown(left))).toContain('*not looked at any more*');
    expect(`${shown(left).text} ${textOf(shown(left))}`).not.toMatch(/white_check_mark|resolved/i);
    expect(replyMessage('left', left).text).toContain(
      'whether it goes on is not known: records is not watched',
    );
    expect(replyMessage('left', { ...left, left: 'detector' }).text).toContain('`alerts.off`');
  });

  it('names the rule that blocks, and the check of the diagnosis in place of its own, where it was looked into', () => {
    const text = textOf(shown(alertView({ diagnosis: LOOKED_INTO })));

    expect(text).toContain('*Diagnosis*');
    expect(text).toContain('*Blocked by*');
    expect(text).not.toContain('`/flows reject 10.0.1.5`"}},{"type":"context"');
    expect(text).toContain(LOOKED_INTO.nextCheck.split(' ').slice(0, 3).join(' '));
  });

  it('offers all that can be done with it, and nothing that was done already', () => {
    expect(buttonsOf(shown(alertView()))).toEqual([
      'diagnose',
      'ack',
      'snooze',
      'mute',
      'expect',
      'incident',
    ]);
    expect(buttonsOf(shown(alertView({ owner: 'U0ASKER' })))).not.toContain('ack');
    expect(buttonsOf(shown(alertView({ snoozedUntil: END })))).not.toContain('snooze');
    expect(buttonsOf(shown(alertView({ state: 'resolved', resolvedAt: END })))).toEqual([
      'diagnose',
      'expect',
      'incident',
    ]);
  });

  it('offers to end what silences it, in the place of muting it once more', () => {
    const muted = shown(alertView({ rule: 3, silent: 'muted by M-3' }));

    expect(buttonsOf(muted)).toEqual(['diagnose', 'ack', 'snooze', 'rule-end', 'expect', 'incident']);
    expect(buttonsOf(shown(alertView({ snoozedUntil: END })))).toContain('wake');
  });

  it('says who looks after it, until when it is snoozed, how often it came back and that it flaps', () => {
    const text = textOf(
      shown(alertView({ owner: 'U0ASKER', snoozedUntil: END, reopened: 2, isFlapping: true })),
    );

    expect(text).toContain(
      '<@U0ASKER> looks after it · snoozed until 14:37 UTC · reopened 2× · goes on and off',
    );
  });

  it('says where it goes on in another message, which alone is kept up to date', () => {
    expect(textOf(shown(alertView({ isElsewhere: true })))).toContain('*goes on in another message*');
  });

  it('is marked as over, and says in short what it was, once it is resolved', () => {
    const message = shown(alertView({ state: 'resolved', resolvedAt: END, severity: 'high' }));

    expect(message.text).toMatch(/^:white_check_mark: A-12 Resolved: /);
    expect(textOf(message)).toContain('*resolved* 14:37 UTC');
    expect(textOf(message)).not.toContain('*Evidence*');
    expect(textOf(message)).not.toContain('*May be harmless*');
  });

  it('says of a test that nothing happened, and offers nothing', () => {
    const message = shown(alertView({ isTest: true, number: 0 }));

    expect(textOf(message)).toContain('This is a test: nothing happened.');
    expect(textOf(message)).toContain('*TEST*');
    expect(buttonsOf(message)).toEqual([]);
  });
});

describe('several alerts in one message', () => {
  const OTHER = alertView({ number: 13, severity: 'high', detector: 'port-scan' });

  it('are a list with the worst first, each with a menu of its own', () => {
    const text = textOf(shown(alertView(), OTHER));

    expect(text).toContain('*2 alerts about web-1 (10.0.1.5)*');
    expect(text.indexOf('A-13')).toBeLessThan(text.indexOf('A-12'));
    expect(text).toContain('"value":"mute 13"');
  });

  it('have those that are over last, however severe they were', () => {
    const text = textOf(shown(alertView(), { ...OTHER, state: 'resolved', resolvedAt: END }));

    expect(text.indexOf('A-12')).toBeLessThan(text.indexOf('A-13'));
  });

  it('say what they have in common where it is the detector', () => {
    const alerts = [1, 2, 3].map((number) => {
      const { finding } = alertView();
      const subject = { kind: 'address' as const, id: `10.0.1.${number}`, name: null };
      return alertView({
        number,
        finding: { ...finding, detection: { ...finding.detection, subject } },
      });
    });

    expect(textOf(shown(...alerts))).toContain(`*3 alerts: ${DETECTIONS['reject-spike']}*`);
  });

  it('are counted where they are too many, and acknowledged by one press', () => {
    const many = Array.from({ length: 30 }, (_, number) => alertView({ number: number + 1 }));

    const message = shown(...many);

    expect(textOf(message)).toContain('… and 22 more: `/flows alerts`');
    expect(textOf(message)).toContain('"text":"Acknowledge all"');
    expect(messageProblems(message)).toEqual([]);
  });
});

describe('what is said in the thread of an alert', () => {
  it('counts those of which the same is so, and leaves them to the message', () => {
    const { text } = replyMessage('flapping', alertView(), 2);

    expect(text).toMatch(/\*A-12\* goes on and off.* The same goes for 2 more of this message\.$/);
    expect(replyMessage('flapping', alertView()).text).not.toContain('The same');
  });

  it('says that all of a message are over where the last of several is', () => {
    const over = alertView({ state: 'resolved', resolvedAt: END });

    expect(replyMessage('resolved', over, 4).text).toMatch(
      /^:white_check_mark: All 5 alerts of this message are over, \*A-12\* after/,
    );
    expect(replyMessage('resolved', over).text).toMatch(/^:white_check_mark: \*A-12\* is over after/);
  });

  it('says how often one came back', () => {
    expect(replyMessage('reopened', alertView({ reopened: 1 })).text).toContain('*A-12* is back: ');
    expect(replyMessage('reopened', alertView({ reopened: 2 })).text).toContain(
      '*A-12* is back, 2 times by now: ',
    );
  });
});

describe('the digest of a day', () => {
  it('says what was not told on its own, by detector and why', () => {
    const low = alertView({ severity: 'low', detector: 'unusual-protocol' });
    const alerts = [
      low,
      { ...low, number: 13 },
      { ...low, number: 14 },
      { ...low, number: 15 },
      alertView({ number: 16 }),
    ];

    const message = digestMessage({ day: '2026-11-25', alerts }, UTC);

    expect(message.text).toBe('Digest of 2026-11-25: 5 alerts without a message of their own');
    expect(textOf(message)).toContain(`*${DETECTIONS['unusual-protocol']}*  4 alerts: 4 of low severity`);
    expect(textOf(message)).toContain('1 beyond the messages of the day');
    expect(textOf(message)).toContain('… also 1 subject: A-15');
    expect(textOf(message)).toContain('`/flows alerts suppressed`');
  });
});

describe('what silences alerts', () => {
  it('is listed with what, until when, who and why', () => {
    const rule: RuleView = {
      number: 3,
      kind: 'mute',
      matcher: { detectors: ['reject-spike'], subjects: ['10.0.1.5'], sources: ['prod'] },
      startsAt: END,
      endsAt: END + 7200,
      by: 'U0ASKER',
      reason: 'load test <!channel>',
    };

    const text = textOf(rulesMessage([rule], UTC, END));

    expect(text).toContain('*M-3*  muted: reject-spike on 10.0.1.5 in prod until 16:37 UTC (2 h)');
    expect(text).toContain('<@U0ASKER>: load test &lt;!channel&gt;');
    expect(text).toContain(
      '"action_id":"flows-alert-rule-end","text":{"type":"plain_text","text":"End M-3"}',
    );
  });
});

describe('the end of what silenced alerts', () => {
  const RULE: RuleView = {
    ...{ number: 3, kind: 'mute', matcher: { detectors: ['reject-spike'] } },
    ...{ startsAt: END - 7200, endsAt: END, by: 'U0ASKER', reason: 'load test <!channel>' },
  };

  it('says what it silenced, who said so and why', () => {
    const text = textOf(ruleOverMessage(RULE, null, UTC, END));

    expect(text).toContain('*M-3* is over.\\nmuted: reject-spike until 14:37 UTC');
    expect(text).toContain('<@U0ASKER>: load test &lt;!channel&gt;');
  });

  it('says of what is expected which alert it was about, how to look at that, and how to renew it', () => {
    const text = textOf(ruleOverMessage({ ...RULE, kind: 'expected' }, alertView({ number: 41 }), UTC, END));

    expect(text).toContain('The day to look at *M-3* again has come.');
    expect(text).toContain('It was about *A-41* reject-spike about web-1 (10.0.1.5).');
    expect(text).toContain('`/flows alerts A-41` for what it was, `/flows reject 10.0.1.5');
    expect(text).toContain('`/flows expect A-41 because …`');
  });

  it('says where to find the alert that is not kept any more', () => {
    const text = textOf(ruleOverMessage({ ...RULE, kind: 'expected' }, null, UTC, END));

    expect(text).toContain('`/flows expect A-12 because …` with its number from `/flows alerts all`');
  });
});

const anyRule: fc.Arbitrary<RuleView> = fc.record({
  number: fc.nat(999),
  kind: fc.constantFrom('mute' as const, 'maintenance' as const, 'expected' as const),
  matcher: fc.record({ subjects: fc.array(anyText), classes: fc.array(anyText), sources: fc.array(anyText) }),
  startsAt: fc.nat(2_000_000_000),
  endsAt: fc.nat(2_000_000_000),
  by: fc.constant('U0ASKER'),
  reason: anyText,
});

describe('whatever is found', () => {
  it('is a message that Slack takes, however long and hostile its texts are', () => {
    fc.assert(
      fc.property(
        fc.array(anyAlertView, { maxLength: 40 }),
        anyAlertView,
        fc.constantFrom(...REPLY_KINDS),
        fc.array(anyRule, { maxLength: 30 }),
        anyText,
        (alerts, one, what, rules, said) => {
          const listed = alerts.map((alert) => ({ ...alert, channel: 'C0ALERTS' }));
          const list = { which: 'all' as const, alerts: listed, isCutOff: true, hidden: 3 };
          const entries = Array.from({ length: 30 }, (_, at) => ({ at, by: 'U0ASKER', what: said }));
          const messages = [
            shown(...alerts),
            shown(one),
            digestMessage({ day: '2026-11-25', alerts }, UTC),
            replyMessage(what, one, rules.length),
            alertListMessage(list, UTC),
            alertHistoryMessage({ ...one, channel: null }, entries, UTC, END),
            rulesMessage(rules, UTC, END),
            ...rules.flatMap((rule) => [null, one].map((about) => ruleOverMessage(rule, about, UTC, END))),
          ];
          expect(messages.flatMap(messageProblems)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
