import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alerts/alert.ts';
import { acknowledge, beginRule, ruleOf, snooze } from '../../src/alerts/deeds.ts';
import type { Outcome } from '../../src/alerts/round.ts';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { byKey } from '../../src/analyzers/detection/by-key.ts';
import type { DetectorId } from '../../src/diagnosis/detection.ts';
import { CHANNEL, type Life, life } from '../kit/alert-life.ts';
import { noisyWeek } from '../kit/noisy-week.ts';
import { randomOf } from '../kit/random.ts';

const SETTINGS = { ...ALERT_DEFAULTS, channel: CHANNEL };
const SEEDS = [1, 2, 3, 4];
const ROUNDS = (7 * 86_400) / 300;
const NOTHING: Outcome = { alerts: [], messages: [], entries: [], replies: [], rulesOver: [], rules: [] };
const AT_ONCE: readonly DetectorId[] = ['port-scan', 'flow-log-gap', 'service-silent', 'unusual-protocol'];
const confirmed = (detector: DetectorId) => (AT_ONCE.includes(detector) ? 'at-once' : 'two-of-three');

interface Week {
  readonly run: Life;
  /** When people did something, and from when to when rounds caught up. */
  readonly deedsAt: ReadonlySet<number>;
  readonly catchUps: readonly { readonly from: number; readonly to: number }[];
  /** Alerts that fired without anybody told and without a reason, after a round and what time brought. */
  readonly forgotten: readonly string[];
  /** What the same round decided when it was asked again. */
  readonly again: readonly Outcome[];
}

/** Somebody looks after an alert, snoozes it, or mutes what is like it. */
function somebody(run: Life, alert: Alert, random: () => number): Outcome {
  const deed = { by: 'U0ANN', nowMs: run.nowMs() };
  const what = random();
  const standing = run.standing();
  if (what < 0.4) return acknowledge(deed, alert, 'U0ANN', standing, SETTINGS);
  if (what < 0.7) return snooze(deed, alert, 3600, standing, SETTINGS);
  const now = deed.nowMs / 1000;
  const mute = { kind: 'mute', do: 'make', rule: 'mute', alert: alert.number, matcher: {} } as const;
  const span = { startsAt: now, endsAt: now + 4 * 3600, reason: 'known' };
  const rule = { ...ruleOf({ ...mute, ...span }, alert, deed, CHANNEL), number: Math.round(now) };
  run.give(rule);
  return beginRule(deed, rule, standing, SETTINGS);
}

function catchUp(run: Life, next: ReturnType<typeof noisyWeek>, rounds: number) {
  const from = run.nowMs();
  run.down(rounds * 300);
  const now = run.nowMs() / 1000;
  for (let back = rounds; back > 0; back -= 1)
    run.round(next(), { at: now - (back + 1) * 300, isCatchingUp: true }, 0);
  const to = run.nowMs();
  run.pass(60);
  return { from, to };
}

function lived(seed: number): Week {
  const again: Outcome[] = [];
  const run = life({}, confirmed, (sameRound) => again.push(sameRound()));
  const next = noisyWeek(seed);
  const random = randomOf(seed + 1);
  const deedsAt = new Set<number>();
  const catchUps: Week['catchUps'][number][] = [];
  const forgotten: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    run.round(next());
    const firing = run.standing().alerts.filter(({ state }) => state === 'firing');
    forgotten.push(
      ...firing
        .filter(({ toldSeverity, suppressed }) => toldSeverity === null && suppressed === null)
        // What a mute let go this moment is the next round's to tell.
        .filter(({ updatedAtMs }) => updatedAtMs < run.nowMs())
        .map(({ id }) => id),
    );
    const [alert] = firing.filter(({ toldSeverity }) => toldSeverity !== null);
    if (alert && random() < 0.02) {
      deedsAt.add(run.nowMs());
      run.deed(somebody(run, alert, random));
    }
    if (random() < 0.001) {
      const rounds = 20 + Math.floor(random() * 60);
      catchUps.push(catchUp(run, next, rounds));
      round += rounds;
    }
  }
  for (let rounds = 0; rounds < 30; rounds += 1) run.round();
  return { run, deedsAt, catchUps, forgotten, again };
}

function isHigh({ severity }: Alert): boolean {
  return severity === 'high';
}

function perDay<T extends { readonly message: { readonly day: string; readonly channel: string } }>(
  posts: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  return byKey(posts, ({ message: { day, channel } }) => `${day} ${channel}`);
}

