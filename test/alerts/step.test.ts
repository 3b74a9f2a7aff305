import { describe, expect, it } from 'vitest';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { step } from '../../src/alerts/step.ts';
import { DETECTIONS, type Detection, isDetectorId } from '../../src/diagnosis/detection.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import type { FlowEvidence } from '../../src/diagnosis/evidence.ts';
import { CHANNEL, found, life, MONDAY, rule } from '../kit/alert-life.ts';

const SPIKE = found('reject-spike', '10.0.1.5');
const SCAN = found('port-scan', '10.0.9.9', { severity: 'high' });
const FADING = found('reject-spike', '10.0.1.5', { level: 0.8 });
const SETTINGS = { ...ALERT_DEFAULTS, channel: CHANNEL };

function sighted(interfaceId: string): FlowEvidence {
  return {
    ...{
      kind: 'flow',
      first: MONDAY - 600,
      last: MONDAY,
      interfaceId,
      source: '10.0.7.7',
      sourcePort: 50_000,
    },
    ...{ destination: '10.0.2.9', destinationPort: 22, protocol: 6, tcpFlags: 2, packets: 1, bytes: 44 },
    ...{ action: 'ACCEPT', rejectReason: null, records: 1 },
  };
}

const twoOfThree = () => 'two-of-three' as const;

describe('an alert', () => {
  it('fires at once where its own evidence confirms it', () => {
    const run = life();
    run.round([SPIKE]);

    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '+', toldSeverity: 'medium' });
  });

  it('is pending until two of three rounds found it, and nobody hears of it before', () => {
    const run = life({}, twoOfThree);
    run.round([SPIKE]);
    run.round();
    expect(run.alert('reject-spike')).toMatchObject({ state: 'pending', firedAt: null });
    expect(run.shown).toEqual([]);

    run.round([SPIKE]);
    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '+-+' });
    expect(run.posts()).toHaveLength(1);
  });

  it('lapses untold when it can no longer be confirmed', () => {
    const run = life({}, twoOfThree);
    run.round([SPIKE]);
    run.round();
    run.round();

    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved', firedAt: null });
    expect([run.shown, run.said]).toEqual([[], []]);
  });

  it('does not begin between the thresholds, and is kept going there', () => {
    const run = life();
    run.round([FADING]);
    expect(run.alerts()).toEqual([]);

    run.round([SPIKE]);
    for (let rounds = 0; rounds < 5; rounds += 1) run.round([FADING]);
    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '+~~~~~' });
  });

  it('recovers first, and is over after three rounds that did not find it', () => {
    const run = life();
    run.round([SPIKE]);
    run.round();
    run.round();
    expect(run.alert('reject-spike').state).toBe('recovering');

    run.round();
    expect(run.alert('reject-spike').state).toBe('resolved');
    expect(run.whats()).toEqual(['resolved']);
  });

  it('is the same alert in the same message when it is back within half an hour', () => {
    const run = life();
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 5; rounds += 1) run.round();
    run.round([SPIKE]);

    expect(run.alerts()).toMatchObject([{ state: 'firing', reopened: 1, resolvedAt: null }]);
    expect(run.posts()).toHaveLength(1);
    expect(run.whats()).toEqual(['resolved', 'reopened']);
  });

  it('is another one when it comes back later', () => {
    const run = life();
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 12; rounds += 1) run.round();
    run.round([SPIKE]);

    expect(run.alerts().map(({ state }) => state)).toEqual(['resolved', 'firing']);
    expect(run.posts()).toHaveLength(2);
  });

  it('is known by what of ours it is about, never by who attacks', () => {
    const run = life();
    run.round([found('brute-force', '10.0.1.5', { class: 'tcp/22', others: ['198.51.100.1'] })]);
    run.round([found('brute-force', '10.0.1.5', { class: 'tcp/22', others: ['203.0.113.9'] })]);

    expect(run.alerts()).toMatchObject([{ rounds: '++' }]);
  });

  it('stays as it is where its detector did not come to an end', () => {
    const run = life();
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 9; rounds += 1) run.round([], { evaluated: ['port-scan'] });

    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '+' });
  });

  it('becomes more severe while it lasts, and never less', () => {
    const run = life();
    run.round([SPIKE]);
    run.round([found('reject-spike', '10.0.1.5', { severity: 'high' })]);
    run.round([SPIKE]);

    expect(run.alert('reject-spike').severity).toBe('high');
    expect(run.whats()).toEqual(['severity']);
  });

  it('is said to be larger once a digit more', () => {
    const run = life();
    for (const size of [40, 60, 99, 100, 400, 90, 300]) {
      run.round([found('reject-spike', '10.0.1.5', { size })]);
    }

    expect(run.whats()).toEqual(['larger']);
  });
});

