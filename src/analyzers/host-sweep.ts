/** One of our hosts tries the same port of many others: a worm, an intruder who looks around, or an inventory that nobody told us of. */

import { z } from 'zod';
import { KEEPS_GOING, subjectWords } from '../diagnosis/detection.ts';
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import type { RowOf } from '../query/flow-query.ts';
import { all, any, equals, not, type Predicate } from '../query/predicate.ts';
import { type IpAddress, parseIpAddress } from '../record/address.ts';
import { protocolName } from '../record/protocols.ts';
import { assumedSubnet } from './detection/assumed-subnet.ts';
import { Blocks, blocksIn } from './detection/blocks-parameter.ts';
import { byKey } from './detection/by-key.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { addressSubject } from './detection/named-subject.ts';
import { isAwsOwn } from './detection/relays.ts';
import { serviceClass } from './detection/service-class.ts';
import { fromUs } from './detection/sides.ts';
import { type Contact, contactsOf } from './probes/contact.ts';
import { answersQuery, triesQuery } from './probes/contact-queries.ts';
import { type Judged, judged } from './probes/judged.ts';
import { heardQuery, isPing, pinging, withoutErrors } from './probes/pings.ts';
import { isPolled, polledAmong } from './probes/polled.ts';
import { hostsByPort, probing, sentByOneOf } from './probes/probe-queries.ts';
import { relaysAmong } from './probes/relay.ts';
import { contactEvidence, spanOf, unseenOf } from './probes/shown.ts';
import { serviceText } from './service-text.ts';

const parameters = z.strictObject({
  hosts: z
    .int()
    .min(4)
    .default(25)
    .describe('Different hosts that failed on one port within five minutes, or more surely within an hour.'),
  scanners: Blocks.default([]).describe('Hosts that are meant to sweep.'),
});

type SweepScope = DetectorScope<z.infer<typeof parameters>>;
type Swept = RowOf<ReturnType<typeof hostsByPort>>;

/** So many pairs of a sender and a port are looked at closely, of one sender no more than the second number. */
const MOST_SWEEPS = 30;
const MOST_SWEEPS_OF_ONE = 8;
/** More ports than these are swept by somebody who looks at everything, so they are one detection. */
const MOST_CLASSES = 5;

function candidates(swept: readonly Swept[], hosts: number): readonly Swept[] {
  const many = swept.filter((row) => row.hosts >= KEEPS_GOING * hosts);
  const bySource = byKey(many, ({ source }) => source ?? '');
  return [...bySource.values()].flatMap((of) => of.slice(0, MOST_SWEEPS_OF_ONE)).slice(0, MOST_SWEEPS);
}

function at(swept: readonly Swept[], end: typeof SOURCE, port: 'srcPort' | 'dstPort'): Predicate {
  return any(
    ...swept.flatMap((row) => {
      const address = parseIpAddress(row.source ?? '');
      if (!address || row.port === null || row.protocol === null) return [];
      return all(
        equals(end, address),
        equals(field(port), row.port),
        equals(field('protocol'), row.protocol),
      );
    }),
  );
}

function addressesOf(swept: readonly Swept[]): readonly IpAddress[] {
  return swept.flatMap(({ source }) => parseIpAddress(source ?? '') ?? []);
}

interface Sweep extends Judged {
  readonly source: string;
  readonly port: number;
  readonly protocol: number;
  /** One a network of those that failed, under which it is remembered that they were reached before. */
  readonly keys: readonly string[];
}

function sweepOf(contacts: readonly Contact[], scope: SweepScope): readonly Sweep[] {
  const [contact] = contacts;
  if (!contact) return [];
  const { source, port, protocol } = contact;
  const verdict = judged(contacts, scope.parameters.hosts, scope.request.window);
  const keys = [...verdict.failed, ...verdict.answered].map(
    ({ destination }) => `${source} ${protocol}/${port} ${assumedSubnet(destination)}`,
  );
  return [{ ...verdict, ...{ source, port, protocol, keys } }];
}

/** Most of the networks that fail were reached before. */
function isFamiliar({ failed, keys }: Sweep, scope: SweepScope): boolean {
  const known = keys.slice(0, failed.length).filter((key) => isPolled(key, scope.detecting));
  return known.length >= failed.length / 2;
}

