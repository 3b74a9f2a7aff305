/** Which pairs are looked at closely: those with many ports, and those of a sender that tries several ports of several hosts. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { DESTINATION, SOURCE } from '../../query/expression.ts';
import type { RowOf } from '../../query/flow-query.ts';
import { all, any, equals, isOneOf, type Predicate } from '../../query/predicate.ts';
import { parseIpAddress } from '../../record/address.ts';
import { byKey } from '../detection/by-key.ts';
import type { portsByPair } from '../probes/probe-queries.ts';
import type { PortScope } from './parameters.ts';
import { FEWEST_HOSTS, FEWEST_PORTS } from './spread.ts';

type Pair = RowOf<ReturnType<typeof portsByPair>>;
type Rows = readonly Pair[];

/** So many pairs are looked at closely, of one source no more than the second number. */
const MOST_PAIRS = 40;
const MOST_PAIRS_OF_ONE = 8;
/** Of senders that spread their scan, so many, and so many pairs of each. */
const MOST_SPREADING = 10;
const MOST_PAIRS_OF_SPREAD = 40;

const sourceOf = ({ source }: Pair) => source ?? '';

/** The most ports first. */
export function candidates(pairs: Rows, sensitive: Rows, set: PortScope['parameters']) {
  const many = pairs.filter(({ ports }) => ports >= KEEPS_GOING * set.ports);
  const wanted = sensitive.filter(({ ports }) => ports >= set.sensitivePorts);
  const distinct = byKey([...many, ...wanted], ({ source, destination }) => `${source} ${destination}`);
  const bySource = byKey(
    [...distinct.values()].flatMap(([pair]) => pair ?? []),
    sourceOf,
  );
  return {
    chosen: [...bySource.values()].flatMap((of) => of.slice(0, MOST_PAIRS_OF_ONE)).slice(0, MOST_PAIRS),
    targetsOf: (source: string) => bySource.get(source)?.length ?? 0,
  };
}

/** Pairs of those who try several ports of each of several hosts. */
export function spreading(pairs: Rows, { spread }: PortScope['parameters']): Rows {
  const several = byKey(
    pairs.filter(({ ports }) => ports >= FEWEST_PORTS),
    sourceOf,
  );
  return [...several.values()]
    .filter((of) => of.length >= FEWEST_HOSTS)
    .filter((of) => of.reduce((total, { ports }) => total + ports, 0) >= KEEPS_GOING * spread)
    .slice(0, MOST_SPREADING)
    .flatMap((of) => of.slice(0, MOST_PAIRS_OF_SPREAD));
}

function addressesOf(texts: readonly (string | null)[]) {
  return texts.flatMap((text) => parseIpAddress(text ?? '') ?? []);
}

/** @param back what the targets sent */
export function between(pairs: Rows, back: boolean): Predicate {
  const [from, to] = back ? [DESTINATION, SOURCE] : [SOURCE, DESTINATION];
  return any(
    ...[...byKey(pairs, sourceOf)].flatMap(([source, of]) =>
      addressesOf([source]).map((address) =>
        all(equals(from, address), isOneOf(to, addressesOf(of.map(({ destination }) => destination)))),
      ),
    ),
  );
}