describe('what a window still reaches back to', () => {
  const over = (changes: Partial<Detection> = {}): Finding => ({
    ...found('reject-spike', '10.0.1.5', changes),
    occurrence: { first: MONDAY - 600, last: MONDAY, ongoing: false, connections: null, packets: 9 },
  });

  it('is over three rounds after its traffic, though it is found for an hour', () => {
    const run = life({}, twoOfThree);
    run.round([SPIKE]);
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 3; rounds += 1) run.round([over()]);

    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved', rounds: '++---' });
    expect(run.whats()).toEqual(['resolved']);
  });

  it('tells nobody a second time, neither while the alert may come back nor later', () => {
    const run = life();
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 12 * 20; rounds += 1) run.round([over()]);

    expect(run.alerts()).toMatchObject([{ state: 'resolved', reopened: 0 }]);
    expect(run.whats()).toEqual(['resolved']);
  });

  it('opens an alert where no alert saw that traffic, also if it is over', () => {
    const run = life();
    run.round([over()]);
    expect(run.alert('reject-spike').state).toBe('firing');

    for (let rounds = 0; rounds < 12; rounds += 1) run.round([over()]);
    run.round([over({ last: MONDAY + 3000 })]);
    expect(run.alerts().map(({ state }) => state)).toEqual(['resolved', 'firing']);
  });

  it('is confirmed by the second round that finds it, though it is over', () => {
    const run = life({}, twoOfThree);
    run.round([over()]);
    run.round([over()]);

    expect(run.alert('reject-spike').state).toBe('firing');
  });

  it('is news where newer traffic came, or where it turns out to be more severe', () => {
    const run = life();
    run.round([SPIKE]);
    run.round([over()]);
    run.round([over({ last: MONDAY + 300 })]);
    run.round([over({ last: MONDAY + 300, severity: 'high' })]);

    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', severity: 'high', rounds: '+-++' });
  });

  it('does not hide what goes on beside it under the same key', () => {
    const run = life();
    run.round([SPIKE]);
    run.round([over({ level: 9 }), found('reject-spike', '10.0.1.5', { last: MONDAY + 300 })]);

    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '++' });
  });
});

describe('flapping', () => {
  it('is said once, and ends with its end', () => {
    const run = life({ recoverRounds: 1, reopenWithin: 7200 });
    for (let times = 0; times < 10; times += 1) {
      run.round([SPIKE]);
      run.round();
    }
    expect(run.alert('reject-spike')).toMatchObject({ isFlapping: true, suppressed: { by: 'flapping' } });
    const before = run.whats();
    expect(before.filter((what) => what === 'flapping')).toHaveLength(1);
    expect(before.at(-1)).toBe('flapping');

    for (let rounds = 0; rounds < 21; rounds += 1) run.round();
    expect(run.alert('reject-spike')).toMatchObject({ isFlapping: false, state: 'resolved' });
    expect(run.whats()).toEqual([...before, 'resolved']);
  });

  it('of several in one message at once is said once', () => {
    const run = life({ recoverRounds: 1, reopenWithin: 7200 });
    const all = [1, 2, 3].map((host) => found('reject-spike', `10.0.1.${host}`));
    for (let times = 0; times < 10; times += 1) {
      run.round(all);
      run.round();
    }

    expect(run.said.filter(({ reply }) => reply.what === 'flapping')).toMatchObject([{ reply: { more: 2 } }]);
  });
});

