/** One of our hosts tries many ports of another: it looks for what it may attack, or somebody tests it. */
import { z } from 'zod';
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import type { RowOf } from '../query/flow-query.ts';
import { all, any, equals, isOneOf, not, type Predicate } from '../query/predicate.ts';
import { parseIpAddress } from '../record/address.ts';
import { allowedBlocks, blocksOf } from './detection/allowed-blocks.ts';
import { byKey } from './detection/by-key.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { addressSubject, subjectWords } from './detection/named-subject.ts';
import { fromUs } from './detection/sides.ts';
import { contactsOf } from './probes/contact.ts';
import { answersQuery, triesQuery } from './probes/contact-queries.ts';
import { type Judged, judged } from './probes/judged.ts';
import { isPolled, polledAmong } from './probes/polled.ts';
import { portsByPair, probing, sentByOneOf } from './probes/probe-queries.ts';
import { isAwsOwn, relaysAmong } from './probes/relay.ts';
import { SENSITIVE_PORTS } from './probes/sensitive-ports.ts';
import { contactEvidence, spanOf, unseenOf } from './probes/shown.ts';

const parameters = z.strictObject({
  /** Different ports of one host that failed within five minutes, or more surely within an hour. */
  ports: z.int().min(4).default(15),
  /** Different administration and database ports of one host. */
  sensitivePorts: z.int().min(4).default(5),
  /** Hosts that are meant to scan. */
  scanners: allowedBlocks,
});

type PortScope = DetectorScope<z.infer<typeof parameters>>;
type Pair = RowOf<ReturnType<typeof portsByPair>>;

/** A detection below 0.7 of its threshold says nothing. */
const LEAST_LEVEL = 0.7;
/** So many pairs are looked at closely, of one source no more than the second number. */
const MOST_PAIRS = 40;
const MOST_PAIRS_OF_ONE = 8;

function needs(scope: PortScope) {
  const { detecting, parameters: set } = scope;
  const senders = all(fromUs(detecting.home), not(sentByOneOf(blocksOf(set.scanners))));
  const probes = probing(scope, senders);
  return {
    pairs: portsByPair(scope, probes, 1000),
    sensitive: portsByPair(scope, all(probes, isOneOf(field('dstPort'), SENSITIVE_PORTS)), 500),
  };
}

function candidates(pairs: readonly Pair[], sensitive: readonly Pair[], set: PortScope['parameters']) {
  const many = pairs.filter(({ ports }) => ports >= LEAST_LEVEL * set.ports);
  const wanted = sensitive.filter(({ ports }) => ports >= set.sensitivePorts);
  const distinct = byKey([...many, ...wanted], ({ source, destination }) => `${source} ${destination}`);
  const bySource = byKey(
    [...distinct.values()].flatMap(([pair]) => pair ?? []),
    ({ source }) => source ?? '',
  );
  return {
    chosen: [...bySource.values()].flatMap((of) => of.slice(0, MOST_PAIRS_OF_ONE)).slice(0, MOST_PAIRS),
    targetsOf: (source: string) => bySource.get(source)?.length ?? 0,
  };
}

function between(pairs: readonly Pair[], back: boolean): Predicate {
  return any(
    ...pairs.flatMap(({ source, destination }) => {
      const [from, to] = [parseIpAddress(source ?? ''), parseIpAddress(destination ?? '')];
      if (!from || !to) return [];
      return all(equals(SOURCE, back ? to : from), equals(DESTINATION, back ? from : to));
    }),
  );
}

function judgedPair(contacts: Parameters<typeof judged>[0], scope: PortScope): Judged {
  const { parameters: set, request } = scope;
  const many = judged(contacts, set.ports, request.window);
  const wanted = contacts.filter(({ port }) => SENSITIVE_PORTS.includes(port));
  const few = judged(wanted, set.sensitivePorts, request.window);
  return few.level > many.level ? few : many;
}

export const portScan = defineDetector({
  id: 'port-scan',
  title: 'Port scan from inside',
  summary: 'One of our hosts tries many ports of another, ours or outside, and most do not answer.',
  basis:
    'Threshold random walk over first contacts (Jung et al. 2004), with the counts of Zeek’s scan.zeek (15 failed ports of one host in 5 minutes) and of Elastic’s rule for sensitive ports (5), repeats removed as in NEMEA.',
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
    return {
      tries: triesQuery(request.window, between(chosen, false)),
      answers: answersQuery(request.window, between(chosen, true)),
    };
  },
  detect({ pairs, sensitive, tries, answers }, scope) {
    const { network, request, parameters: set } = scope;
    const contacts = contactsOf(tries.rows, answers.rows);
    const cutOff = tries.cutOff || answers.cutOff;
    const byPair = byKey(contacts, ({ source, destination }) => `${source} ${destination}`);
    const every = [...byPair].map(([key, of]) => ({ key, judged: judgedPair(of, scope) }));
    const scans = every
      .filter(({ key, judged: { level } }) => level >= LEAST_LEVEL && !isPolled(key, scope.detecting))
      .map((one) => one.judged)
      .sort((a, b) => b.failed.length - a.failed.length);
    const relays = relaysAmong(scans.flatMap(({ failed }) => failed));
    const { targetsOf } = candidates(pairs.rows, sensitive.rows, set);
    const found = [...byKey(scans, ({ failed }) => failed[0]?.source ?? '')].flatMap(([source, of]) => {
      const [widest] = of;
      if (!widest || relays.has(source) || isAwsOwn(source, network)) return [];
      const subject = addressSubject(source, network);
      const failed = of.flatMap((scan) => scan.failed);
      const others = of.flatMap((scan) => scan.failed[0]?.destination ?? []);
      const [target = '-'] = others;
      const ports = widest.failed.length;
      const hosts = Math.max(of.length, cutOff ? targetsOf(source) : 0);
      const open = of.flatMap(({ answered }) => answered).length;
      return [
        {
          subject,
          class: '',
          severity: 'high' as const,
          level: Math.max(...of.map(({ level }) => level)),
          size: failed.length,
          measured: {
            what: `different ports of ${target} that did not answer`,
            value: ports,
            unit: 'count' as const,
            normal: null,
            basis: `fixed minimum: ${set.ports} in 5 minutes, or ${set.sensitivePorts} of administration and databases`,
          },
          ...spanOf(failed, request.window),
          unseen: unseenOf(contacts, cutOff),
          others,
          ask: `records ${source} to ${target}`,
          confidence: 0.95,
          summary: `${subjectWords(subject)} scans ports: ${ports.toLocaleString('en')} different ports of ${target}${hosts > 1 ? `, and of ${hosts - 1} more ${hosts === 2 ? 'host' : 'hosts'},` : ''} did not answer${open > 0 ? `, ${open.toLocaleString('en')} did` : ''}`,
          evidence: contactEvidence(widest.failed),
          nextCheck: `Ask its owner whether it is meant to scan; see what answered it: \`records ${source} accept\`.`,
        },
      ];
    });
    return {
      found,
      observed: polledAmong(every, request.window.end),
      ...(pairs.cutOff && (pairs.rows.at(-1)?.ports ?? 0) >= set.ports
        ? { notes: ['More pairs had many ports than were looked at for port scans.'] }
        : {}),
    };
  },
});
