/** Records of traffic in which every detector has something to look at: an hour with one of each attack. */
import { formatRecord } from '../../src/record/format-record.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from './asked-of-records.ts';
import { formatOf, recordOf } from './insights-events.ts';
import { attempt, back, refused, session, upTo } from './probing.ts';
import { NOW } from './scope.ts';
import { openSession } from './sessions.ts';

/** A format that has what detectors look at. */
export const WATCHED_FORMAT = formatOf(
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags pkt-srcaddr pkt-dstaddr flow-direction subnet-id pkt-src-aws-service pkt-dst-aws-service',
);

/** As a flow log of that format has them: what it lacks is gone. */
function written(records: readonly FlowRecord[]): readonly FlowRecord[] {
  return records.map((record) =>
    recordOf(
      formatRecord({ version: 5, accountId: '111122223333', ...record }, WATCHED_FORMAT),
      WATCHED_FORMAT,
    ),
  );
}

function both(record: FlowRecord, changes: Partial<FlowRecord> = {}): readonly FlowRecord[] {
  return [record, back(record, { tcpFlags: record.protocol === 6 ? 19 : 0, ...changes })];
}

function scan(source: string, target: string, ports: number): readonly FlowRecord[] {
  return upTo(ports).map((index) =>
    attempt(source, target, 20 + index, { srcPort: 40_000 + index, ago: 900 - index }),
  );
}

function sweep(source: string, hostOf: (index: number) => string, hosts: number): readonly FlowRecord[] {
  return upTo(hosts).map((index) =>
    attempt(source, hostOf(index), 445, { srcPort: 41_000 + index, ago: 800 - index }),
  );
}

function guesses(client: string, server: string, port: number, times: number): readonly FlowRecord[] {
  return upTo(times).flatMap((index) =>
    session(client, server, port, {
      srcPort: 42_000 + index,
      ago: 1500 - index * 8,
      packets: 16,
      bytes: 2100 + (index % 3),
    }),
  );
}

function mail(client: string, servers: number): readonly FlowRecord[] {
  return upTo(servers).flatMap((index) =>
    session(client, `198.51.100.${index + 1}`, 25, { srcPort: 43_000 + index, ago: 1000 - index }),
  );
}

function upload(client: string, server: string, megabytes: number): readonly FlowRecord[] {
  return upTo(10).flatMap((index) =>
    both(
      flow(client, server, {
        ...{ srcPort: 44_000, start: NOW - 1200 + index * 60, end: NOW - 1141 + index * 60 },
        ...{ packets: megabytes * 70, bytes: megabytes * 1e5, tcpFlags: 0 },
      }),
      { bytes: 4000, packets: 80 },
    ),
  );
}

function names(client: string, resolver: string): readonly FlowRecord[] {
  return upTo(6).flatMap((index) =>
    both(
      flow(client, resolver, {
        ...{ protocol: 17, dstPort: 53, srcPort: 45_000 + index, packets: 400, bytes: 90_000, tcpFlags: 0 },
        ...{ start: NOW - 600 + index * 60, end: NOW - 560 + index * 60 },
      }),
    ),
  );
}

function tunnel(client: string, server: string, interfaceId: string): readonly FlowRecord[] {
  return [
    flow(client, server, {
      interfaceId,
      protocol: 47,
      srcPort: 0,
      dstPort: 0,
      packets: 60,
      bytes: 9000,
      tcpFlags: 0,
    }),
  ];
}

function flood(target: string, sources: number): readonly FlowRecord[] {
  return upTo(sources).flatMap((index) => [
    flow(`192.0.2.${index % 250}`, target, {
      ...{
        protocol: 17,
        srcPort: 123,
        dstPort: 40_000 + index,
        packets: 900_000,
        bytes: 400_000_000,
        tcpFlags: 0,
      },
      ...{ start: NOW - 400, end: NOW - 341, action: index % 2 === 0 ? 'ACCEPT' : 'REJECT' },
    }),
  ]);
}

function rejected(target: string, port: number, sources: number): readonly FlowRecord[] {
  return upTo(sources).flatMap((index) =>
    upTo(3).map((slot) =>
      attempt(`198.18.${Math.floor(index / 250)}.${index % 250}`, target, port, {
        ...{ srcPort: 46_000 + index, ago: 200 + slot * 300, action: 'REJECT' },
      }),
    ),
  );
}

/** People who use a website, and an application with its database. */
function ordinary(): readonly FlowRecord[] {
  return upTo(60).flatMap((minute) => [
    ...session(`203.0.113.${minute + 1}`, '10.0.1.80', 443, {
      srcPort: 47_000 + minute,
      ago: 60 + minute * 55,
    }),
    ...session('10.0.1.80', '10.0.2.90', 5432, { srcPort: 48_000 + minute, ago: 60 + minute * 55 }),
  ]);
}

/** An hour up to NOW with one of each. */
export function attackedHour(): readonly FlowRecord[] {
  return written([
    ...ordinary(),
    ...scan('10.0.1.5', '10.0.2.9', 40),
    ...sweep('10.0.1.6', (index) => `10.0.3.${index + 1}`, 40),
    ...sweep('fd00:1::6', (index) => `fd00:3::${index + 1}`, 40),
    ...upTo(40).map((index) =>
      attempt('10.0.1.7', `10.0.4.${index + 1}`, 0, {
        protocol: 1,
        srcPort: 0,
        tcpFlags: 0,
        packets: 2,
        bytes: 168,
      }),
    ),
    ...upTo(8).flatMap((host) => scan('10.0.1.8', `10.0.5.${host + 1}`, 6)),
    ...upTo(12).flatMap((index) => refused('10.0.1.9', `10.0.6.${index + 1}`, 22)),
    ...scan('198.51.100.200', '10.0.1.80', 40),
    ...session('198.51.100.200', '10.0.1.80', 8080, { srcPort: 49_000, ago: 850 }),
    ...guesses('198.51.100.201', '10.0.1.22', 22, 80),
    ...session('198.51.100.202', '10.0.1.33', 3306, { packets: 40, bytes: 9000, srcPort: 49_100 }),
    ...mail('10.0.1.25', 30),
    ...upload('10.0.1.30', '198.51.100.230', 900),
    ...names('10.0.1.53', '198.51.100.53'),
    ...tunnel('10.0.1.47', '198.51.100.47', 'eni-0tun'),
    ...flood('10.0.1.99', 60),
    ...rejected('10.0.1.90', 443, 120),
    ...openSession({ hours: 1, source: '10.0.1.33', destination: '198.51.100.133', port: 3333 }),
  ]);
}
