/** A host that asks resolvers outside, as a detection. */
import { subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { sumOf } from '../../query/sums.ts';
import type { Window } from '../../query/window.ts';
import { announcedNetwork } from '../detection/announced-network.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import type { History } from '../detection/history.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { nameEvidence } from '../names/evidence.ts';
import type { NamePair } from '../names/pairs.ts';

/** What is done for so long is no news, seconds. */
const OLD_SECONDS = 14 * 86_400;
/** Until so much is remembered, whoever asks may have done so for ever, seconds. */
const LEARNING_SECONDS = 7 * 86_400;

interface Asked {
  readonly way: string;
  readonly least: number;
  readonly history: History | null;
  readonly network: NetworkIndex | null;
  readonly window: Window;
}

/** When it first asked there, as far as it is remembered. */
function firstAsked({ client, resolver }: NamePair, { history, window }: Asked): number {
  const known = history?.acquaintance('asked-resolver', `${client} ${announcedNetwork(resolver)}`);
  return known?.first ?? window.start;
}

/** It asked there from the first days on that are remembered, so it may always have. */
function isOfBeginning(pair: NamePair, asked: Asked): boolean {
  const { history } = asked;
  return history !== null && firstAsked(pair, asked) < history.since + LEARNING_SECONDS;
}

/** @param pairs of one host and one way of asking */
export function bypassedBy(pairs: readonly NamePair[], asked: Asked): Omit<Detected, 'benign'> {
  const { way, least, network, window } = asked;
  const [busiest] = [...pairs].sort((a, b) => b.sent.packets - a.sent.packets);
  const { client = '', resolver = '', port = 0 } = busiest ?? {};
  const packets = sumOf(pairs.map(({ sent }) => sent.packets));
  const resolvers = [...new Set(pairs.map((pair) => pair.resolver))];
  const first = Math.min(...pairs.map((pair) => pair.first));
  const last = Math.max(...pairs.map((pair) => pair.last));
  const isAnswered = pairs.some(({ received }) => received.packets > 0) || way === 'dns over https';
  const isKnown = pairs.every((pair) => firstAsked(pair, asked) <= window.start - OLD_SECONDS);
  const isUsual = isKnown || pairs.every((pair) => isOfBeginning(pair, asked));
  const subject = addressSubject(client, network);
  const whom = resolvers.length === 1 ? resolver : `${resolver} and ${resolvers.length - 1} more`;
  const since = isKnown ? ', as it has for two weeks and more' : '';
  return {
    subject,
    class: way,
    severity: isAnswered && !isUsual ? 'medium' : 'low',
    level: packets / least,
    size: resolvers.length,
    measured: {
      what: 'packets to resolvers that nobody allowed',
      value: packets,
      unit: 'packets',
      normal: isKnown ? null : 0,
      basis: isKnown
        ? 'it has asked there for 14 days and more'
        : 'fixed: names are asked of the VPC’s resolver, which is never logged',
    },
    ...{ first, last, packets },
    unseen: [
      'Flow logs have no names: which ones it asks for is in the queries alone.',
      ...(network === null ? ['Without the configuration a NAT gateway looks like a host that asks.'] : []),
    ],
    others: resolvers,
    ask: `records from ${client} to ${resolver} port ${port}`,
    confidence: isAnswered ? 0.9 : 0.7,
    summary: isAnswered
      ? `${subjectWords(subject)} asks ${whom} for names (${way}), past the VPC’s resolver${since}: ${packets.toLocaleString('en')} packets`
      : `${subjectWords(subject)} asks ${whom} for names (${way}), past the VPC’s resolver, and gets no answer${since}: ${packets.toLocaleString('en')} packets`,
    evidence: pairs.flatMap(nameEvidence).slice(0, MAX_EVIDENCE),
    nextCheck: `See which resolver ${subjectWords(subject)} is set to: \`resolvectl status\` or /etc/resolv.conf on the host and in its containers.`,
    ongoing: goesOn(last, window.end),
  };
}