describe('a gap in the flow logs', () => {
  const GAP = found('flow-log-gap', 'fl-0a1b2c3d', {
    subject: { kind: 'flow-log', id: 'fl-0a1b2c3d', name: null },
    severity: 'high',
  });

  it('silences what only says that no traffic is seen', () => {
    const run = life();
    run.round([GAP, found('service-silent', '10.0.1.5', { severity: 'high' })]);

    expect(run.alert('service-silent').suppressed).toEqual({
      by: 'inhibited',
      alert: run.alert('flow-log-gap').id,
    });
    expect(run.posts().flatMap(({ alerts }) => alerts.map(({ detector }) => detector))).toEqual([
      'flow-log-gap',
    ]);
  });

  it('keeps what it hides from being called over', () => {
    const run = life();
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 9; rounds += 1) run.round([GAP]);
    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '+?????????' });

    for (let rounds = 0; rounds < 3; rounds += 1) run.round();
    expect(run.alert('reject-spike').state).toBe('resolved');
  });

  it('says nothing of another source', () => {
    const run = life();
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 4; rounds += 1) {
      run.round([GAP], { source: 'other' });
      run.round();
    }

    expect(run.alert('reject-spike').state).toBe('resolved');
  });

  const OF_INTERFACE = found('flow-log-gap', 'eni-0aaa', {
    subject: { kind: 'network-interface', id: 'eni-0aaa', name: null },
    severity: 'high',
    hides: ['eni-0aaa', '10.0.1.5'],
  });

  it('of some interfaces of a source hides theirs, and nothing else of it', () => {
    const run = life();
    const part = found('flow-log-gap', 'production', {
      subject: { kind: 'source', id: 'production', name: null },
      ...{ class: 'some-interfaces', severity: 'high', hides: ['eni-0aaa', '10.0.1.5'] },
    });
    run.round([SPIKE, SCAN]);
    for (let rounds = 0; rounds < 4; rounds += 1) run.round([part]);

    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '+????' });
    expect(run.alert('port-scan').state).toBe('resolved');
  });

  it('at one interface keeps what is at its addresses from being called over, and nothing else', () => {
    const run = life();
    run.round([SPIKE, SCAN]);
    for (let rounds = 0; rounds < 4; rounds += 1) run.round([OF_INTERFACE]);

    expect(run.alert('reject-spike')).toMatchObject({ state: 'firing', rounds: '+????' });
    expect(run.alert('port-scan').state).toBe('resolved');
  });

  it('at one interface keeps what was seen there alone from being called over', () => {
    const run = life();
    const seenAt = (id: string, interfaceId: string) => {
      const scan = found('host-sweep', id);
      return { ...scan, evidence: [sighted(interfaceId)] };
    };
    run.round([seenAt('10.0.7.7', 'eni-0aaa'), seenAt('10.0.8.8', 'eni-0bbb')]);
    for (let rounds = 0; rounds < 4; rounds += 1) run.round([OF_INTERFACE]);

    expect(run.alert('host-sweep', '10.0.7.7').state).toBe('firing');
    expect(run.alert('host-sweep', '10.0.8.8').state).toBe('resolved');
  });
});