export const hostSweep = defineDetector({
  id: 'host-sweep',
  title: 'Host sweep from inside',
  summary:
    'One of our hosts tries the same port of many hosts, or pings them, ours or outside, and most do not answer.',
  basis:
    'Threshold random walk over first contacts (Jung et al. 2004), with the count of Zeek’s scan.zeek: 25 failed hosts on one port in 5 minutes.',
  quietBy:
    'Only failed first contacts count, an answered one counts against it, retries count once, errors to whoever sent something are no pings, and at least half must fail. Hosts that were reached before and are down now, gateways, load balancers and the scanners of the settings are left out.',
  benign:
    'Monitoring, service discovery and inventory tools try many hosts, and fail where those were removed or a rule changed: look whether the hosts exist, and ask its owner.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs(scope: SweepScope) {
    const { detecting, parameters: set } = scope;
    const senders = all(fromUs(detecting.home), not(sentByOneOf(blocksIn(set.scanners))));
    return {
      swept: hostsByPort(scope, probing(scope, senders), 1000),
      pinged: hostsByPort(scope, pinging(scope, senders), 200),
    };
  },
  follow({ swept, pinged }, scope) {
    const { request, parameters: set } = scope;
    const chosen = candidates([...pinged.rows, ...swept.rows], set.hosts);
    return {
      tries: triesQuery(request.window, at(chosen, SOURCE, 'dstPort')),
      answers: answersQuery(request.window, at(chosen, DESTINATION, 'srcPort')),
      heard: heardQuery(scope, addressesOf(chosen.filter(isPing))),
    };
  },
  detect({ swept, tries, answers, heard }, scope) {
    const { network, request, parameters: set } = scope;
    const contacts = withoutErrors(contactsOf(tries.rows, answers.rows), heard);
    const cutOff = tries.cutOff || answers.cutOff;
    const bySweep = byKey(contacts, ({ source, port, protocol }) => `${source} ${protocol} ${port}`);
    const every = [...bySweep.values()].flatMap((of) => sweepOf(of, scope));
    const sweeps = every
      .filter((sweep) => sweep.level >= KEEPS_GOING && !isFamiliar(sweep, scope))
      .sort((a, b) => b.failed.length - a.failed.length);
    const relays = relaysAmong(sweeps.flatMap(({ failed }) => failed));
    const hosts = sweeps.filter(({ source }) => !relays.has(source) && !isAwsOwn(source, network));
    const perSource = [...byKey(hosts, ({ source }) => source).values()];
    const told = perSource.flatMap((of) => (of.length > MOST_CLASSES ? [of] : of.map((sweep) => [sweep])));
    const found = told.flatMap((of) => {
      const [widest] = of;
      if (!widest) return [];
      const { source, port, protocol, failed, answered } = widest;
      const subject = addressSubject(source, network);
      const everyFailed = of.flatMap((sweep) => sweep.failed);
      const others = [...new Set(everyFailed.map(({ destination }) => destination))];
      const service = serviceText(protocol, port);
      const ask = `records ${source} ${port === 0 ? `proto ${protocolName(protocol)}` : `port ${port}`}`;
      return [
        {
          subject,
          class:
            of.length > 1 ? 'many ports' : port === 0 ? protocolName(protocol) : serviceClass(protocol, port),
          severity: 'high' as const,
          level: Math.max(...of.map(({ level }) => level)),
          size: others.length,
          measured: {
            what: `different hosts that did not answer on ${service}`,
            value: failed.length,
            unit: 'count' as const,
            normal: null,
            basis: `fixed minimum: ${set.hosts} in 5 minutes`,
          },
          ...spanOf(everyFailed, request.window),
          unseen: unseenOf(contacts, cutOff),
          others,
          ask,
          confidence: 0.95,
          summary: `${subjectWords(subject)} sweeps hosts: ${failed.length.toLocaleString('en')} different hosts did not answer it on ${service}${answered.length > 0 ? `, ${answered.length.toLocaleString('en')} did` : ''}${of.length > 1 ? `, and it tried ${of.length - 1} more ports so` : ''}`,
          evidence: contactEvidence(failed),
          nextCheck: `Ask its owner whether it is meant to reach so many; see what answered it: \`${ask} accept\`.`,
        },
      ];
    });
    return {
      found,
      observed: polledAmong(
        every.flatMap((sweep) => [...new Set(sweep.keys)].map((key) => ({ key, judged: sweep }))),
        request.window.end,
      ),
      notes: [
        ...(swept.cutOff && (swept.rows.at(-1)?.hosts ?? 0) >= set.hosts
          ? ['More hosts reached many others than were looked at for sweeps.']
          : []),
        ...(heard.cutOff
          ? ['Sweeps by ping were not looked for: those who ping many hosts hear of too many others.']
          : []),
      ],
    };
  },
});
