/** One of our hosts reaches for the administration or the databases of others that it never administered: an intruder moves on, or somebody has a new job. */

import { z } from 'zod';
import { KEEPS_GOING, subjectWords } from '../diagnosis/detection.ts';
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import { all, isOneOf } from '../query/predicate.ts';
import { parseIpAddress } from '../record/address.ts';
import { serviceName } from '../record/ports.ts';
import { Blocks, isIn } from './detection/blocks-parameter.ts';
import { byKey } from './detection/by-key.ts';
import { type Detected, type DetectorScope, defineDetector } from './detection/detector.ts';
import { addressSubject } from './detection/named-subject.ts';
import { isAwsOwn } from './detection/relays.ts';
import { edgesOf, edgesQuery, habits, towardAdministration } from './lateral-movement/edges.ts';
import { type Reach, reachBeyond, reachInVain } from './lateral-movement/reach.ts';
import { type Contact, contactsOf } from './probes/contact.ts';
import { answersQuery, triesQuery } from './probes/contact-queries.ts';
import { contactEvidence, spanOf, unseenOf } from './probes/shown.ts';
import { asked } from './subject.ts';

const parameters = z.strictObject({
  peers: z
    .int()
    .min(2)
    .default(3)
    .describe('New hosts within an hour whose administration or database ports one of ours reaches for.'),
  failedPeers: z
    .int()
    .min(4)
    .default(5)
    .describe(
      'As long as too little is remembered: hosts whose administration ports it reaches for in vain.',
    ),
  learningDays: z.int().min(1).default(14).describe('What is normal is known after so many days.'),
  administrators: Blocks.default([]).describe(
    'Hosts that administer others: bastions, configuration management.',
  ),
});

type LateralScope = DetectorScope<z.infer<typeof parameters>>;
type Found = Omit<Detected, 'benign'>;

const DAY = 86_400;
const MOST_SOURCES = 30;
/** So many are no mistake of a person. */
const MANY_PEERS = 10;

function isLearned({ detecting, request, parameters: set }: LateralScope): boolean {
  return (
    detecting.history !== null && detecting.history.since <= request.window.start - set.learningDays * DAY
  );
}

function bySource(rows: Parameters<typeof edgesOf>[0], set: LateralScope['parameters']) {
  const isAdministrator = isIn(set.administrators);
  const edges = edgesOf(rows).filter(({ source }) => !isAdministrator(source));
  return byKey(edges, ({ source }) => source);
}

/** Hosts with enough peers; more than that is told by what is remembered, or by what became of their contacts. */
function candidates(rows: Parameters<typeof edgesOf>[0], scope: LateralScope): readonly string[] {
  const { parameters: set, detecting, request } = scope;
  const learned = isLearned(scope);
  const enough = learned ? set.peers : set.failedPeers;
  const wide = [...bySource(rows, set)].filter(([, edges]) => {
    if (learned) return reachBeyond(edges, enough, detecting, request.window).level >= KEEPS_GOING;
    return new Set(edges.map(({ destination }) => destination)).size >= KEEPS_GOING * enough;
  });
  // Where nothing is remembered, whoever reaches for most comes first.
  const ordered = wide.sort(([, a], [, b]) => b.length - a.length);
  return ordered.map(([source]) => source).slice(0, MOST_SOURCES);
}

function portsText(contacts: readonly Contact[]): string {
  const ports = [...new Set(contacts.map(({ port }) => port))].sort((a, b) => a - b);
  return ports.map((port) => `${port}${serviceName(port, 6) ? ` (${serviceName(port, 6)})` : ''}`).join(', ');
}

