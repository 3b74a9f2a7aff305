/** What is said of one of our hosts that scans: the widest of its scans, with the others counted. */
import { subjectWords } from '../../diagnosis/detection.ts';
import type { Detected } from '../detection/detector.ts';
import { addressSubject } from '../detection/named-subject.ts';
import type { Contact } from '../probes/contact.ts';
import type { Judged } from '../probes/judged.ts';
import { contactEvidence, spanOf, unseenOf } from '../probes/shown.ts';
import type { PortScope } from './parameters.ts';

type Found = Omit<Detected, 'benign'>;

interface Read {
  /** All that were read, as they tell what the format of the records lacks. */
  readonly contacts: readonly Contact[];
  readonly cutOff: boolean;
}

/** What one host did, by its scans, and the words for it. */
interface Told {
  readonly scans: readonly Judged[];
  readonly measured: Pick<Detected['measured'], 'what' | 'value' | 'basis'>;
  readonly what: string;
  readonly ask: string;
}

function foundOf(source: string, { scans, measured, what, ask }: Told, read: Read, scope: PortScope): Found {
  const subject = addressSubject(source, scope.network);
  const failed = scans.flatMap((scan) => scan.failed);
  const open = scans.flatMap(({ answered }) => answered).length;
  return {
    subject,
    class: '',
    severity: 'high',
    level: Math.max(...scans.map(({ level }) => level)),
    size: failed.length,
    measured: { ...measured, unit: 'count', normal: null },
    ...spanOf(failed, scope.request.window),
    unseen: unseenOf(read.contacts, read.cutOff),
    others: [...new Set(failed.map(({ destination }) => destination))],
    ask,
    confidence: 0.95,
    summary: `${subjectWords(subject)} scans ports: ${what} did not answer${open > 0 ? `, ${open.toLocaleString('en')} did` : ''}`,
    evidence: contactEvidence(scans[0]?.failed ?? []),
    nextCheck: `Ask its owner whether it is meant to scan; see what answered it: \`records ${source} accept\`.`,
  };
}

/**
 * @param scans of its targets, the widest first
 * @param hosts targets there are, more than were read where rows were cut off
 */
export function scanOf(scans: readonly Judged[], hosts: number, read: Read, scope: PortScope): Found {
  const [widest] = scans;
  const { source = '-', destination: target = '-' } = widest?.failed[0] ?? {};
  const ports = widest?.failed.length ?? 0;
  const { ports: enough, sensitivePorts } = scope.parameters;
  const more = hosts > 1 ? `, and of ${hosts - 1} more ${hosts === 2 ? 'host' : 'hosts'},` : '';
  const told = {
    scans,
    measured: {
      ...{ what: `different ports of ${target} that did not answer`, value: ports },
      basis: `fixed minimum: ${enough} in 5 minutes, or ${sensitivePorts} of administration and databases`,
    },
    what: `${ports.toLocaleString('en')} different ports of ${target}${more}`,
    ask: `records ${source} to ${target}`,
  };
  return foundOf(source, told, read, scope);
}

/** @param scan over several targets, each of them below the threshold */
export function spreadOf(scan: Judged, read: Read, scope: PortScope): Found {
  const { failed } = scan;
  const source = failed[0]?.source ?? '-';
  const hosts = new Set(failed.map(({ destination }) => destination)).size;
  const told = {
    scans: [scan],
    measured: {
      ...{ what: `different ports of ${hosts} hosts together that did not answer`, value: failed.length },
      basis: `fixed minimum: ${scope.parameters.spread} in 5 minutes`,
    },
    what: `${failed.length.toLocaleString('en')} ports of ${hosts.toLocaleString('en')} hosts, several of each,`,
    ask: `records ${source}`,
  };
  return foundOf(source, told, read, scope);
}
