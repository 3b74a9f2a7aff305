/** What several sources read of their networks, as one reading. */
import { mergeNetworks } from '../../network/merge-networks.ts';
import { type Network, UNKNOWN_NETWORK } from '../../network/network.ts';
import type { NetworkReading } from '../source.ts';
import { sharedNotes } from './notes.ts';

interface ReadingOf {
  readonly source: string;
  /** Null where the source has no configuration. */
  readonly reading: NetworkReading | null;
}

/** Sources of one account and Region share what they read, and what it took. */
function callsOf(readings: readonly NetworkReading[]): number {
  const each = new Map(readings.map(({ network, calls }) => [network, calls]));
  return [...each.values()].reduce((sum, calls) => sum + calls, 0);
}

function oldest(readings: readonly NetworkReading[]): number | null {
  const times = readings.map(({ readAt }) => readAt).filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** Without the interfaces that one source does not have because they are another's. */
function notesOf({ notes, gone = {} }: NetworkReading, { networkInterfaces }: Network): readonly string[] {
  const held = new Set((networkInterfaces ?? []).map(({ id }) => id));
  const known = new Set(Object.entries(gone).flatMap(([id, note]) => (held.has(id) ? [note] : [])));
  return notes.filter((note) => !known.has(note));
}

export interface Readings {
  /** The merged network is the same object as before where none of its parts has changed. */
  merge(each: readonly ReadingOf[]): NetworkReading;
}

export function createReadings(): Readings {
  let parts: readonly Network[] = [];
  let merged: Network = UNKNOWN_NETWORK;

  return {
    merge(each) {
      const readings = each.map(({ reading }) => reading).filter((reading) => reading !== null);
      const networks = readings.map(({ network }) => network);
      const isSame = networks.length === parts.length && networks.every((one, at) => one === parts[at]);
      const [first, ...others] = networks;
      if (!isSame && first) merged = mergeNetworks([first, ...others]);
      parts = networks;
      const without = each.filter(({ reading }) => reading === null).map(({ source }) => source);
      return {
        network: merged,
        readAt: oldest(readings),
        calls: callsOf(readings),
        notes: [
          ...(without.length > 0
            ? [
                `The network’s configuration of ${without.join(', ')} is not known: its addresses have no names, and no rule of it can be named.`,
              ]
            : []),
          ...sharedNotes(
            each.flatMap(({ source, reading }) =>
              reading ? [{ source, notes: notesOf(reading, merged) }] : [],
            ),
          ),
        ],
        ...(readings.some(({ failed }) => failed) ? { failed: true } : {}),
      };
    },
  };
}
