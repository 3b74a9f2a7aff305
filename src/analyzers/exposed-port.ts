/** A port of administration, of a database or of an internal service that answers the internet. */

import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { isRelay } from './detection/relays.ts';
import { SENSITIVE_TCP, SENSITIVE_UDP } from './detection/sensitive-ports.ts';
import { Allowed } from './exposed-port/allowed.ts';
import { answeringPort } from './exposed-port/detected.ts';
import { exposuresAmong, type SideRow } from './exposed-port/exposure.ts';
import { follow, needs } from './exposed-port/queries.ts';
import { sightings } from './sighting.ts';

/** So many ports are looked at closely; those that answer most come first. */
const MOST = 50;

const Port = z.int().min(1).max(65_535);

const parameters = z.strictObject({
  tcp: z
    .array(Port)
    .default([...SENSITIVE_TCP])
    .describe('TCP ports that nobody outside is to reach.'),
  udp: z
    .array(Port)
    .default([...SENSITIVE_UDP])
    .describe('UDP ports that nobody outside is to reach.'),
  allowed: z.array(Allowed).default([]).describe('Who may reach what from outside.'),
  packets: z
    .int()
    .min(1)
    .default(2)
    .describe('Packets in answer from which on it is an exchange; a SYN-ACK is one in any case.'),
});

interface Rows {
  readonly asks: { readonly rows: readonly SideRow[] };
  readonly answers: { readonly rows: readonly SideRow[] };
}

function exposuresIn({ asks, answers }: Rows, { network }: DetectorScope<unknown>) {
  const all = exposuresAmong(asks.rows, answers.rows);
  // Nothing outside reaches a NAT gateway: what it receives on such a port are answers to what it asked from there.
  return all.filter(({ address }) => !isRelay(address, network));
}

export const exposedPort = defineDetector({
  id: 'exposed-port',
  title: 'Exposed port',
  summary:
    'A port of administration, of a database or of an internal service answers clients on the internet.',
  basis:
    'The ports that GuardDuty’s Recon:EC2/PortProbeUnprotectedPort looks at and the products’ defaults; an exposure counts when the host answers: a SYN-ACK, or two packets back.',
  quietBy:
    'One alert an address and port, however many clients there are; probes that nothing answers are left out, those that get a reset, and those that the rules open to some clients only, go to the digest; who may reach what can be allowed by address and port.',
  benign:
    'A bastion, a VPN gateway or a public database may be meant to be reached: then allow it, for the addresses that need it, and it is quiet.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow: (rows, scope) => follow(exposuresIn(rows, scope).slice(0, MOST), scope),
  detect(rows, scope) {
    const all = exposuresIn(rows, scope);
    const surroundings = {
      exchanges: sightings(rows.exchanges.rows),
      network: scope.network,
      windowEnd: scope.request.window.end,
      leastPackets: scope.parameters.packets,
    };
    return {
      found: all
        .slice(0, MOST)
        .map((exposure) => answeringPort(exposure, surroundings))
        .filter(({ level }) => level >= KEEPS_GOING),
      notes:
        all.length > MOST || rows.asks.cutOff || rows.answers.cutOff
          ? ['More sensitive ports face the internet than were looked at: the busiest ones were.']
          : [],
    };
  },
});
