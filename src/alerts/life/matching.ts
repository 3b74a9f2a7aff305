/** Which of people's rules an alert falls under. */
import type { AlertMatcher } from '../../diagnosis/alert-matcher.ts';
import type { DetectionSubject } from '../../diagnosis/detection.ts';
import { cidrContains } from '../../record/address.ts';
import type { Alert } from '../alert.ts';
import type { AlertRule } from '../rule.ts';

function fits<T>(allowed: readonly T[] | undefined, value: T): boolean {
  return allowed === undefined || allowed.includes(value);
}

function isNamed({ id, name }: DetectionSubject, wanted: string): boolean {
  return [id, name ?? id].some((one) => one.toLowerCase() === wanted.toLowerCase());
}

function fitsSubject({ subjects, blocks }: AlertMatcher, subject: DetectionSubject): boolean {
  if (subjects === undefined && blocks === undefined) return true;
  return (
    (subjects ?? []).some((wanted) => isNamed(subject, wanted)) ||
    (blocks ?? []).some((block) => cidrContains(block, subject.id))
  );
}

/** Without any condition all of them. */
export function matches(matcher: AlertMatcher, alert: Alert): boolean {
  return (
    fits(matcher.detectors, alert.detector) &&
    fits(matcher.classes, alert.class) &&
    fits(matcher.sources, alert.source) &&
    fits(matcher.severities, alert.severity) &&
    fitsSubject(matcher, alert.subject)
  );
}

function isActive({ startsAtMs, endsAtMs, endedAtMs }: AlertRule, nowMs: number): boolean {
  return endedAtMs === null && startsAtMs <= nowMs && nowMs < endsAtMs;
}

/** The first of its kind that holds now. */
export function ruleOver(
  alert: Alert,
  kinds: readonly AlertRule['kind'][],
  rules: readonly AlertRule[],
  nowMs: number,
): AlertRule | undefined {
  return rules.find(
    (rule) => kinds.includes(rule.kind) && isActive(rule, nowMs) && matches(rule.matcher, alert),
  );
}
