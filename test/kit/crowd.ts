/** Crowds of addresses that do everything a detector looks for, and an engine that makes much of it: so every detector has more to look at than it can. */
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Engine } from '../../src/query/engine.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from './asked-of-records.ts';
import { back, upTo } from './probing.ts';
import { NOW } from './scope.ts';

const DAY = 86_400;
/** Hosts that begin, and hosts that each of them reaches for. */
const CROWD = 36;
const PORTS = [22, 3389, 5432, 445, 25, 53, 3333, 8080, 123];
/** So many times what was counted. */
const MUCH = 1000;

const hex = (index: number) => (0x1000 + index).toString(16);
const ours = (index: number) => `fd00:1111:2222:3333:4444:5555:6666:${hex(index)}`;
const stranger = (index: number) => `2001:db8:${hex(index)}:5555:6666:7777:8888:9999`;

/** One that is rejected, and one that is answered and goes on all day. */
function exchange(source: string, destination: string, index: number): readonly FlowRecord[] {
  const ends = {
    ...{ interfaceId: `eni-${hex(index)}0123456789abc`, dstPort: PORTS[index % PORTS.length] ?? 22 },
    ...{ pktSrcAddr: source, pktDstAddr: destination, accountId: '111122223333', version: 5 },
  };
  const refused = { ...ends, action: 'REJECT', packets: 1, bytes: 60, tcpFlags: 2 } as const;
  const accepted = flow(source, destination, {
    ...{ ...ends, packets: 20, bytes: 20_000, tcpFlags: 2, start: NOW - DAY + 600, end: NOW - 7200 },
    protocol: [6, 6, 6, 17, 47, 58][index % 6] ?? 6,
  });
  const reply = back(accepted, { pktSrcAddr: destination, pktDstAddr: source, packets: 12, tcpFlags: 18 });
  return [
    flow(source, destination, { ...refused, start: NOW - 900, end: NOW - 890 }),
    flow(source, destination, { ...refused, start: NOW - 600, end: NOW - 590 }),
    accepted,
    reply,
    flow(source, destination, { ...ends, packets: 1, bytes: 60, tcpFlags: 2 }),
  ];
}

/** A day up to NOW in which everybody of ours, and strangers, reach for many of ours, and ours for many strangers. Over IPv6, whose addresses are the longest. */
export function crowd(): readonly FlowRecord[] {
  return upTo(CROWD).flatMap((of) =>
    upTo(CROWD).flatMap((to) => [
      ...exchange(ours(of), ours(CROWD + to), of + to),
      ...exchange(ours(of), stranger(to), of + to + 1),
      ...exchange(stranger(of + CROWD * (to % 3)), ours(CROWD + to), of + to + 2),
    ]),
  );
}

/** Answers by records, but that each of their numbers is much higher. */
export function exaggerating(records: readonly FlowRecord[]): Engine {
  const memory = createMemoryEngine(records);
  return {
    id: 'exaggerating',
    async run(query, options) {
      const answer = await memory.run(query, options);
      const counted = Object.entries(query.measures ?? {}).flatMap(([name, { kind }]) =>
        kind === 'min' || kind === 'max' ? [] : [name],
      );
      const rows = answer.rows.map((row) =>
        Object.assign({}, row, ...counted.map((name) => ({ [name]: MUCH * Number(Object(row)[name]) }))),
      );
      return { ...answer, rows };
    },
    close: () => memory.close(),
  };
}
