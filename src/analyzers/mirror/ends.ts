/** Whose traffic a capture is about: the end whose network interface is mirrored, and the one it talks to. */
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { ALWAYS, all, any, between, equals, type Predicate } from '../../query/predicate.ts';
import type { Subject } from '../../query/request.ts';
import type { Scope } from '../analyzer.ts';
import { placed } from '../subject.ts';

export interface MirrorEnds {
  readonly own: Subject;
  /** Null: whoever it talks to. */
  readonly peer: Subject | null;
  /** More ends were named than a conversation has. */
  readonly more: boolean;
}

/** The first subject and the other one; of `from` and `to` alone, the one that sends is mirrored. */
export function mirrorEnds({ request }: Pick<Scope, 'request'>): MirrorEnds {
  const { subjects, from, to } = request;
  const [own, peer, ...others] = [...subjects, from, to].filter((subject) => subject !== undefined);
  if (!own) throw new TypeError('A capture needs a subject.');
  return { own, peer: peer ?? null, more: others.length > 0 };
}

const SENDER = [SOURCE, field('srcAddr')];
const RECEIVER = [DESTINATION, field('dstAddr')];

/** Packets between the two, both ways; of one end alone, everything it sends or receives. */
export function betweenEnds(scope: Scope): Predicate {
  const { own, peer } = mirrorEnds(scope);
  const { network, request } = scope;
  const { port, protocol } = request;
  return all(
    peer
      ? any(
          all(placed(own, SENDER, network), placed(peer, RECEIVER, network)),
          all(placed(peer, SENDER, network), placed(own, RECEIVER, network)),
        )
      : placed(own, [...SENDER, ...RECEIVER], network),
    port
      ? any(between(field('srcPort'), port.low, port.high), between(field('dstPort'), port.low, port.high))
      : ALWAYS,
    protocol === undefined ? ALWAYS : equals(field('protocol'), protocol),
  );
}
