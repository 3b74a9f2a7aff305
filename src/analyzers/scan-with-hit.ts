/** An address outside that scans us, and found something that answers and that hardly anybody outside uses. Scans that find nothing are the weather. */
import { subjectWords } from '../diagnosis/detection.ts';
import { DESTINATION, SOURCE } from '../query/expression.ts';
import { all, isOneOf, not } from '../query/predicate.ts';
import { blocksIn } from './detection/blocks-parameter.ts';
import { byKey } from './detection/by-key.ts';
import { type Detected, defineDetector } from './detection/detector.ts';
import { addressSubject } from './detection/named-subject.ts';
import { isAwsOwn } from './detection/relays.ts';
import { serviceClass } from './detection/service-class.ts';
import { inbound } from './detection/sides.ts';
import { type Contact, contactsOf } from './probes/contact.ts';
import { answersQuery, triesQuery } from './probes/contact-queries.ts';
import { hostsByPort, portsByPair, probing, sentByOneOf } from './probes/probe-queries.ts';
import { SENSITIVE_PORTS } from './probes/sensitive-ports.ts';
import { contactEvidence, spanOf, unseenOf } from './probes/shown.ts';
import {
  addressesOf,
  type HitScope,
  leftOut,
  letInQuery,
  MOST_SCANNERS,
  PUBLIC,
  parameters,
  publicServices,
  type Scanner,
  scanning,
  serviceKey,
  triedBy,
  wasPublic,
} from './scan-with-hit/scanners.ts';
import { serviceText } from './service-text.ts';

type Found = Omit<Detected, 'benign'>;

/** A session of more packets is more than a look. */
const LONG_SESSION_PACKETS = 100;
/** Ports from which fewer services are reached from outside for good reasons than for bad ones. */
const ADMINISTRATION: ReadonlySet<number> = new Set(SENSITIVE_PORTS);

function packetsOf({ tries }: Contact): number {
  return tries.reduce((total, { packets }) => total + packets, 0);
}

interface Hit {
  readonly contact: Contact;
  readonly scanner: Scanner;
}

function hitOf(
  hits: readonly Hit[],
  cutOff: boolean,
  { request, network, parameters: set }: HitScope,
): readonly Found[] {
  const ordered = [...hits].sort((a, b) => packetsOf(b.contact) - packetsOf(a.contact));
  const [hit] = ordered;
  if (!hit || isAwsOwn(hit.contact.destination, network)) return [];
  const { source, destination, port, protocol } = hit.contact;
  const subject = addressSubject(destination, network);
  const contacts = ordered.map(({ contact }) => contact);
  const others = [...new Set(contacts.map((contact) => contact.source))];
  const isLong = packetsOf(hit.contact) > LONG_SESSION_PACKETS;
  const { failures } = hit.scanner;
  return [
    {
      subject,
      class: serviceClass(protocol, port),
      severity: isLong || ADMINISTRATION.has(port) ? 'high' : 'medium',
      level: failures / set.failures,
      size: others.length,
      measured: {
        what: `different ports and hosts that ${source} tried in vain`,
        value: failures,
        unit: 'count',
        normal: null,
        basis: `fixed minimum: ${set.failures}, and an answer`,
      },
      ...spanOf(contacts, request.window),
      unseen: unseenOf(contacts, cutOff),
      others,
      ask: `records ${destination} port ${port}`,
      confidence: 0.9,
      summary: `${source} scanned us and ${subjectWords(subject)} answered it on ${serviceText(protocol, port)}, after ${failures.toLocaleString('en')} attempts in vain${isLong ? `; they exchanged ${packetsOf(hit.contact).toLocaleString('en')} packets from it alone` : ''}${others.length > 1 ? `, and so did ${others.length - 1} more scanning ${others.length === 2 ? 'address' : 'addresses'}` : ''}`,
      evidence: [
        ...contactEvidence(contacts.slice(0, 3)),
        ...contactEvidence(hit.scanner.failed.slice(0, 2)),
      ],
      nextCheck: `Decide whether ${serviceText(protocol, port)} of ${destination} has to be open to outside; see who else uses it: \`records ${destination} port ${port} accept\`.`,
    },
  ];
}

export const scanWithHit = defineDetector({
  id: 'scan-with-hit',
  title: 'Scan with a hit',
  summary: 'An address outside that scans us got an answer from a service that hardly anybody outside uses.',
  basis:
    'Threshold random walk over first contacts (Jung et al. 2004) and 8 failed ones make a scanner; an accepted, answered connection to a service with fewer than 5 other clients outside is the hit.',
  quietBy:
    'Scans that find nothing are never told, nor that a scanner finds what is public anyway, now or within a week. Retries count once, and one alert is about our host and port, not about the scanners.',
  benign:
    'Search engines of the internet (Shodan, Censys) scan everybody all the time, and a penetration test does as well: what matters is whether the port has to be open.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs(scope: HitScope) {
    const { detecting, parameters: set } = scope;
    const strangers = all(inbound(detecting.home), not(sentByOneOf(blocksIn(set.scanners))));
    const probes = probing(scope, strangers);
    return {
      pairs: portsByPair(scope, probes, 2000),
      swept: hostsByPort(scope, probes, 2000),
      letIn: letInQuery(scope),
    };
  },
  follow(rows, scope) {
    const scanners = addressesOf(triedBy(rows, scope.parameters));
    const { window } = scope.request;
    return {
      tries: triesQuery(window, isOneOf(SOURCE, scanners), true),
      answers: answersQuery(window, isOneOf(DESTINATION, scanners)),
      clients: publicServices(scope, scanners),
    };
  },
  detect(rows, scope) {
    const { tries, answers, clients } = rows;
    const popular = new Set(
      clients.rows.flatMap(({ destination, port, protocol, clients: many }) =>
        destination !== null && port !== null && protocol !== null && many >= scope.parameters.publicClients
          ? [serviceKey({ destination, port, protocol })]
          : [],
      ),
    );
    const isPublic = (contact: Contact) =>
      scope.parameters.publicPorts.includes(contact.port) ||
      popular.has(serviceKey(contact)) ||
      wasPublic(serviceKey(contact), scope);
    const contacts = byKey(contactsOf(tries.rows, answers.rows), ({ source }) => source);
    const cutOff = tries.cutOff || answers.cutOff;
    const tried = new Map(triedBy(rows, scope.parameters).map((one) => [one.source, one.tried]));
    const scanners = [...contacts].flatMap(([source, of]) =>
      scanning(of, cutOff ? (tried.get(source) ?? 0) : 0, isPublic, scope),
    );
    const hits = scanners.flatMap((scanner) => scanner.answered.map((contact) => ({ contact, scanner })));
    const left = leftOut(rows, scope.parameters);
    const services = byKey(hits, ({ contact }) => serviceKey(contact));
    return {
      found: [...services.values()].flatMap((of) => hitOf(of, cutOff, scope)),
      observed: {
        samples: [],
        acquaintances: [...popular].map((key) => ({ kind: PUBLIC, key, at: scope.request.window.end })),
      },
      notes: [
        ...(cutOff
          ? [
              'There were more probes from outside than could be read one by one: those with most packets were.',
            ]
          : []),
        ...(left > 0 || rows.letIn.cutOff
          ? [
              `More scanners from outside were let in than could be looked at for hits: the ${MOST_SCANNERS} busiest were.`,
            ]
          : []),
      ],
    };
  },
});
