/**
 * Which side of an exchange met nobody who listens, told by sizes alone where records have no flags: a reset is a bare header, while a SYN carries
 * options (RFC 9293, "Maximum Segment Size"). Acknowledgements, keep-alives and small answers are no such thing, whichever side sends more.
 */
import { sumOf } from '../query/sums.ts';
import { bareHeader } from '../record/bare-header.ts';
import { atOneInterface } from './detection/own-interface.ts';
import type { Sighting } from './sighting.ts';

/** A port that is refused is tried three times at most, as Windows does. */
const MOST_PACKETS = 3;
/** Bytes of an IP and a TCP header with as many options as fit (RFC 9293: 15 words). */
const FULL = { 4: 80, 6: 100 } as const;

function count(sightings: readonly Sighting[]): { readonly packets: number; readonly bytes: number } {
  const once = atOneInterface(sightings, ({ packets }) => packets);
  return { packets: sumOf(once.map(({ packets }) => packets)), bytes: sumOf(once.map(({ bytes }) => bytes)) };
}

/** Whether the sizes are those of a request that was refused, and of its refusal. */
export function isRefusedBySize(request: readonly Sighting[], refusal: readonly Sighting[]): boolean {
  const [sample] = refusal;
  // Whoever writes flags down wrote the SYN, too: it would be known by it.
  if (!sample || [...request, ...refusal].some(({ tcpFlags }) => tcpFlags !== null)) return false;
  const version = sample.source.includes(':') ? 6 : 4;
  const [tried, reset] = [count(request), count(refusal)];
  return (
    tried.packets <= MOST_PACKETS &&
    reset.packets <= MOST_PACKETS &&
    reset.bytes === bareHeader(sample.source) * reset.packets &&
    tried.bytes > bareHeader(sample.source) * tried.packets &&
    tried.bytes <= FULL[version] * tried.packets
  );
}