describe('inhibition', () => {
  it.each([
    ['port-scan', 'lateral-movement'],
    ['host-sweep', 'lateral-movement'],
    ['brute-force', 'lateral-movement'],
    ['volumetric', 'reject-spike'],
    ['reflection', 'volumetric'],
    ['reflection', 'reject-spike'],
  ] as const)('lets a %s explain a %s at the same host', (cause, effect) => {
    const run = life();
    run.round([
      found(cause, '10.0.9.9', { severity: 'high' }),
      found(effect, '10.0.9.9', { severity: 'high' }),
    ]);

    expect(run.alert(effect).suppressed).toEqual({ by: 'inhibited', alert: run.alert(cause).id });
  });

  it('does not let a scan explain what the scanned host does next', () => {
    const run = life();
    run.round([
      found('port-scan', '10.0.9.9', { severity: 'high', others: ['10.0.1.5'] }),
      found('lateral-movement', '10.0.1.5', { severity: 'high' }),
    ]);

    expect(run.alert('lateral-movement').suppressed).toBeNull();
  });

  it.each(Object.keys(DETECTIONS).filter(isDetectorId))('never lets a %s hide an exposed port', (cause) => {
    const run = life();
    run.round([
      found(cause, '10.0.1.5', { severity: 'high', hides: ['10.0.1.5'] }),
      found('exposed-port', '10.0.1.5', { class: 'tcp/22', severity: 'low' }),
    ]);

    expect(run.alert('exposed-port').suppressed?.by).not.toBe('inhibited');
  });

  it('lets a scan explain the rejects that it makes', () => {
    const run = life();
    run.round([SCAN, found('reject-spike', '10.0.1.5', { others: ['10.0.9.9'] })]);

    expect(run.alert('reject-spike').suppressed).toEqual({
      by: 'inhibited',
      alert: run.alert('port-scan').id,
    });
    expect(run.posts()).toHaveLength(1);
  });

  it('names in the history what explains it: by its number, or where it has none yet by what it is', () => {
    const rejected = found('reject-spike', '10.0.1.5', { others: ['10.0.9.9'] });
    const run = life();
    run.round([SCAN]);
    run.round([SCAN, rejected]);
    const together = life();
    together.round([SCAN, rejected]);

    expect(run.entries.map(({ what }) => what)).toContain('explained by A-1');
    expect(together.entries.map(({ what }) => what)).toContain('explained by port-scan about 10.0.9.9');
  });

  it('explains nothing at another subject or in another account', () => {
    const run = life();
    run.round([SCAN, SPIKE]);
    run.round([found('reject-spike', '10.0.9.9')], { source: 'other', account: '444455556666' });

    expect(run.alert('reject-spike', '10.0.1.5').suppressed).toBeNull();
    expect(run.alert('reject-spike', '10.0.9.9').suppressed).toBeNull();
  });

  it('hides nothing behind what is less severe', () => {
    const run = life();
    run.round([
      found('port-scan', '10.0.9.9'),
      found('reject-spike', '10.0.1.5', { others: ['10.0.9.9'], severity: 'high' }),
    ]);

    expect(run.alert('reject-spike').suppressed).toBeNull();
  });

  it('tells what is left when its cause is over', () => {
    const run = life();
    const rejected = found('reject-spike', '10.0.1.5', { others: ['10.0.9.9'] });
    run.round([SCAN, rejected]);
    for (let rounds = 0; rounds < 3; rounds += 1) run.round([rejected]);

    expect(run.alert('reject-spike')).toMatchObject({ suppressed: null, toldSeverity: 'medium' });
  });
});

describe('rules of people', () => {
  it('mute what they match, and keep it with the reason', () => {
    const run = life();
    run.give(rule({ matcher: { detectors: ['port-scan'], subjects: ['10.0.9.9'] } }));
    run.round([SCAN, SPIKE]);

    expect(run.alert('port-scan').suppressed).toEqual({ by: 'mute', rule: 3 });
    expect(run.alert('reject-spike').suppressed).toBeNull();
    expect(run.posts()).toHaveLength(1);
  });

  it.each([
    ['the subject by its name', { subjects: ['WEB-1'] }, true],
    ['an address in a block', { blocks: [{ kind: 'cidr', family: 4, text: '10.0.0.0/8', prefix: 8 }] }, true],
    ['one of several subjects', { subjects: ['10.9.9.9', '10.0.1.5'] }, true],
    ['the class', { classes: ['tcp/22'] }, true],
    ['another class', { classes: ['tcp/23'] }, false],
    ['another source', { sources: ['other'] }, false],
    ['another severity', { severities: ['low'] }, false],
    ['all conditions but one', { subjects: ['10.0.1.5'], classes: ['tcp/23'] }, false],
  ] as const)('match by %s', (_, matcher, expected) => {
    const run = life();
    run.give(rule({ matcher }));
    run.round([
      found('brute-force', '10.0.1.5', {
        subject: { kind: 'address', id: '10.0.1.5', name: 'web-1' },
        class: 'tcp/22',
      }),
    ]);

    expect(run.alert('brute-force').suppressed !== null).toBe(expected);
  });

  it('collapse a maintenance to one message, and never hide an exposed port', () => {
    const run = life();
    run.give(rule({ kind: 'maintenance' }));
    const exposed = found('exposed-port', '10.0.1.7', { severity: 'high', class: 'tcp/22' });
    run.round([SCAN, SPIKE, exposed]);
    run.round([SCAN, SPIKE, exposed, found('new-edge', '10.0.2.2')]);

    const [first, second] = run.posts();
    expect(run.posts()).toHaveLength(2);
    expect([first, second].map((one) => one?.message.group).sort()).toEqual([
      expect.stringContaining('|access'),
      'maintenance|3',
    ]);
    expect(run.alert('exposed-port').suppressed).toBeNull();
    expect(run.alert('new-edge').message).toBe(run.alert('port-scan').message);
    expect(run.said).toEqual([]);
  });

  it('leave no message behind that shows for ever what goes on in another one', () => {
    const run = life();
    run.give(rule({ kind: 'maintenance', endsAtMs: (MONDAY + 1200) * 1000 }));
    for (let rounds = 0; rounds < 8; rounds += 1) run.round([SPIKE]);

    const [collapsed, own] = run.posts();
    const last = run.shown.findLast(({ message }) => message.id === collapsed?.message.id);
    expect(last?.alerts).toMatchObject([{ message: own?.message.id }]);
  });

  it('keep what ends just after a maintenance listed as never told on its own', () => {
    const run = life();
    run.give(rule({ kind: 'maintenance', endsAtMs: (MONDAY + 600) * 1000 }));
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 6; rounds += 1) run.round();

    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved', suppressed: { by: 'digest' } });
  });

  it('keep what ends just after a mute listed as told to nobody, where it has no channel', () => {
    const run = life({ channel: null });
    run.give(rule({ endsAtMs: (MONDAY + 840) * 1000 }));
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 3; rounds += 1) run.round();

    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved', suppressed: { by: 'no-channel' } });
  });

  it('tell what still fires when the maintenance is over', () => {
    const run = life();
    run.give(rule({ kind: 'maintenance', endsAtMs: (MONDAY + 600) * 1000 }));
    for (let rounds = 0; rounds < 4; rounds += 1) run.round([SCAN]);

    expect(run.alert('port-scan')).toMatchObject({ suppressed: null, toldSeverity: 'high' });
  });
});

