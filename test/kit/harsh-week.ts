/** A week that is harder than a noisy one: two noisy networks at once, two channels, rules of people that end at any moment, nights without a process. */
import type { Alert } from '../../src/alerts/alert.ts';
import { acknowledge, beginRule, endRule, ruleOf, snooze } from '../../src/alerts/deeds.ts';
import type { Outcome } from '../../src/alerts/round.ts';
import { ALERT_DEFAULTS, type AlertSettings } from '../../src/alerts/settings.ts';
import type { MuteAction } from '../../src/commands/action.ts';
import type { DetectorId } from '../../src/diagnosis/detection.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import { CHANNEL, type Life, life } from './alert-life.ts';
import { noisyWeek } from './noisy-week.ts';
import { randomOf } from './random.ts';

const HOUR = 3600;
const ROUND = 300;
const ROUNDS = (7 * 86_400) / ROUND;
const PEOPLE = ['U0ANN', 'U0BOB'];
const SNOOZES = [ROUND, HOUR, 8 * HOUR, 22 * HOUR];
const AT_ONCE: readonly DetectorId[] = ['port-scan', 'flow-log-gap', 'service-silent', 'unusual-protocol'];
const confirmed = (detector: DetectorId) => (AT_ONCE.includes(detector) ? 'at-once' : 'two-of-three');

export const HARSH: AlertSettings = {
  ...ALERT_DEFAULTS,
  channel: CHANNEL,
  routes: [
    { detectors: ['exfiltration', 'smtp-out', 'brute-force'], channel: 'C0SECURITY' },
    { detectors: ['dns-bulk'], channel: null },
  ],
};

type Making = Extract<MuteAction, { do: 'make' }>;

/** Traffic of just before a moment. */
function seenUntil(findings: readonly Finding[], end: number): readonly Finding[] {
  return findings.flatMap(({ detection, ...finding }) =>
    detection ? [{ ...finding, detection: { ...detection, first: end - 600, last: end } }] : [],
  );
}

/** @returns what somebody does next; null where there is nothing to do it with */
function people(run: Life, random: () => number): () => Outcome | null {
  let number = 0;
  const one = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];

  function ruleAbout(alert: Alert, by: string): Outcome {
    const rule = one(['mute', 'expected', 'maintenance'] as const) ?? 'mute';
    const startsAt = run.nowMs() / 1000 + (rule === 'maintenance' ? random() * 5 * HOUR : 0);
    const matcher =
      rule === 'expected' ? {} : random() < 0.5 ? { detectors: [alert.detector] } : { sources: ['main'] };
    const making: Making = {
      ...{ kind: 'mute', do: 'make', rule, alert: rule === 'expected' ? alert.number : null, matcher },
      ...{ startsAt, endsAt: startsAt + 600 + random() * 11 * HOUR, reason: 'known' },
    };
    number += 1;
    const deed = { by, nowMs: run.nowMs() };
    const made = { ...ruleOf(making, rule === 'expected' ? alert : null, deed, CHANNEL), number };
    run.give(made);
    return beginRule(deed, made, run.standing(), HARSH);
  }

  return () => {
    const standing = run.standing();
    const alert = one(standing.alerts.filter(({ state }) => state !== 'resolved'));
    const [by, what] = [one(PEOPLE) ?? '', random()];
    const deed = { by, nowMs: run.nowMs() };
    if (!alert) return null;
    if (what < 0.25) return acknowledge(deed, alert, by, standing, HARSH);
    if (what < 0.5) return snooze(deed, alert, one(SNOOZES) ?? HOUR, standing, HARSH);
    const rule = one(
      standing.rules.filter(({ endedAtMs, endsAtMs }) => endedAtMs === null && endsAtMs > run.nowMs()),
    );
    return rule && what < 0.6 ? endRule(deed, rule, standing, HARSH) : ruleAbout(alert, by);
  };
}

/** No process is up; then what time brings comes first, or the rounds that catch up do, a day of them at most. */
function outage(run: Life, next: () => readonly Finding[], random: () => number): void {
  const hours = random() < 0.3 ? 49 : 1 + Math.floor(random() * 20);
  run.down(hours * HOUR);
  if (random() < 0.5) run.pass(60);
  const end = Math.floor(run.nowMs() / 1000 / ROUND) * ROUND - ROUND;
  for (let back = Math.min(hours, 23); back > 0; back -= 1) {
    const at = end - back * HOUR;
    run.round(seenUntil(next(), at), { at, isCatchingUp: true }, 0);
  }
  run.pass(60);
}

/** All of it is over at the end. The same for the same seed. */
export function harshWeek(seed: number): Life {
  const run = life({ routes: HARSH.routes }, confirmed);
  const random = randomOf(seed * 7919 + 3);
  const [one, other] = [noisyWeek(seed), noisyWeek(seed + 500)];
  const next = () => [...one(), ...other()];
  const act = people(run, random);
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = 60 * Math.ceil(random() * 3);
    run.round(seenUntil(next(), run.nowMs() / 1000 - ROUND), {}, before);
    const outcome = random() < 0.03 ? act() : null;
    if (outcome) run.deed(outcome);
    run.pass(ROUND - before);
    if (random() < 0.003) outage(run, next, random);
  }
  for (let rounds = 0; rounds < 60; rounds += 1) run.round();
  run.pass(86_400);
  for (let rounds = 0; rounds < 5; rounds += 1) run.round();
  return run;
}
