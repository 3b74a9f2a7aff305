/** Senders that only pass on what others send, as the records show it, where no configuration does. */
import { byKey } from '../detection/by-key.ts';
import type { Contact } from './contact.ts';

/** So much of what one tried was also tried by one other. */
const SAME_SHARE = 0.8;

interface Sender {
  readonly source: string;
  readonly targets: ReadonlySet<string>;
  /** Network interfaces at which it was seen. */
  readonly interfaces: number;
}

function sendersAmong(failed: readonly Contact[]): readonly Sender[] {
  return [...byKey(failed, ({ source }) => source)].map(([source, of]) => ({
    source,
    targets: new Set(of.map(({ destination, port }) => `${destination} ${port}`)),
    interfaces: Math.max(...of.flatMap(({ tries }) => tries.map(({ interfaces }) => interfaces))),
  }));
}

function passesOn(one: Sender, other: Sender): boolean {
  if (one.source === other.source || one.interfaces >= other.interfaces) return false;
  const same = [...one.targets].filter((target) => other.targets.has(target)).length;
  return same >= SAME_SHARE * one.targets.size;
}

/**
 * As the records have it: a NAT gateway's interface logs a packet before and after it is translated, so the client is seen at two interfaces
 * and the gateway's own address, with the same targets, at one.
 */
export function relaysAmong(failed: readonly Contact[]): ReadonlySet<string> {
  const senders = sendersAmong(failed);
  const relays = senders.filter((one) => senders.some((other) => passesOn(one, other)));
  return new Set(relays.map(({ source }) => source));
}
