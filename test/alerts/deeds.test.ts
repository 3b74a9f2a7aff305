import { describe, expect, it } from 'vitest';
import { acknowledge, beginRule, endRule, ruleOf, snooze } from '../../src/alerts/deeds.ts';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import type { MuteAction } from '../../src/commands/action.ts';
import { CHANNEL, found, life, MONDAY } from '../kit/alert-life.ts';

const SETTINGS = { ...ALERT_DEFAULTS, channel: CHANNEL };
const SCAN = found('port-scan', '10.0.9.9', { severity: 'high' });
const MUTE: Extract<MuteAction, { do: 'make' }> = {
  kind: 'mute',
  do: 'make',
  rule: 'mute',
  alert: 12,
  matcher: {},
  startsAt: MONDAY,
  endsAt: MONDAY + 3600,
  reason: 'a pen test',
};

function told() {
  const run = life();
  run.round([SCAN]);
  const deed = { by: 'U0ANN', nowMs: run.nowMs() };
  return { run, deed, alert: run.alert('port-scan') };
}

describe('acknowledging', () => {
  it('names who looks after it, in its message at once, and in its history', () => {
    const { run, deed, alert } = told();
    run.deed(acknowledge(deed, alert, 'U0BOB', run.standing(), SETTINGS));

    expect(run.alert('port-scan')).toMatchObject({ owner: 'U0BOB', ackedAtMs: deed.nowMs });
    expect(run.shown.at(-1)).toMatchObject({ atMs: deed.nowMs, message: { revision: 2 } });
    expect(run.entries.at(-1)).toMatchObject({ by: 'U0ANN', what: '<@U0BOB> looks after it' });
  });
});

describe('snoozing', () => {
  it('keeps the alert silent until it is over, and then says that it still fires', () => {
    const { run, deed, alert } = told();
    run.deed(snooze(deed, alert, 3600, run.standing(), SETTINGS));
    const larger = found('port-scan', '10.0.9.9', { severity: 'high', size: 4000 });
    for (let rounds = 0; rounds < 11; rounds += 1) run.round([larger]);
    expect(run.alert('port-scan').suppressed).toMatchObject({ by: 'snooze' });
    expect(run.entries).toContainEqual(
      expect.objectContaining({ what: 'snoozed until 2026-11-23 09:05 UTC' }),
    );
    expect(run.said).toEqual([]);

    run.round([larger]);
    run.round([larger]);
    expect(run.whats()).toEqual(expect.arrayContaining(['snooze-over', 'larger']));
    expect(run.alert('port-scan')).toMatchObject({ suppressed: null, snoozedUntilMs: null });
  });

  it('says that once, and reminds half an hour later', () => {
    const { run, deed, alert } = told();
    run.deed(snooze(deed, alert, 3600, run.standing(), SETTINGS));
    for (let rounds = 0; rounds < 18; rounds += 1) run.round([SCAN]);

    expect(run.said.map(({ reply, atMs }) => [reply.what, (atMs - deed.nowMs) / 60_000])).toEqual([
      ['snooze-over', 60],
      ['reminder', 90],
    ]);
  });

  it('stays the reason why nobody was told where the alert ends before it', () => {
    const run = life({ messagesPerDay: 0 });
    const spike = found('reject-spike', '10.0.1.5');
    run.round([spike]);
    const deed = { by: 'U0ANN', nowMs: run.nowMs() };
    run.deed(snooze(deed, run.alert('reject-spike'), 3600, run.standing(), SETTINGS));
    for (let rounds = 0; rounds < 20; rounds += 1) run.round();

    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved', suppressed: { by: 'snooze' } });
  });

  it('says that once also where a round sees first that it is over', () => {
    const { run, deed, alert } = told();
    run.deed(snooze(deed, alert, 570, run.standing(), SETTINGS));
    run.round([SCAN], {}, 290);
    run.round([SCAN], {}, 290);
    for (let rounds = 0; rounds < 2; rounds += 1) run.round([SCAN]);

    expect(run.whats()).toEqual(['snooze-over']);
  });

  it('says when it is over that the alert still fires only once that is seen', () => {
    const { run, deed, alert } = told();
    run.deed(snooze(deed, alert, 600, run.standing(), SETTINGS));
    for (const found of [[SCAN], [], []]) run.round(found);
    expect(run.whats()).toEqual([]);

    run.round([SCAN]);
    expect(run.whats()).toEqual(['snooze-over']);
  });

  it('says nothing when it is over and the alert is, too', () => {
    const { run, deed, alert } = told();
    run.deed(snooze(deed, alert, 3600, run.standing(), SETTINGS));
    for (let rounds = 0; rounds < 20; rounds += 1) run.round();

    expect(run.said).toEqual([]);
    expect(run.shown.at(-1)?.alerts).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('a rule', () => {
  it('about an alert is about all that are like it, whoever attacks', () => {
    const { deed, alert } = told();

    expect(ruleOf(MUTE, alert, deed, 'C0OPS')).toMatchObject({
      kind: 'mute',
      matcher: { detectors: ['port-scan'], subjects: ['10.0.9.9'], classes: [''], sources: ['main'] },
      ...{ startsAtMs: MONDAY * 1000, endsAtMs: (MONDAY + 3600) * 1000, by: 'U0ANN', channel: 'C0OPS' },
    });
  });

  it('silences what fires at once, which its message shows', () => {
    const { run, deed, alert } = told();
    const rule = { ...ruleOf(MUTE, alert, deed, CHANNEL), number: 7 };
    run.give(rule);
    run.deed(beginRule(deed, rule, run.standing(), SETTINGS));

    expect(run.alert('port-scan').suppressed).toEqual({ by: 'mute', rule: 7 });
    expect(run.shown.at(-1)?.alerts).toMatchObject([{ suppressed: { by: 'mute' } }]);
    expect(run.entries).toContainEqual(
      expect.objectContaining({ by: 'U0ANN', what: 'mute M-7: a pen test' }),
    );
  });

  it('that is ended lets people hear of it again, and is not told to be over', () => {
    const { run, deed, alert } = told();
    const rule = { ...ruleOf(MUTE, alert, deed, CHANNEL), number: 7 };
    run.give(rule);
    run.deed(beginRule(deed, rule, run.standing(), SETTINGS));
    run.deed(endRule(deed, rule, run.standing(), SETTINGS));
    for (let rounds = 0; rounds < 15; rounds += 1) run.round([SCAN]);

    expect(run.alert('port-scan').suppressed).toBeNull();
    expect(run.standing().rules).toEqual([]);
    expect(run.whats()).not.toContain('mute-over');
  });

  it('that begins later is no news of an alert before that', () => {
    const { run, deed, alert } = told();
    const rule = {
      ...ruleOf({ ...MUTE, startsAt: MONDAY + 7200, endsAt: MONDAY + 9000 }, alert, deed, CHANNEL),
      number: 7,
    };
    const outcome = beginRule(deed, rule, run.standing(), SETTINGS);

    expect([outcome.alerts, outcome.entries]).toEqual([[], []]);
  });

  it('leaves alone what it does not match', () => {
    const { run, deed } = told();
    const rule = {
      ...ruleOf({ ...MUTE, matcher: { detectors: ['beacon'] } }, null, deed, CHANNEL),
      number: 7,
    };
    const outcome = beginRule(deed, rule, run.standing(), SETTINGS);

    expect([outcome.alerts, outcome.messages]).toEqual([[], []]);
  });
});
