/**
 * Two evenings on which others played APT29 in a Windows domain of their own and recorded it (OTRF Security-Datasets, after the scripts of MITRE's
 * ATT&CK evaluation of 2020), as flow logs would have it. What was the attack follows from the scripts and from the connections themselves.
 *
 * First evening: SCRANTON opens a file and talks to 192.168.0.5 on 1234 and 443, asks 192.168.0.4 for its share in vain and sends files there
 * over 80; then it administers NASHUA by WinRM, copies a program to its share and starts it over RPC, whose dynamic port a firewall drops; NASHUA
 * talks to 192.168.0.4 on 8443. Second evening: UTICA talks to 192.168.0.4 on 443 and 8080, administers the domain controller NEWYORK and then
 * SCRANTON by WinRM, and sends files to OneDrive. All else is what a domain's members say to their controller, and one desktop that is looked at.
 */
import { parseText } from '../../src/record/parse-lines.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flowLogOf, type Logging } from './flow-log-of.ts';
import { realText } from './real-records.ts';
import { seenOnce, type ZeekConnection, zeekConnections } from './zeek-connections.ts';

export const [SCRANTON, UTICA, NASHUA, NEWYORK] = ['10.0.1.4', '10.0.1.5', '10.0.1.6', '10.0.0.4'] as const;

export const INTERFACES: ReadonlyMap<string, string> = new Map([
  [SCRANTON, 'eni-0scranton'],
  [UTICA, 'eni-0utica'],
  [NASHUA, 'eni-0nashua'],
  [NEWYORK, 'eni-0newyork'],
  ['10.0.0.5', 'eni-0member'],
]);

const SENSORS = {
  first: ['day1_SCRANTON', 'day1_NASHUA'],
  second: [
    ...['day2_UTICA-A', 'day2_UTICA-C', 'day2_UTICA-D', 'day2_UTICA-ONE-DRIVE'],
    ...['day2_SCRANTON', 'day2_NEWYORK'],
  ],
} as const;

export type Evening = keyof typeof SENSORS;

/** The attacker's network was a neighbour in their cloud; on the internet it is one as here. */
const ATTACKERS = '192.168.0.';
const OUTSIDE = '198.51.100.';

function moved({ address, port }: ZeekConnection['originator']): ZeekConnection['originator'] {
  return { address: address.replace(ATTACKERS, OUTSIDE), port };
}

/** What was recorded in an evening. @param from where the attackers are: where they were, or on the internet */
export function recordedOn(
  evening: Evening,
  from: 'neighbours' | 'internet' = 'internet',
): readonly ZeekConnection[] {
  const sensors = SENSORS[evening].map((sensor) =>
    zeekConnections(realText(`otrf-apt29/${sensor}_conn.log`)),
  );
  const once = seenOnce(sensors);
  if (from === 'neighbours') return once;
  return once.map((one) => ({ ...one, originator: moved(one.originator), responder: moved(one.responder) }));
}

const WINRM = 5985;
/** OneDrive, the sign-in to it, and what its page brings along. */
const ONEDRIVE = /^(?:13\.107|40\.90|52\.114)\./;

export function isAttack({ originator, responder }: ZeekConnection): boolean {
  const { address, port } = responder;
  if (address.startsWith(ATTACKERS) || address.startsWith(OUTSIDE) || ONEDRIVE.test(address)) return true;
  return port === WINRM || (originator.address === SCRANTON && address === NASHUA);
}

/** As they were, but ended then, seconds since the epoch. */
export function endedAt(connections: readonly ZeekConnection[], end: number): readonly ZeekConnection[] {
  const last = Math.max(...connections.map(({ at, seconds }) => at + seconds));
  return connections.map((one) => ({ ...one, at: one.at - last + end }));
}

export function flowRecords(
  connections: readonly ZeekConnection[],
  logging: Partial<Logging> = {},
): readonly FlowRecord[] {
  const lines = flowLogOf(connections, { aggregation: 60, version: 5, interfaces: INTERFACES, ...logging });
  const { records, malformed } = parseText(lines.join('\n'), { file: 'recorded' });
  if (malformed.count > 0) throw new TypeError(JSON.stringify(malformed.samples));
  return records;
}
