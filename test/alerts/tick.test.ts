import { describe, expect, it } from 'vitest';
import { acknowledge } from '../../src/alerts/deeds.ts';
import type { AlertRule } from '../../src/alerts/rule.ts';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { tick } from '../../src/alerts/tick.ts';
import { CHANNEL, found, life, MONDAY, rule } from '../kit/alert-life.ts';

const SETTINGS = { ...ALERT_DEFAULTS, channel: CHANNEL };
const SCAN = found('port-scan', '10.0.9.9', { severity: 'high' });
const SPIKE = found('reject-spike', '10.0.1.5');
const MINUTE = 60_000;

function minutesOf(run: ReturnType<typeof life>, what: string): readonly number[] {
  return run.said
    .filter(({ reply }) => reply.what === what)
    .map(({ atMs }) => Math.round((atMs - MONDAY * 1000) / MINUTE));
}

describe('a first post', () => {
  it('waits for a minute, and is decided once', () => {
    const run = life();
    run.round([SCAN]);

    expect(run.shown).toMatchObject([{ atMs: MONDAY * 1000 + MINUTE, message: { revision: 1 } }]);
    expect(tick(run.nowMs(), run.standing(), SETTINGS).messages).toEqual([]);
  });
});

describe('an edit', () => {
  it('waits until five minutes after the last one', () => {
    const run = life({ every: 60 });
    run.round([SPIKE]);
    run.round();
    run.round([SPIKE]);
    run.round();

    const times = run.shown.map(({ atMs }) => atMs);
    for (const [at, time] of times.slice(1).entries())
      expect(time - (times[at] ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(times.length).toBeGreaterThan(2);
  });
});

describe('a severe alert that nobody looks after', () => {
  it('is brought up after half an hour, then every four hours, three times', () => {
    const run = life();
    for (let rounds = 0; rounds < 12 * 24; rounds += 1) run.round([SCAN]);

    expect(minutesOf(run, 'reminder')).toEqual([31, 271, 511, 751]);
  });

  it('is left alone where it is not severe, is over, or is snoozed', () => {
    const spike = life();
    for (let rounds = 0; rounds < 12; rounds += 1) spike.round([SPIKE]);
    const over = life();
    over.round([SCAN]);
    for (let rounds = 0; rounds < 12; rounds += 1) over.round();
    const muted = life();
    muted.round([SCAN]);
    muted.give(rule());
    for (let rounds = 0; rounds < 12; rounds += 1) muted.round([SCAN]);

    for (const run of [spike, over, muted]) expect(run.whats()).not.toContain('reminder');
  });

  it('is left alone while it recovers, and brought up if it goes on', () => {
    const run = life({ recoverRounds: 12 });
    for (let rounds = 0; rounds < 5; rounds += 1) run.round([SCAN]);
    for (let rounds = 0; rounds < 5; rounds += 1) run.round();
    expect(minutesOf(run, 'reminder')).toEqual([]);

    run.round([SCAN]);
    expect(minutesOf(run, 'reminder')).toEqual([51]);
  });

  it('is not said to fire still before anybody has looked, where no process was up', () => {
    const run = life();
    run.round([SCAN]);
    run.down(3 * 3600);
    run.pass(600);
    run.round([SCAN], { isCatchingUp: true });
    expect(run.whats()).toEqual([]);

    run.round([SCAN]);
    expect(run.whats()).toEqual(['reminder']);
  });

  it('is not said to fire still while a gap in the flow logs hides it', () => {
    const run = life();
    const gap = found('flow-log-gap', 'fl-0a1b2c3d', {
      subject: { kind: 'flow-log', id: 'fl-0a1b2c3d', name: null },
    });
    run.round([SCAN]);
    for (let rounds = 0; rounds < 12; rounds += 1) run.round([gap]);

    expect(run.whats()).toEqual([]);
  });

  it('that is looked for every six hours is brought up between two looks', () => {
    const run = life();
    run.round([found('beacon', '10.0.1.5', { severity: 'high' })]);
    for (let rounds = 0; rounds < 12; rounds += 1) run.round([], { evaluated: ['port-scan'] });

    expect(minutesOf(run, 'reminder')).toEqual([31]);
  });

  it('is brought up between two looks where rounds are half an hour apart', () => {
    const run = life({ every: 1800 });
    for (let rounds = 0; rounds < 3; rounds += 1) run.round([SCAN], {}, 1800);

    expect(minutesOf(run, 'reminder')).toEqual([31]);
  });

  it('is brought up once for all in one message', () => {
    const run = life();
    const sweep = found('host-sweep', '10.0.9.9', { severity: 'high' });
    for (let rounds = 0; rounds < 12; rounds += 1) run.round([SCAN, sweep]);

    expect(run.said).toMatchObject([{ reply: { what: 'reminder', more: 1 } }]);
  });
});

describe('who looks after an alert', () => {
  it('is told three times that it goes on, every four hours, and nobody else is', () => {
    const run = life();
    run.round([SCAN]);
    const deed = { by: 'U0ANN', nowMs: run.nowMs() };
    run.deed(acknowledge(deed, run.alert('port-scan'), 'U0BOB', run.standing(), SETTINGS));
    for (let rounds = 0; rounds < 12 * 24; rounds += 1) run.round([SCAN]);

    expect(run.whats()).toEqual(['still-firing', 'still-firing', 'still-firing']);
    expect(minutesOf(run, 'still-firing')).toEqual([245, 485, 725]);
    expect(run.alert('port-scan')).toMatchObject({ owner: 'U0BOB' });
  });
});

describe('a mute that is over', () => {
  it('says so in the thread of what still fires, once', () => {
    const run = life();
    run.round([SPIKE]);
    run.give(rule({ endsAtMs: (MONDAY + 1800) * 1000 }));
    for (let rounds = 0; rounds < 12; rounds += 1) run.round([SPIKE]);

    expect(minutesOf(run, 'mute-over')).toEqual([30]);
    expect(run.standing().rules).toEqual([]);
    expect(run.alert('reject-spike').suppressed).toBeNull();
  });

  it('says where it was made that it is over, and not that something still fires that is recovering', () => {
    const run = life();
    run.round([SPIKE]);
    run.round([SPIKE]);
    run.give(rule({ endsAtMs: (MONDAY + 1020) * 1000 }));
    for (let rounds = 0; rounds < 6; rounds += 1) run.round();

    expect([run.whats(), run.rulesOver()]).toEqual([['resolved'], [3]]);
  });

  it('is not followed by a reminder at once, but half an hour later', () => {
    const run = life();
    run.round([SCAN]);
    run.give(rule({ endsAtMs: (MONDAY + 3600) * 1000 }));
    for (let rounds = 0; rounds < 20; rounds += 1) run.round([SCAN]);

    expect([minutesOf(run, 'mute-over'), minutesOf(run, 'reminder')]).toEqual([[60], [90]]);
  });

  it('leads to telling of what was never told, and still fires', () => {
    const run = life();
    run.give(rule({ endsAtMs: (MONDAY + 1800) * 1000 }));
    for (let rounds = 0; rounds < 12; rounds += 1) run.round([SPIKE]);

    expect(run.posts()).toMatchObject([{ atMs: (MONDAY + 1800) * 1000 + MINUTE }]);
  });
});

describe('the end of what people said', () => {
  const over = (changes: Partial<AlertRule>, isTold = false) => {
    const run = life();
    if (isTold) run.round([SPIKE]);
    run.give(rule({ endsAtMs: (MONDAY + 1800) * 1000, ...changes }));
    for (let rounds = 0; rounds < 12; rounds += 1) run.round([SPIKE]);
    return run.rulesOver();
  };

  it.each(['mute', 'maintenance', 'expected'] as const)('is said once where it was made: %s', (kind) => {
    expect(over({ kind })).toEqual([3]);
    expect(over({ kind, channel: null })).toEqual([]);
    expect(over({ kind, endedAtMs: 1, toldOver: true })).toEqual([]);
  });

  it('is not said twice where the thread of an alert says it, but for what somebody must look at again', () => {
    expect(over({ kind: 'mute' }, true)).toEqual([]);
    expect(over({ kind: 'expected' }, true)).toEqual([3]);
  });
});

describe('a new day', () => {
  it('takes what is folded and goes on into its own digest', () => {
    const run = life();
    const low = found('new-edge', '10.0.3.1', { severity: 'low' });
    const other = found('new-edge', '10.0.3.2', { severity: 'low' });
    run.round([low, other]);
    for (let rounds = 0; rounds < 12 * 17; rounds += 1) run.round([low]);

    const digests = run.posts().map(({ message, alerts }) => [message.day, alerts.length]);
    expect(digests).toEqual([
      ['2026-11-23', 2],
      ['2026-11-24', 1],
    ]);
    expect(run.posts()[1]?.atMs).toBe(Date.UTC(2026, 10, 24, 0, 1));
    const [old, today] = run.posts();
    const last = run.shown.findLast(({ message }) => message.id === old?.message.id);
    expect(last?.alerts[0]).toMatchObject({ state: 'firing', message: today?.message.id });
  });

  it('brings a new budget', () => {
    const run = life({ messagesPerDay: 1 });
    run.round([SPIKE]);
    run.round([SPIKE, found('beacon', '10.0.3.1')]);
    for (let rounds = 0; rounds < 12 * 17; rounds += 1) run.round([SPIKE]);
    run.round([SPIKE, found('dns-bulk', '10.0.3.1')]);

    const kinds = run.posts().map(({ message }) => message.kind);
    expect(kinds).toEqual(['alert', 'digest', 'alert']);
  });
});

describe('an alert that nobody looks at any more', () => {
  const GAP = found('flow-log-gap', 'main', { subject: { kind: 'source', id: 'main', name: null } });
  const MAIN = [{ name: 'main', account: '111122223333' }];

  it('keeps nothing else from being called over: a gap whose detector is switched off', () => {
    const run = life();
    run.round([SPIKE, GAP]);
    const evaluated = ['reject-spike'] as const;
    run.deed(tick(run.nowMs(), run.standing(), SETTINGS, { sources: MAIN, off: ['flow-log-gap'] }));

    for (let rounds = 0; rounds < 3; rounds += 1) run.round([], { evaluated });

    expect(run.alert('flow-log-gap')).toMatchObject({ state: 'resolved', left: 'detector' });
    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved' });
  });

  it('is said to be one, and never to be over', () => {
    const run = life();
    run.round([SPIKE]);

    run.deed(tick(run.nowMs(), run.standing(), SETTINGS, { sources: [], off: [] }));
    run.pass(86_400);

    expect(run.whats()).toEqual(['left']);
    expect(run.shown.at(-1)?.alerts).toMatchObject([{ state: 'resolved', left: 'source' }]);
  });

  it('is of no detector that could be switched off where it says that the source is not watched', () => {
    const run = life();
    run.round([found('flow-log-gap', 'main', { ...GAP.detection, class: 'not-watched' })]);

    run.deed(tick(run.nowMs(), run.standing(), SETTINGS, { sources: MAIN, off: ['flow-log-gap'] }));

    expect(run.alert('flow-log-gap')).toMatchObject({ state: 'firing' });
  });

  it('is one that fires again, and no more left, where it is found again soon', () => {
    const run = life();
    run.round([SPIKE]);
    run.deed(tick(run.nowMs(), run.standing(), SETTINGS, { sources: [], off: [] }));
    expect(run.alert('reject-spike')).toMatchObject({ left: 'source' });

    run.round([SPIKE]);

    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', reopened: 1 });
    expect(run.alert('reject-spike').left).toBeUndefined();
  });
});