describe('a week of a noisy network', () => {
  const weeks = new Map<number, Week>();
  const weekOf = (seed: number): Week => {
    const week = weeks.get(seed) ?? lived(seed);
    weeks.set(seed, week);
    return week;
  };
  const always = (holds: (week: Week) => void) => {
    for (const seed of SEEDS) holds(weekOf(seed));
  };

  it('posts what the budget of a day allows and what is severe, and one digest', () => {
    always(({ run }) => {
      const posts = byKey(run.posts(), ({ message }) => message.kind);
      for (const day of perDay(posts.get('alert') ?? []).values()) {
        const severe = day.filter(({ alerts }) => alerts.some(isHigh));
        expect(day.length - severe.length).toBeLessThanOrEqual(SETTINGS.messagesPerDay);
      }
      for (const day of perDay(posts.get('digest') ?? []).values()) expect(day).toHaveLength(1);
    });
  }, 120_000);

  it('folds nothing that is severe', () => {
    always(({ run }) => {
      const folded = run
        .alerts()
        .filter(({ suppressed, state }) => suppressed?.by === 'digest' && state !== 'resolved');
      const severe = run.shown
        .flatMap(({ alerts }) => alerts)
        .filter((alert) => isHigh(alert) && alert.suppressed?.by === 'digest' && alert.state !== 'resolved');
      expect([folded.filter(isHigh), severe]).toEqual([[], []]);
    });
  }, 120_000);

  it('forgets nobody: what fires is told, or has the reason why it is not', () => {
    always(({ forgotten }) => {
      expect(forgotten).toEqual([]);
    });
  }, 120_000);

  it('tells nothing twice', () => {
    always(({ run }) => {
      const replies = run.said.map(({ reply }) => reply.id);
      const posts = run.posts().map(({ message }) => message.id);
      const told = run.entries.filter(({ what }) => what === 'told').map(({ alert }) => alert);
      for (const all of [replies, posts, told]) expect(new Set(all).size).toBe(all.length);
    });
  }, 120_000);

  it('shows the end of every alert that was told, and says the end of none that was not', () => {
    always(({ run }) => {
      const told = run.alerts().filter(({ toldSeverity }) => toldSeverity !== null);
      expect(told.length).toBeGreaterThan(20);
      for (const alert of told) {
        const last = run.shown.findLast(({ message }) => message.id === alert.message);
        const shown = last?.alerts.find(({ id }) => id === alert.id);
        expect([alert.id, shown?.state]).toEqual([alert.id, 'resolved']);
      }
      const ids = new Set(told.map(({ id }) => id));
      expect(run.said.filter(({ reply }) => !ids.has(reply.alert))).toEqual([]);
    });
  }, 120_000);

  it('edits a message at most every five minutes, beside what people do and its end', () => {
    always(({ run, deedsAt }) => {
      for (const edits of byKey(run.shown, ({ message }) => message.id).values()) {
        for (const [at, { atMs, alerts }] of edits.slice(1).entries())
          if (!deedsAt.has(atMs) && alerts.some(({ state }) => state !== 'resolved'))
            expect(atMs - (edits[at]?.atMs ?? 0)).toBeGreaterThanOrEqual(300_000);
      }
    });
  }, 120_000);

  it('catches up without a flood: nothing but the digest before it has', () => {
    expect(SEEDS.flatMap((seed) => weekOf(seed).catchUps).length).toBeGreaterThan(3);
    always(({ run, catchUps }) => {
      for (const { from, to } of catchUps) {
        const opened = run
          .posts()
          .filter(({ message }) => message.kind === 'alert')
          .filter(({ message }) => message.openedAtMs > from && message.openedAtMs <= to);
        expect(opened).toEqual([]);
      }
    });
  }, 120_000);

  it('decides nothing when the same round comes again', () => {
    always(({ again }) => {
      expect(again.length).toBeGreaterThan(ROUNDS);
      for (const outcome of again) expect(outcome).toEqual(NOTHING);
    });
  }, 120_000);

  it('comes to the same each time', () => {
    const [one, other] = [weekOf(1), lived(1)];

    expect(other.run.shown).toEqual(one.run.shown);
    expect(other.run.said).toEqual(one.run.said);
    expect(other.run.entries).toEqual(one.run.entries);
  }, 120_000);

  it('keeps most of the noise from people', () => {
    always(({ run }) => {
      const fired = run.alerts().filter(({ firedAt }) => firedAt !== null);
      const posts = run.posts().filter(({ message }) => message.kind === 'alert');
      expect(posts.length).toBeLessThan(fired.length / 3);
    });
  }, 120_000);
});
