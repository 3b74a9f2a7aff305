/** The plan for what was decided: which packets the filter copies, and what has to be said of it. */
import { interfaceLabel } from '../../network/find/label.ts';
import type { PortRange } from '../../network/port-range.ts';
import { hasPorts } from '../../network/traffic.ts';
import { serviceAt } from '../../record/ports.ts';
import { protocolName, TCP, UDP } from '../../record/protocols.ts';
import { serviceText } from '../service-text.ts';
import { endText, type MirrorFacts } from './decision.ts';
import { othersAt, ownBlocks, peerBlocks } from './end-blocks.ts';
import type { EndInterface } from './end-interface.ts';
import { ANY_BLOCKS, filterFor } from './filter-rule.ts';
import { isAmazonDns, questionOf } from './never-mirrored.ts';
import type { MirrorPlan } from './plan.ts';

export interface Draft {
  readonly plan: MirrorPlan;
  /** `eni-0aaa (web-1)`. */
  readonly at: string;
  /** `tcp 5432 (postgresql) with db-1 (10.0.2.9)`. */
  readonly what: string;
  /** Sentences. */
  readonly cautions: readonly string[];
}

interface Chosen {
  readonly protocol: number | null;
  /** Nothing said so. */
  readonly assumed: boolean;
}

/** Rules with ports need a protocol: the one that was asked for, that records show, or that the service has. */
function protocolFor({ scope, seen }: MirrorFacts, amazonDns: boolean): Chosen {
  const { port, protocol } = scope.request;
  if (protocol !== undefined || !port) return { protocol: protocol ?? null, assumed: false };
  if (amazonDns) return { protocol: UDP, assumed: false };
  const recorded = new Set(
    seen.flatMap((one) => (one.protocol === TCP || one.protocol === UDP ? [one.protocol] : [])),
  );
  const served = port.low === port.high ? serviceAt(port.low, null)?.protocols : undefined;
  const [only, ...others] = recorded.size > 0 ? recorded : (served ?? []);
  return only !== undefined && others.length === 0
    ? { protocol: only, assumed: false }
    : { protocol: TCP, assumed: true };
}

function trafficText(protocol: number | null, port: PortRange | null): string {
  if (protocol === null || !port || !hasPorts(protocol)) return serviceText(protocol, null);
  return port.low === port.high
    ? serviceText(protocol, port.low)
    : `${protocolName(protocol)} ${port.low}–${port.high}`;
}

function mirrored(facts: MirrorFacts, at: 'own' | 'peer'): EndInterface {
  return at === 'peer' && facts.peer ? facts.peer : facts.source;
}

function atText({ scope }: MirrorFacts, { id, known }: EndInterface): string {
  const name = known && scope.network ? interfaceLabel(scope.network, known) : null;
  return name === null ? id : `${id} (${name})`;
}

function otherBlocks(facts: MirrorFacts, at: 'own' | 'peer', of: EndInterface) {
  const { scope, ends, seen, own } = facts;
  const other = at === 'own' ? ends.peer : ends.own;
  if (!other) return ANY_BLOCKS;
  return peerBlocks(scope, other, othersAt(of.id, seen, own.get(of.id) ?? new Set()));
}

export function draft(facts: MirrorFacts, at: 'own' | 'peer'): Draft {
  const { scope, ends } = facts;
  const of = mirrored(facts, at);
  const subject = (at === 'own' ? ends.own : ends.peer) ?? ends.own;
  const { port = null } = scope.request;
  const amazonDns = isAmazonDns(questionOf(facts), scope.network);
  const { protocol, assumed } = protocolFor(facts, amazonDns);
  const blocks = otherBlocks(facts, at, of);
  const filter = filterFor({ own: ownBlocks(subject, of), peer: blocks ?? ANY_BLOCKS, protocol, port });
  const what = `${trafficText(protocol, port)} with ${endText(facts, at === 'own' ? 'peer' : 'own')}`;
  const ipv4 = of.known?.ipv4 ?? [];
  const where = atText(facts, of);
  return {
    at: where,
    what,
    plan: {
      sourceId: of.id,
      sourceAddress: (ipv4.find(({ primary }) => primary) ?? ipv4[0])?.address ?? null,
      rules: filter.rules,
      amazonDns,
      about: `${what}, at ${where}`,
    },
    cautions: [
      ...(ends.more
        ? ['A conversation has two ends: this plan is about the first two that were named.']
        : []),
      ...(filter.widened || (blocks === null && ends.peer)
        ? [
            'The filter cannot name all addresses of the other end, so it copies the same traffic with anybody.',
          ]
        : []),
      ...(assumed ? ['The filter copies tcp only; add `proto udp` to the question for udp.'] : []),
      ...(of.known === null
        ? [
            'Nothing is known of this network interface but its id: whether AWS lets it be mirrored shows when the session is made.',
          ]
        : []),
    ],
  };
}
