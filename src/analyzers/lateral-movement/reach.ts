/** How far one of our hosts reaches beyond what it always does: by what is remembered, or without a memory by what fails. */
import type { Window } from '../../query/window.ts';
import { byKey } from '../detection/by-key.ts';
import type { Detecting } from '../detection/detecting.ts';
import { mostWithin } from '../detection/most-within.ts';
import type { Contact } from '../probes/contact.ts';
import { walksLikeScanner } from '../probes/random-walk.ts';
import { ADMINISTRATION_PORTS } from '../probes/sensitive-ports.ts';
import { type Edge, noveltyOf } from './edges.ts';

const HOUR = 3600;
/** A host whose neighbours do the same has to reach so many times as many: it may be a new one of their kind. */
const TIMES_OF_TIER = 3;

export interface Reach {
  readonly level: number;
  /** Hosts that it reached for and did not know, in the order of time. */
  readonly peers: readonly string[];
  readonly enough: number;
}

/** Of several edges to one host the first. */
function firstOfEach(edges: readonly Edge[]): readonly Edge[] {
  const ordered = [...edges].sort((a, b) => a.first - b.first);
  return [...byKey(ordered, ({ destination }) => destination).values()].flatMap(([edge]) => edge ?? []);
}

function reach(edges: readonly Edge[], enough: number): Reach {
  const peers = firstOfEach(edges);
  const most = mostWithin(
    peers.map(({ first }) => first),
    HOUR,
  );
  return { level: most / enough, peers: peers.map(({ destination }) => destination), enough };
}

/** @param edges of one host */
export function reachBeyond(
  edges: readonly Edge[],
  enough: number,
  detecting: Detecting,
  window: Window,
): Reach {
  const novel = edges.map((edge) => ({ edge, novelty: noveltyOf(edge, detecting, window) }));
  const strange = novel.filter(({ novelty }) => novelty === 'new').map(({ edge }) => edge);
  const unknown = novel.filter(({ novelty }) => novelty !== 'known').map(({ edge }) => edge);
  const alone = reach(strange, enough);
  const withTier = reach(unknown, TIMES_OF_TIER * enough);
  return withTier.level > alone.level ? withTier : alone;
}

const ADMINISTRATION: ReadonlySet<number> = new Set(ADMINISTRATION_PORTS);

/** Databases are left out: their clients fail together where a cluster stops. @param contacts of one host, in the order in which they were made */
export function reachInVain(contacts: readonly Contact[], enough: number, window: Window): Reach {
  const counted = contacts.filter(
    ({ port, outcome }) => ADMINISTRATION.has(port) && (outcome === 'failed' || outcome === 'answered'),
  );
  const failed = counted.filter(({ outcome, last }) => outcome === 'failed' && last >= window.start);
  const inVain =
    failed.length >= counted.length / 2 &&
    walksLikeScanner(counted.map(({ outcome }) => outcome === 'answered'));
  return reach(inVain ? failed : [], enough);
}
