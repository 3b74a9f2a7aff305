/** The list of `coverage`: interfaces that are logged alike share a row, by interface, subnet or VPC, so that many stay readable. */
import type { Listing, ListingColumn } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import { FIELDS } from '../../record/fields.ts';
import { destinationText, interfaceText, KEPT, levelOf, listed, placeText } from './phrases.ts';
import { type Cover, fieldsMissing, intervalOf, type Standing } from './standing.ts';

/** As many as are read at a glance; beyond it rows are put together by the next larger place. */
const MOST_ROWS = 20;
/** Up to as many interfaces have a row each. */
const MOST_SINGLE = 10;
const FIELDS_SHOWN = 2;

/** Not logged at all before half logged before logged. */
const URGENCY: readonly Standing[] = ['uncovered', 'inactive', 'failing', 'one-action', 'logged'];

export const COVERAGE_COLUMNS: readonly ListingColumn[] = [
  { key: 'where', title: 'Where', unit: 'text' },
  { key: 'coverage', title: 'Coverage', unit: 'text' },
  { key: 'flowLogs', title: 'Flow log', unit: 'text' },
  { key: 'destination', title: 'Delivers to', unit: 'text', spare: 2 },
  { key: 'interval', title: 'Interval', unit: 'text', spare: 3 },
  { key: 'missing', title: 'Fields missing', unit: 'text', spare: 1 },
  { key: 'interfaces', title: 'Interfaces', unit: 'count' },
  { key: 'silent', title: 'No records', unit: 'count' },
];

/** The cells that a row has of its flow logs alone. */
export function flowLogCells(flowLogs: readonly FlowLog[]): Listing['rows'][number] {
  const missing = fieldsMissing(flowLogs).map((key) => FIELDS[key].name);
  const interval = intervalOf(flowLogs);
  return {
    flowLogs:
      flowLogs.length === 0 ? null : listed(flowLogs.map((one) => `${one.flowLogId} (${levelOf(one)})`)),
    destination: flowLogs.length === 0 ? null : listed([...new Set(flowLogs.map(destinationText))]),
    interval: interval === null ? null : `${interval} s`,
    missing: flowLogs.length === 0 ? null : missing.length === 0 ? 'none' : listed(missing, FIELDS_SHOWN),
  };
}

export function coverageText({ standing, flowLogs }: Pick<Cover, 'standing' | 'flowLogs'>): string {
  switch (standing) {
    case 'uncovered':
      return 'no flow log';
    case 'inactive':
      return 'flow log not active';
    case 'failing':
      return `delivery fails: ${listed([...new Set(flowLogs.flatMap(({ deliveryError }) => deliveryError ?? []))])}`;
    case 'one-action':
      return KEPT[flowLogs[0]?.keeps ?? 'ALL'];
    case 'logged':
      return KEPT.ALL;
  }
}

function likeness({ standing, flowLogs }: Cover): string {
  return [standing, ...flowLogs.map(({ flowLogId }) => flowLogId)].join(' ');
}

type Place = (cover: Cover) => string;

const bySelf: Place = ({ of }) => of.id;
const byVpc: Place = ({ of }) => of.vpcId ?? of.id;

/** A VPC whose interfaces are all logged alike is one place. */
function bySubnet(covers: readonly Cover[]): Place {
  const kinds = new Map<string, Set<string>>();
  for (const cover of covers) {
    const known = kinds.get(byVpc(cover)) ?? new Set();
    kinds.set(byVpc(cover), known.add(likeness(cover)));
  }
  return (cover) => (kinds.get(byVpc(cover))?.size === 1 ? byVpc(cover) : (cover.of.subnetId ?? cover.of.id));
}

interface Fold {
  readonly place: string;
  /** All that are logged alike there; at least one. */
  readonly covers: readonly [Cover, ...Cover[]];
  /** How many interfaces in question are there, logged alike or not. */
  readonly inPlace: number;
}

function foldBy(place: Place, covers: readonly Cover[]): readonly Fold[] {
  const inPlace = new Map<string, number>();
  const alike = new Map<string, [Cover, ...Cover[]]>();
  for (const cover of covers) {
    const at = place(cover);
    inPlace.set(at, (inPlace.get(at) ?? 0) + 1);
    const known = alike.get(`${at} ${likeness(cover)}`);
    if (known) known.push(cover);
    else alike.set(`${at} ${likeness(cover)}`, [cover]);
  }
  return [...alike.values()].map((of) => ({
    place: place(of[0]),
    covers: of,
    inPlace: inPlace.get(place(of[0])) ?? of.length,
  }));
}

function folded(covers: readonly Cover[]): readonly Fold[] {
  if (covers.length <= MOST_SINGLE) return foldBy(bySelf, covers);
  const subnets = foldBy(bySubnet(covers), covers);
  return subnets.length <= MOST_ROWS ? subnets : foldBy(byVpc, covers);
}

function whereText(index: NetworkIndex, { place, covers, inPlace }: Fold): string {
  const [{ of }] = covers;
  if (place === of.id) return interfaceText(index, of);
  if (covers.length === inPlace) return placeText(index, place);
  const few = covers.length === 1 ? interfaceText(index, of) : `${covers.length} of ${inPlace}`;
  return `${few} in ${placeText(index, place)}`;
}

/** @param isSilent whether an interface left no record although it should have; null where it cannot be told */
export function coverageListing(
  index: NetworkIndex,
  covers: readonly Cover[],
  isSilent: ((cover: Cover) => boolean) | null,
): Listing {
  const folds = [...folded(covers)].sort((a, b) => {
    const [first, second] = [a.covers[0].standing, b.covers[0].standing].map((one) => URGENCY.indexOf(one));
    return (first ?? 0) - (second ?? 0) || b.covers.length - a.covers.length;
  });
  return {
    columns: COVERAGE_COLUMNS,
    rows: folds.map((fold) => ({
      where: whereText(index, fold),
      coverage: coverageText(fold.covers[0]),
      ...flowLogCells(fold.covers[0].flowLogs),
      interfaces: fold.covers.length,
      silent: isSilent && fold.covers.filter(isSilent).length,
    })),
  };
}