function found(
  source: string,
  reach: Reach,
  contacts: readonly Contact[],
  cutOff: boolean,
  scope: LateralScope,
): readonly Found[] {
  const { network, request } = scope;
  if (reach.level < KEEPS_GOING || isAwsOwn(source, network)) return [];
  const learned = isLearned(scope);
  const subject = addressSubject(source, network);
  const peers = new Set(reach.peers);
  const toPeers = contacts.filter(
    ({ destination, last }) => peers.has(destination) && last >= request.window.start,
  );
  const failed = toPeers.filter(({ outcome }) => outcome === 'failed');
  const isHigh = peers.size >= MANY_PEERS || failed.length > toPeers.length / 2;
  const [port] = toPeers.map((contact) => contact.port);
  return [
    {
      subject,
      class: '',
      severity: isHigh ? 'high' : 'medium',
      level: reach.level,
      size: peers.size,
      measured: {
        what: learned
          ? 'hosts that it never administered, within an hour'
          : 'hosts whose administration did not answer it, within an hour',
        value: peers.size,
        unit: 'count',
        normal: learned ? 0 : null,
        basis: learned
          ? `what it did since ${new Date((scope.detecting.history?.since ?? 0) * 1000).toISOString().slice(0, 10)}`
          : `fixed minimum: ${reach.enough}, as less than ${scope.parameters.learningDays} days are remembered`,
      },
      ...spanOf(toPeers, request.window),
      unseen: unseenOf(toPeers, cutOff),
      others: [...peers],
      ask: port === undefined ? `records ${source}` : `records ${source} port ${port}`,
      confidence: learned ? 0.8 : 0.7,
      summary: `${subjectWords(subject)} reaches for ${portsText(toPeers)} of ${peers.size.toLocaleString('en')} of our hosts ${learned ? 'that it never administered' : 'and most do not answer'}${learned && failed.length > 0 ? `, ${failed.length.toLocaleString('en')} times in vain` : ''}`,
      evidence: contactEvidence([...failed, ...toPeers.filter(({ outcome }) => outcome !== 'failed')]),
      nextCheck: `Ask its owner whether it got a new job; see what it exchanged: \`talk ${source}\`.`,
    },
  ];
}

export const lateralMovement = defineDetector({
  id: 'lateral-movement',
  title: 'Lateral movement',
  summary:
    'One of our hosts reaches for administration or database ports of several others that it never administered.',
  basis:
    'New edges on administration and database ports to 3 hosts within an hour, judged by the habits of the host and of its network; while fewer than 14 days are remembered, threshold random walk (Jung et al. 2004) over 5 failed hosts.',
  quietBy:
    'Networks that a host reached before are known, unless what it did there was of high severity; a host whose neighbours do the same has to reach three times as many; while too little is remembered, only failures count.',
  benign:
    'A new bastion, a deployment or configuration management host, a backup or an inventory tool does exactly this from its first day on.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs: (scope: LateralScope) => ({
    edges: edgesQuery(scope.request.window, all(asked(scope), towardAdministration(scope.detecting.home))),
  }),
  follow({ edges }, scope) {
    const sources = candidates(edges.rows, scope).flatMap((text) => parseIpAddress(text) ?? []);
    const { window } = scope.request;
    const peers = edgesOf(edges.rows).filter(({ source }) => sources.some(({ text }) => text === source));
    const ports = [...new Set(peers.map(({ port }) => port))];
    return {
      tries: triesQuery(window, all(isOneOf(SOURCE, sources), towardAdministration(scope.detecting.home))),
      answers: answersQuery(window, all(isOneOf(DESTINATION, sources), isOneOf(field('srcPort'), ports))),
    };
  },
  detect({ edges, tries, answers }, scope) {
    const { parameters: set, detecting, request } = scope;
    const contacts = byKey(contactsOf(tries.rows, answers.rows), ({ source }) => source);
    const sources = bySource(edges.rows, set);
    const cutOff = tries.cutOff || answers.cutOff;
    const all = candidates(edges.rows, scope).flatMap((source) => {
      const of = contacts.get(source) ?? [];
      const reach = isLearned(scope)
        ? reachBeyond(sources.get(source) ?? [], set.peers, detecting, request.window)
        : reachInVain(of, set.failedPeers, request.window);
      return found(source, reach, of, cutOff, scope);
    });
    // What somebody has to look at becomes no habit by going on.
    const severe = new Set(
      all.flatMap(({ severity, level, subject }) => (severity === 'high' && level >= 1 ? [subject.id] : [])),
    );
    const usual = edgesOf(edges.rows).filter(({ source }) => !severe.has(source));
    return {
      found: all,
      observed: { samples: [], acquaintances: habits(usual) },
      ...(edges.cutOff
        ? {
            notes: [
              'The busiest pairs on administration and database ports were not read for lateral movement.',
            ],
          }
        : {}),
    };
  },
});
