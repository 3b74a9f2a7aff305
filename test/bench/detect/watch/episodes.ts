/** What detectors found round by round, as episodes: from the round that confirms them to three rounds without them. */
import { alertKey } from '../../../../src/alerts/alert.ts';
import { DETECTORS } from '../../../../src/analyzers/detectors.ts';
import type { AlertSeverity, DetectorId } from '../../../../src/diagnosis/detection.ts';
import type { Finding } from '../../../../src/diagnosis/diagnosis.ts';

/** Something that a person would have heard of. */
export interface Episode {
  readonly detector: DetectorId;
  readonly severity: AlertSeverity;
  readonly subject: string;
  readonly class: string;
  readonly summary: string;
  /** End of the round's window that confirmed it, seconds since the epoch, and of the last that saw it. */
  readonly firedAt: number;
  readonly lastAt: number;
}

interface Running {
  rounds: string;
  fired: Episode | null;
}

const RECOVERS_AFTER = 3;
const REOPENS_WITHIN = 1800;

function isConfirmed(detector: DetectorId, rounds: string): boolean {
  const confirmed = DETECTORS.find(({ id }) => id === detector)?.confirmed ?? 'two-of-three';
  const found = [...rounds.slice(-3)].filter((mark) => mark === '+').length;
  return confirmed === 'at-once' ? rounds.endsWith('+') : found >= 2;
}

function markOf(level: number): string {
  if (level >= 1) return '+';
  return level >= 0.7 ? '~' : '-';
}

/** The states of the alerts of one source, without what keeps people from hearing of them. */
export class Episodes {
  readonly #running = new Map<string, Running>();
  readonly #ended: Episode[] = [];
  readonly #recent = new Map<string, Episode>();
  /** Until when people would have heard of the traffic of each key, seconds since the epoch. */
  readonly #told = new Map<string, number>();

  /** @param ran the detectors of the round: the episodes of others stay as they are */
  see(at: number, ran: ReadonlySet<DetectorId>, findings: readonly Finding[]): void {
    const seen = new Map<string, Finding>();
    for (const finding of findings) {
      const { detector, detection } = finding;
      if (!detector || !detection) continue;
      const key = alertKey(detector, '', detection.subject, detection.class);
      // It is over, and found again only because the window still reaches back to it.
      const told = this.#told.get(key) ?? Number.NEGATIVE_INFINITY;
      if (finding.occurrence?.ongoing === false && detection.last <= told) continue;
      if ((seen.get(key)?.detection?.level ?? 0) < detection.level) seen.set(key, finding);
    }
    for (const key of new Set([...seen.keys(), ...this.#running.keys()]))
      if (ran.has(key.split('|')[0] as DetectorId)) this.#move(at, key, seen.get(key));
  }

  #move(at: number, key: string, finding: Finding | undefined): void {
    const running = this.#running.get(key) ?? { rounds: '', fired: null };
    const level = finding?.detection?.level ?? 0;
    running.rounds = (running.rounds + markOf(level)).slice(-21);
    this.#running.set(key, running);
    if (running.fired && level >= 0.7) running.fired = { ...running.fired, lastAt: at };
    if (!running.fired && finding) running.fired = this.#fires(at, key, running.rounds, finding);
    const last = finding?.detection?.last;
    if (running.fired && last !== undefined) this.#told.set(key, Math.max(this.#told.get(key) ?? last, last));
    if (!running.rounds.slice(-RECOVERS_AFTER).match(/^-{3}$/)) return;
    this.#running.delete(key);
    if (!running.fired) return;
    this.#recent.set(key, running.fired);
    this.#ended.push(running.fired);
  }

  #fires(at: number, key: string, rounds: string, { detector, detection, summary }: Finding): Episode | null {
    if (!detector || !detection || !isConfirmed(detector, rounds)) return null;
    const last = this.#recent.get(key);
    // Coming back so soon it is the same alert again.
    if (last && at - last.lastAt <= REOPENS_WITHIN) this.#ended.splice(this.#ended.indexOf(last), 1);
    const isBack = last !== undefined && at - last.lastAt <= REOPENS_WITHIN;
    const { severity, subject } = detection;
    return {
      ...{ detector, severity, summary, class: detection.class, subject: subject.id },
      firedAt: isBack ? last.firedAt : at,
      lastAt: at,
    };
  }

  /** The series of what fires is not learned from, unless nobody has to look at it. */
  isFiring(detector: string, series: string): boolean {
    return [...this.#running.values()].some(
      ({ fired }) =>
        fired?.detector === detector && fired.severity !== 'low' && series.includes(fired.subject),
    );
  }

  all(): readonly Episode[] {
    return [...this.#ended, ...[...this.#running.values()].flatMap(({ fired }) => fired ?? [])];
  }
}
