/** Networks with known answers: a packet that the records show rejected or lost, evaluated against the configuration, meets the blocker. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Direction } from '../../src/network/direction.ts';
import { evaluateAtInterface } from '../../src/network/evaluate/at-interface.ts';
import { blockerOf } from '../../src/network/evaluate/blocker.ts';
import { evaluatePacket } from '../../src/network/evaluate/evaluate-packet.ts';
import type { Packet } from '../../src/network/evaluate/packet.ts';
import { holdersOf } from '../../src/network/find/address-holder.ts';
import { indexNetwork, type NetworkIndex } from '../../src/network/find/index-network.ts';
import { isOfInternet } from '../../src/network/find/place.ts';
import { readInventory } from '../../src/network/read-inventory.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import type { FlowRecord } from '../../src/record/record.ts';

const ROOT = new URL('../scenarios/', import.meta.url);

const Scenario = z.object({
  title: z.string(),
  ask: z.string(),
  expect: z.object({
    blocker: z
      .object({ kind: z.string(), id: z.string().optional(), rule: z.string().optional() })
      .optional(),
  }),
});

const KINDS = ['security-group', 'network-acl', 'route-table'];

const cases = readdirSync(ROOT)
  .filter((id) => existsSync(new URL(`${id}/aws`, ROOT)))
  .map((id) => ({
    id,
    ...Scenario.parse(JSON.parse(readFileSync(new URL(`${id}/scenario.json`, ROOT), 'utf8'))),
  }))
  .filter(({ expect: { blocker } }) => blocker && KINDS.includes(blocker.kind));

function networkOf(id: string): { index: NetworkIndex; notes: readonly string[] } {
  const folder = new URL(`${id}/aws/`, ROOT);
  const files = readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(new URL(name, folder), 'utf8'),
  }));
  const { network, notes } = readInventory(files);
  return { index: indexNetwork(network), notes };
}

function recordsOf(id: string): readonly FlowRecord[] {
  return parseText(readFileSync(new URL(`${id}/flows.log`, ROOT), 'utf8'), { file: 'flows.log' }).records;
}

function packetOf(record: FlowRecord): Packet | undefined {
  const { srcAddr, dstAddr, srcPort, dstPort, protocol } = record;
  if (!srcAddr || !dstAddr || protocol == null) return undefined;
  return {
    source: srcAddr,
    destination: dstAddr,
    sourcePort: srcPort ?? null,
    destinationPort: dstPort ?? null,
    protocol,
    icmp: null,
  };
}

/** What the interface of a rejected record says to it. */
function blockersAt(index: NetworkIndex, record: FlowRecord, records: readonly FlowRecord[]) {
  const packet = packetOf(record);
  const of = index.interfaces.get(record.interfaceId ?? '');
  if (!packet || !of) return [];
  const sends = holdersOf(index, packet.source).some((holder) => holder.interface === of);
  const direction: Direction = sends ? 'outbound' : 'inbound';
  const isReply = records.some(
    ({ action, interfaceId, srcAddr, dstAddr, srcPort, dstPort }) =>
      action === 'ACCEPT' &&
      interfaceId === record.interfaceId &&
      srcAddr === packet.destination &&
      dstAddr === packet.source &&
      srcPort === packet.destinationPort &&
      dstPort === packet.sourcePort,
  );
  return evaluateAtInterface(index, { of, direction, packet, isReply }).flatMap(
    (step) => blockerOf(step) ?? [],
  );
}

describe('a rejected packet of a scenario', () => {
  it.each(cases.filter(({ expect: { blocker } }) => blocker?.kind !== 'route-table'))(
    '$id: $title is stopped by what the scenario says',
    ({ id, ask, expect: { blocker } }) => {
      const { index, notes } = networkOf(id);
      const records = recordsOf(id);
      const asked = ask.split(' ').filter((word) => /[.:]/.test(word));
      const rejected = records.filter(
        ({ action, srcAddr, dstAddr }) =>
          action === 'REJECT' &&
          asked.every((address) => [srcAddr, dstAddr].includes(address)) &&
          (asked.length === 2 || ![srcAddr, dstAddr].some((address) => isOfInternet(index, address ?? ''))),
      );

      const found = rejected.map((record) => blockersAt(index, record, records));

      expect(notes).toEqual([]);
      expect(found.length).toBeGreaterThan(0);
      const { kind, id: blockerId, rule } = blocker ?? {};
      for (const blockers of found)
        expect(blockers.map((of) => ({ kind: of.kind, id: of.id, rule: of.rule }))).toEqual([
          { kind, id: blockerId, rule },
        ]);
    },
  );
});

describe('a lost packet of a scenario', () => {
  it.each(cases.filter(({ expect: { blocker } }) => blocker?.kind === 'route-table'))(
    '$id: $title is stopped by the route table that the scenario names',
    ({ id, ask, expect: { blocker } }) => {
      const { index } = networkOf(id);
      const [, source, destination] = ask.split(' ');
      const sent = recordsOf(id).find(
        ({ srcAddr, dstAddr }) => srcAddr === source && dstAddr === destination,
      );
      const packet = sent && packetOf(sent);

      const evaluation = packet && evaluatePacket(index, { packet });

      expect(evaluation?.blockedBy && blockerOf(evaluation.blockedBy.step)).toMatchObject(blocker ?? {});
    },
  );
});
