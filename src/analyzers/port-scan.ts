/** One of our hosts tries many ports of another: it looks for what it may attack, or somebody tests it. */
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { field } from '../query/expression.ts';
import { all, isOneOf, not } from '../query/predicate.ts';
import { blocksIn } from './detection/blocks-parameter.ts';
import { byKey } from './detection/by-key.ts';
import { defineDetector } from './detection/detector.ts';
import { isAwsOwn } from './detection/relays.ts';
import { fromUs } from './detection/sides.ts';
import { between, candidates, spreading } from './port-scan/candidates.ts';
import { scanOf, spreadOf } from './port-scan/detected.ts';
import { type PortScope, parameters } from './port-scan/parameters.ts';
import { FEWEST_PORTS, spreadScans } from './port-scan/spread.ts';
import { contactsOf } from './probes/contact.ts';
import { answersQuery, triesQuery } from './probes/contact-queries.ts';
import { type Judged, judged } from './probes/judged.ts';
import { isPolled, polledAmong } from './probes/polled.ts';
import { portsByPair, probing, sentByOneOf } from './probes/probe-queries.ts';
import { relaysAmong } from './probes/relay.ts';
import { SENSITIVE_PORTS } from './probes/sensitive-ports.ts';

function needs(scope: PortScope) {
  const { detecting, parameters: set } = scope;
  const senders = all(fromUs(detecting.home), not(sentByOneOf(blocksIn(set.scanners))));
  const probes = probing(scope, senders);
  return {
    pairs: portsByPair(scope, probes, 1000),
    sensitive: portsByPair(scope, all(probes, isOneOf(field('dstPort'), SENSITIVE_PORTS)), 500),
  };
}

function judgedPair(contacts: Parameters<typeof judged>[0], scope: PortScope): Judged {
  const { parameters: set, request } = scope;
  const many = judged(contacts, set.ports, request.window);
  const wanted = contacts.filter(({ port }) => SENSITIVE_PORTS.includes(port));
  const few = judged(wanted, set.sensitivePorts, request.window);
  return few.level > many.level ? few : many;
}

const senderOf = ({ failed }: Judged) => failed[0]?.source ?? '';

export const portScan = defineDetector({
  id: 'port-scan',
  title: 'Port scan from inside',
  summary: 'One of our hosts tries many ports of another, ours or outside, and most do not answer.',
  basis:
    'Threshold random walk over first contacts (Jung et al. 2004), with the counts of Zeek’s scan.zeek (15 failed ports of one host in 5 minutes) and of Elastic’s rule for sensitive ports (5), repeats removed as in NEMEA; twice as many where they are spread over several hosts.',
  quietBy:
    'Only failed first contacts count, an answered one counts against it, retries count once, replies of services do not count, and at least half must fail. Gateways, load balancers and the scanners of the settings are left out.',
  benign:
    'Vulnerability scanners, inventory tools and penetration tests do exactly this: ask its owner, and list it under `scanners` if it is one of them.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow({ pairs, sensitive }, { request, parameters: set }) {
    const { chosen } = candidates(pairs.rows, sensitive.rows, set);
    const looked = [...chosen, ...spreading(pairs.rows, set)];
    return {
      tries: triesQuery(request.window, between(looked, false)),
      answers: answersQuery(request.window, between(looked, true)),
    };
  },
  detect({ pairs, sensitive, tries, answers }, scope) {
    const { network, request, parameters: set } = scope;
    const contacts = contactsOf(tries.rows, answers.rows);
    const cutOff = tries.cutOff || answers.cutOff;
    const byPair = byKey(contacts, ({ source, destination }) => `${source} ${destination}`);
    const every = [...byPair].map(([key, of]) => ({ key, judged: judgedPair(of, scope) }));
    const scans = every
      .filter(({ key, judged: { level } }) => level >= KEEPS_GOING && !isPolled(key, scope.detecting))
      .map((one) => one.judged)
      .sort((a, b) => b.failed.length - a.failed.length);
    const bySender = byKey(scans, senderOf);
    const spread = spreadScans(contacts, scope).filter((scan) => !bySender.has(senderOf(scan)));
    const relays = relaysAmong([...scans, ...spread].flatMap(({ failed }) => failed));
    const isHost = (source: string) => !relays.has(source) && !isAwsOwn(source, network);
    const { targetsOf } = candidates(pairs.rows, sensitive.rows, set);
    const read = { contacts, cutOff };
    const leastRead = pairs.rows.at(-1)?.ports ?? 0;
    return {
      found: [
        ...[...bySender]
          .filter(([source]) => isHost(source))
          .map(([source, of]) =>
            scanOf(of, Math.max(of.length, cutOff ? targetsOf(source) : 0), read, scope),
          ),
        ...spread.filter((scan) => isHost(senderOf(scan))).map((scan) => spreadOf(scan, read, scope)),
      ],
      observed: polledAmong(every, request.window.end),
      ...(pairs.cutOff && leastRead >= FEWEST_PORTS
        ? {
            notes: [
              `Pairs with ${leastRead} ports and fewer were not looked at for port scans: there were too many.`,
            ],
          }
        : {}),
    };
  },
});