describe('telling', () => {
  it('waits for others of the same subject and stage, and tells all in one message', () => {
    const run = life();
    run.round([SCAN, found('host-sweep', '10.0.9.9')]);

    expect(run.posts()).toMatchObject([{ alerts: [{ detector: 'port-scan' }, { detector: 'host-sweep' }] }]);
  });

  it('tells a beacon to an address on a list of threats in one message with that', () => {
    const run = life();
    run.round([found('threat-feed', '10.0.1.5', { others: ['203.0.113.9'] })]);
    run.round([
      found('threat-feed', '10.0.1.5', { others: ['203.0.113.9'] }),
      found('beacon', '10.0.1.5', { class: '203.0.113.0/24 tcp/443', others: ['203.0.113.9'] }),
    ]);

    expect(run.posts()).toHaveLength(1);
    expect(run.alert('beacon').message).toBe(run.alert('threat-feed').message);
  });

  it('never tells what is over within the group wait', () => {
    const run = life({ groupWait: 1000, recoverRounds: 1 });
    run.round([SPIKE]);
    for (let rounds = 0; rounds < 9; rounds += 1) run.round();

    expect([run.shown, run.said]).toEqual([[], []]);
    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved', message: null });
  });

  it('says once in a thread that all in it are over at the same time, about the most severe', () => {
    const run = life();
    const storm = [1, 2, 3, 4].map((host) =>
      found('new-edge', `10.0.3.${host}`, { severity: host === 3 ? 'high' : 'medium' }),
    );
    run.round(storm);
    for (let rounds = 0; rounds < 4; rounds += 1) run.round();

    expect(run.said).toMatchObject([{ reply: { what: 'resolved', more: 3 }, about: { severity: 'high' } }]);
  });

  it('says who joins a message that is there', () => {
    const run = life();
    run.round([SCAN]);
    run.round([SCAN, found('host-sweep', '10.0.9.9')]);

    expect(run.posts()).toHaveLength(1);
    expect(run.whats()).toEqual(['joined']);
    expect(run.alert('host-sweep').toldSeverity).toBe('medium');
  });

  it('does not hide what is severe in the thread of what is less', () => {
    const run = life();
    run.round([found('host-sweep', '10.0.9.9')]);
    run.round([found('host-sweep', '10.0.9.9'), SCAN]);

    expect(run.posts()).toHaveLength(2);
  });

  it('collapses a storm of one detector to one message', () => {
    const run = life();
    const storm = Array.from({ length: 30 }, (_, host) => found('new-edge', `10.0.3.${host}`));
    run.round(storm);

    expect(run.posts()).toHaveLength(1);
    expect(run.posts()[0]?.alerts).toHaveLength(30);
  });

  it('collapses a storm that comes one by one from the third on', () => {
    const run = life();
    const storm = Array.from({ length: 12 }, (_, host) => found('new-edge', `10.0.3.${host}`));
    for (const [at] of storm.entries()) run.round(storm.slice(0, at + 1));

    expect(run.posts()).toHaveLength(3);
  });

  it('is a storm from the third subject within an hour on, also where the first two are long over', () => {
    const run = life({ reopenWithin: 300, recoverRounds: 1 });
    const edges = [1, 2, 3, 4].map((host) => found('new-edge', `10.0.3.${host}`));
    const [first, second, third, fourth] = edges.map((edge) => [edge]);
    run.round(first);
    run.round();
    run.round(second);
    for (let rounds = 0; rounds < 7; rounds += 1) run.round();
    run.round(third);
    run.round([...(third ?? []), ...(fourth ?? [])]);

    expect(run.posts().map(({ message }) => message.group.startsWith('storm'))).toEqual([false, false, true]);
    expect(run.posts()).toHaveLength(3);
    expect(run.shown.at(-1)?.alerts).toHaveLength(2);
  });

  it('is no storm where one subject comes back', () => {
    const run = life({ reopenWithin: 300, recoverRounds: 1 });
    for (const host of [1, 1, 2]) {
      run.round([found('new-edge', `10.0.3.${host}`)]);
      for (let rounds = 0; rounds < 3; rounds += 1) run.round();
    }

    expect(run.posts().map(({ message }) => message.group.startsWith('storm'))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('goes on as a storm where all that it was made of is over', () => {
    const run = life({ reopenWithin: 300, recoverRounds: 1 });
    run.round([1, 2, 3].map((host) => found('new-edge', `10.0.3.${host}`)));
    for (let rounds = 0; rounds < 4; rounds += 1) run.round();
    run.round([found('new-edge', '10.0.3.4')]);

    expect(run.posts().map(({ message }) => message.group.startsWith('storm'))).toEqual([true, true]);
  });

  it('folds what is low into the digest', () => {
    const run = life();
    run.round([found('new-edge', '10.0.3.1', { severity: 'low' })]);

    expect(run.alert('new-edge').suppressed).toEqual({ by: 'digest' });
    expect(run.posts()).toMatchObject([{ message: { kind: 'digest', day: '2026-11-23' } }]);
  });

  it('keeps what was folded listed as folded, also where it ends just after something else had silenced it', () => {
    const run = life({ messagesPerDay: 0 });
    const rejected = found('reject-spike', '10.0.1.5', { others: ['10.0.9.9'] });
    run.round([rejected]);
    run.round([rejected]);
    expect(run.alert('reject-spike').suppressed).toEqual({ by: 'digest' });
    run.round([rejected, SCAN]);
    expect(run.alert('reject-spike').suppressed).toMatchObject({ by: 'inhibited' });
    run.round([rejected]);
    for (let rounds = 0; rounds < 6; rounds += 1) run.round();

    expect(run.alert('reject-spike')).toMatchObject({ state: 'resolved', suppressed: { by: 'digest' } });
  });

  it('gives what was folded a message of its own when it becomes severe', () => {
    const run = life();
    run.round([found('new-edge', '10.0.3.1', { severity: 'low' })]);
    run.round([found('new-edge', '10.0.3.1', { severity: 'high' })]);

    expect(run.posts().map(({ message }) => message.kind)).toEqual(['digest', 'alert']);
    expect(run.alert('new-edge')).toMatchObject({ suppressed: null, toldSeverity: 'high' });
  });

  it('folds what is over the budget of a day, but nothing that is severe', () => {
    const run = life({ messagesPerDay: 2 });
    const detectors = ['new-edge', 'beacon', 'dns-bulk', 'reject-spike'] as const;
    for (const [at, detector] of detectors.entries()) run.round([found(detector, `10.0.3.${at}`)]);
    run.round([SCAN]);

    const kinds = run.posts().map(({ message }) => message.kind);
    expect(kinds).toEqual(['alert', 'alert', 'digest', 'alert']);
    expect(run.alerts().filter(({ suppressed }) => suppressed?.by === 'digest')).toHaveLength(2);
    expect(run.alert('port-scan').toldSeverity).toBe('high');
  });

  it('goes to the channel of the first route that matches', () => {
    const routes = [
      { detectors: ['port-scan' as const], channel: 'C0SEC' },
      { severities: ['medium' as const], channel: null },
    ];
    const run = life({ routes });
    run.round([SCAN, SPIKE, found('beacon', '10.0.1.1', { severity: 'high' })]);

    expect(run.alert('port-scan').channel).toBe('C0SEC');
    expect(run.alert('reject-spike').suppressed).toEqual({ by: 'no-channel' });
    expect(run.alert('beacon').channel).toBe(CHANNEL);
  });

  it('edits a message only when something to be seen has changed', () => {
    const run = life();
    for (let rounds = 0; rounds < 6; rounds += 1) run.round([SPIKE]);
    expect(run.shown).toHaveLength(1);

    run.round();
    run.round();
    run.round();
    expect(run.shown.map(({ alerts }) => alerts[0]?.state)).toEqual(['firing', 'recovering', 'resolved']);
  });

  it('tells those who hear of what is severe of an alert that becomes so, and the others that it does', () => {
    const run = life({ routes: [{ severities: ['high'], channel: 'C0PAGER' }] });
    const brute = (severity: 'medium' | 'high') => found('brute-force', '10.0.1.5', { severity });
    run.round([brute('medium')]);
    run.pass(120);
    run.round([brute('high')]);
    run.pass(600);
    run.round([brute('high')]);

    expect(run.posts().map(({ message }) => message.channel)).toEqual([CHANNEL, 'C0PAGER']);
    const [first] = run.posts();
    expect(run.said.map(({ reply }) => [reply.message, reply.what])).toEqual([
      [first?.message.id, 'severity'],
    ]);
    expect(run.alert('brute-force')).toMatchObject({ channel: 'C0PAGER', toldSeverity: 'high' });
  });
});

describe('catching up', () => {
  it('tells what is over in the digest, and what still fires when it has caught up', () => {
    const run = life();
    const catching = { isCatchingUp: true };
    for (let rounds = 0; rounds < 3; rounds += 1) run.round([SPIKE, SCAN], catching);
    for (let rounds = 0; rounds < 4; rounds += 1) run.round([SCAN], catching);
    expect(run.posts().map(({ message }) => message.kind)).toEqual(['digest']);
    expect(run.posts()[0]?.alerts.map(({ detector }) => detector)).toEqual(['reject-spike']);

    run.round([SCAN]);
    expect(run.posts().map(({ message }) => message.kind)).toEqual(['digest', 'alert']);
  });

  it('says once how large it has become, when it has caught up', () => {
    const run = life();
    const sized = (size: number) => [found('port-scan', '10.0.9.9', { severity: 'high', size })];
    run.round(sized(40));
    for (const size of [400, 4000, 40_000]) run.round(sized(size), { isCatchingUp: true });
    run.round(sized(40_000));

    expect(run.whats()).toEqual(['larger']);
  });

  it('tells in the digest what waited for its message when the process went down, and is over since', () => {
    const run = life({ recoverRounds: 1 });
    run.round([SCAN], {}, 30);
    run.down(6 * 3600);
    for (let rounds = 0; rounds < 4; rounds += 1) run.round([], { isCatchingUp: true }, 0);
    run.pass(60);

    expect(run.posts()).toMatchObject([{ message: { kind: 'digest' }, alerts: [{ state: 'resolved' }] }]);
    expect(run.alert('port-scan')).toMatchObject({ suppressed: { by: 'digest' } });
  });
});

describe('the same round again', () => {
  it('changes nothing', () => {
    const run = life();
    const round = {
      ...{ source: 'main', account: '111122223333', at: MONDAY - 300, nowMs: MONDAY * 1000 },
      ...{ evaluated: ['reject-spike', 'port-scan'] as const, findings: [SPIKE, SCAN], isCatchingUp: false },
    };
    const once = step(round, run.standing(), SETTINGS, () => 'at-once');
    const standing = { ...run.standing(), alerts: once.alerts, messages: once.messages };

    expect(step(round, standing, SETTINGS, () => 'at-once')).toEqual({
      ...{ alerts: [], messages: [], entries: [], replies: [], rulesOver: [], rules: [] },
    });
  });
});
