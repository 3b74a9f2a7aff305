/** What is said of attempts to log in: of the server that they are made at, or of our host that makes them. */

import { KEEPS_GOING, subjectWords } from '../../diagnosis/detection.ts';
import { type Evidence, MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { sumOf } from '../../query/sums.ts';
import { TCP } from '../../record/protocols.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { isAwsOwn } from '../detection/relays.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { isLearned } from './familiar.ts';
import { type Guessing, isMonitoring } from './guessing.ts';
import type { BruteScope } from './parameters.ts';
import { earlierAttempts } from './remembered.ts';
import type { LoginService } from './service.ts';
import { atServer, attemptsOf, byClient } from './verdict.ts';

type Found = Omit<Detected, 'benign'>;

/** Where no box is published and nothing is remembered, one of our own hosts has to try so many times as often: applications open short sessions, too. */
const TIMES_WITHOUT_BOX = 3;
/** Most of what is new and regular is a check. */
const CLOCKED_CONFIDENCE = 0.4;

function evidenceOf(guesses: readonly Guessing[]): readonly Evidence[] {
  const [login] = guesses.flatMap(({ logins }) => logins);
  const attempts = attemptsOf(guesses).slice(-MAX_EVIDENCE);
  const shown = [...(login ? [login] : []), ...attempts].slice(0, MAX_EVIDENCE);
  return shown.map((session) =>
    trafficEvidence({
      ...{ source: session.client, sourcePort: session.clientPort, interfaceId: session.interfaceId },
      ...{ destination: session.server, destinationPort: session.port, protocol: TCP },
      ...{ first: session.first, last: session.last, records: 1 },
      ...{ packets: session.packetsIn, bytes: session.bytesIn },
    }),
  );
}

/** What a detection says of guesses, whoever it is about. */
function commonOf(guesses: readonly Guessing[], { request: { window } }: BruteScope) {
  const attempts = attemptsOf(guesses);
  const last = attempts.at(-1)?.last ?? window.end;
  return {
    size: attempts.length,
    first: Math.min(attempts[0]?.first ?? window.start, ...guesses.flatMap(({ all }) => all?.first ?? [])),
    last,
    ongoing: goesOn(last, window.end),
    packets: attempts.reduce((total, { packetsIn }) => total + packetsIn, 0),
    evidence: evidenceOf(guesses),
    unseen: [
      ...(attempts.some(({ bytesOut }) => bytesOut === null)
        ? ['Of some sessions only one direction is in the records.']
        : []),
      ...(guesses.some(({ all }) => all) ? ['Of so many sessions the last ones alone were read.'] : []),
    ],
  };
}

/** @param where ` from 203.0.113.9`: at the other end */
function sessionsWords(guesses: readonly Guessing[], where: string): string {
  const size = attemptsOf(guesses).length.toLocaleString('en');
  if (guesses.every(({ all }) => !all)) return `${size} sessions of nearly the same size${where}`;
  const total = sumOf(guesses.map(({ all, attempts }) => all?.sessions ?? attempts.length));
  return `${total.toLocaleString('en')} sessions${where}, and the ${size} that were read are of nearly the same size`;
}

function loginWords(guesses: readonly Guessing[]): string {
  const [login] = guesses.flatMap(({ logins }) => logins);
  if (!login) return '';
  return `; a session of ${login.client} with ${login.server} is unlike the others and may be a login`;
}

function measuredOf(verdict: NonNullable<ReturnType<typeof atServer>>) {
  const { what, value, enough } = verdict.measured;
  return { what, value, unit: 'count' as const, normal: null, basis: `fixed minimum: ${enough}` };
}

/** The busiest first, those that may be in before all others. */
export function busiest(guesses: readonly Guessing[]): readonly Guessing[] {
  return [...guesses].sort(
    (a, b) =>
      Math.sign(b.logins.length) - Math.sign(a.logins.length) || b.attempts.length - a.attempts.length,
  );
}

/** The server, as what it is about: who attacks it is no identity. */
export function serverUnder(
  guesses: readonly Guessing[],
  service: LoginService,
  scope: BruteScope,
): readonly Found[] {
  const { network, parameters: set } = scope;
  const [top] = guesses;
  if (!top) return [];
  const earlier = earlierAttempts('server', top.server, service, scope);
  const verdict = atServer(guesses, earlier, service, set);
  if (!verdict || verdict.level < KEEPS_GOING) return [];
  const subject = addressSubject(top.server, network);
  const common = commonOf(guesses, scope);
  const from =
    guesses.length === 1
      ? top.client
      : `${guesses.length.toLocaleString('en')} addresses, most by ${top.client}`;
  return [
    {
      ...common,
      subject,
      class: `tcp/${service.port}`,
      severity: top.logins.length > 0 ? 'high' : 'medium',
      level: verdict.level,
      measured: measuredOf(verdict),
      others: guesses.map(({ client }) => client),
      ask: `records ${top.server} port ${service.port}`,
      confidence: service.published ? 0.9 : 0.75,
      summary: `Somebody tries ${service.name} passwords at ${subjectWords(subject)}: ${sessionsWords(guesses, ` from ${from}`)}${loginWords(guesses)}`,
      nextCheck: `Read the log of ${service.name} on ${top.server} for logins by ${top.client}, and close port ${service.port} to the internet.`,
    },
  ];
}

/**
 * Our host that makes them. What is as regular as a clock is a check if it has always been there; where it is known that it is new, nothing but
 * its owner tells it from guesses, and that is for the digest.
 */
export function clientThat(
  guesses: readonly Guessing[],
  service: LoginService,
  scope: BruteScope,
): readonly Found[] {
  const told = guessedBy(
    guesses.filter((guess) => !isMonitoring(guess)),
    service,
    scope,
  );
  if (told.length > 0 || !isLearned(scope.detecting, scope.request.window)) return told;
  return guessedBy(guesses.filter(isMonitoring), service, scope).map((found) => ({
    ...found,
    severity: 'low',
    confidence: CLOCKED_CONFIDENCE,
    summary: `${found.summary}; they are as regular as a clock, so it may be a new check`,
  }));
}

function guessedBy(guesses: readonly Guessing[], service: LoginService, scope: BruteScope): readonly Found[] {
  const { detecting, network, parameters: set, request } = scope;
  const [top] = guesses;
  if (!top || isAwsOwn(top.client, network)) return [];
  const learned = isLearned(detecting, request.window);
  const times = service.published || learned ? 1 : TIMES_WITHOUT_BOX;
  const earlier = earlierAttempts('client', top.client, service, scope);
  const verdict = byClient(guesses, earlier, service, {
    ...set,
    attemptsPerHour: times * set.attemptsPerHour,
    attemptsPerDay: times * set.attemptsPerDay,
  });
  if (!verdict || verdict.level < KEEPS_GOING) return [];
  const subject = addressSubject(top.client, network);
  const common = commonOf(guesses, scope);
  const at = guesses.length === 1 ? top.server : `${guesses.length} hosts, most at ${top.server}`;
  return [
    {
      ...common,
      subject,
      class: `tcp/${service.port} out`,
      severity: 'high',
      level: verdict.level,
      measured: measuredOf(verdict),
      others: guesses.map(({ server }) => server),
      ask: `records ${top.client} port ${service.port}`,
      confidence: (service.published ? 0.85 : 0.7) - (learned ? 0 : 0.15),
      summary: `${subjectWords(subject)} tries ${service.name} passwords: ${sessionsWords(guesses, ` at ${at}`)}${loginWords(guesses)}`,
      nextCheck: `Find out on ${top.client} which process connects to port ${service.port}, and read the log of ${service.name} on ${top.server}.`,
    },
  ];
}
