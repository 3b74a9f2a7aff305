/** Whether the sessions of one client with one server are attempts to log in, and whether one of them got in. */
import { median, relativeSpread } from '../detection/order-statistics.ts';
import { isInBox, type LoginService } from './service.ts';
import type { Session } from './session.ts';

export interface Guessing {
  readonly client: string;
  readonly server: string;
  readonly attempts: readonly Session[];
  /** What is unlike its attempts and may be a login, the largest first. */
  readonly logins: readonly Session[];
  /** All of its sessions, where they were so many that only the last ones were read. */
  readonly all: { readonly sessions: number; readonly first: number } | null;
}

/** So much of a client's sessions look like failed logins. Of 17,730 sessions of attacks on a public server, NEMEA's box held 94.5 %. */
const IN_BOX_SHARE = 0.8;
/** Interquartile range over median. It was below 0.1 for 97 % of 368 attackers; where no box is published, it has to be. */
const ALIKE = 0.2;
const ALIKE_WITHOUT_BOX = 0.1;
/** Fewer sessions have no spread to speak of. */
const FEWEST_FOR_SPREAD = 4;

/** A login is larger or longer than the failed ones by so much (after SSHCure, Hofstede et al. 2014: what is left when an attack dies off). */
const LOGIN_TIMES_BYTES = 3;
const LOGIN_TIMES_SECONDS = 10;
/** Seconds; shorter ones tell nothing, as a record starts and ends up to an interval early or late. */
const SHORTEST_LOGIN = 120;
/** So many attempts and a login are still four in five that look like attempts. */
const FEWEST_FOR_LOGIN = 4;

/**
 * A client that opens hundreds of sessions takes some port twice (of n sessions from 28,232 ports, n² / 56,464 pairs), and their records look like
 * one session that begins with the first and ends with the last. Its size is that of so many attempts; more than three share a port hardly ever.
 */
const MOST_ON_A_PORT = 3;

function bytesOf({ bytesIn, bytesOut }: Session): number {
  return bytesIn + (bytesOut ?? 0);
}

type Size = 'packetsIn' | 'bytesIn' | 'packetsOut' | 'bytesOut';
const SIZES: readonly Size[] = ['packetsIn', 'bytesIn', 'packetsOut', 'bytesOut'];

/** Whether two or three of the attempts, from one port, explain a session. */
function sharesPort(session: Session, attempts: readonly Session[]): boolean {
  const usual = SIZES.map(
    (key) => [session[key] ?? 0, median(attempts.map((one) => one[key] ?? 0))] as const,
  );
  const times = Math.round(session.bytesIn / median(attempts.map(({ bytesIn }) => bytesIn)));
  if (times < 2 || times > MOST_ON_A_PORT) return false;
  return usual.every(([size, one]) => Math.abs(size - times * one) <= ALIKE * times * one);
}

function loginsAmong(all: readonly Session[], attempts: readonly Session[]): readonly Session[] {
  if (attempts.length < FEWEST_FOR_LOGIN) return [];
  const bytes = median(attempts.map(bytesOf));
  const seconds = median(attempts.map(({ first, last }) => last - first));
  return all
    .filter(
      (session) =>
        bytesOf(session) > LOGIN_TIMES_BYTES * bytes ||
        session.last - session.first > Math.max(SHORTEST_LOGIN, LOGIN_TIMES_SECONDS * seconds),
    )
    .filter((session) => !sharesPort(session, attempts))
    .sort((a, b) => bytesOf(b) - bytesOf(a));
}

/** @param sessions of one client with one server and port; undefined where they are not attempts */
export function guessingOf(
  sessions: readonly Session[],
  service: LoginService,
  all: Guessing['all'],
): Guessing | undefined {
  const [session] = sessions;
  const attempts = sessions.filter((one) => isInBox(service, one));
  if (!session || attempts.length < IN_BOX_SHARE * sessions.length) return undefined;
  if (attempts.length >= FEWEST_FOR_SPREAD && !areAlike(attempts, service)) return undefined;
  const { client, server } = session;
  return { client, server, attempts, logins: loginsAmong(sessions, attempts), all };
}

/** Their sizes are so alike that somebody does the same again and again. */
export function areAlike(attempts: readonly Session[], service: LoginService): boolean {
  const most = service.published ? ALIKE : ALIKE_WITHOUT_BOX;
  return (
    relativeSpread(attempts.map(({ bytesIn }) => bytesIn)) < most &&
    (service.published || relativeSpread(attempts.map(({ bytesOut }) => bytesOut ?? 0)) < most)
  );
}

/** Checks come in steps of their interval, from one place, whatever they find; an attack comes as fast as it is let. */
const CLOCKED_SPREAD = 0.1;
const SHORTEST_INTERVAL = 20;

/** As regular as a clock, with pauses, and never anything else: a login among them is none of monitoring. */
export function isMonitoring({ attempts, logins }: Guessing): boolean {
  const starts = attempts.map(({ first }) => first);
  const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? start));
  const isClocked =
    gaps.length >= 3 && median(gaps) >= SHORTEST_INTERVAL && relativeSpread(gaps) <= CLOCKED_SPREAD;
  return isClocked && logins.length === 0;
}
