/**
 * One host's contact with one service of another: whether it was answered, failed, or is itself a reply. Repeats are one contact, as in NEMEA's
 * scan detectors and Bro's TRW, so that retries to what is dead do not count.
 */

import { bareHeader } from '../../record/bare-header.ts';
import { isLikelyEphemeral } from '../../record/ephemeral.ts';
import { isServicePort } from '../../record/ports.ts';
import { TCP } from '../../record/protocols.ts';
import { answersConnection, opensConnection } from '../../record/tcp-flags.ts';
import { byKey } from '../detection/by-key.ts';
import type { AnswerRow, ContactRow } from './contact-queries.ts';
import { repliesToPolls } from './polls.ts';
import { MOST_PROBE_PACKETS } from './probe-queries.ts';

/** `unclear`: more was sent than a probe, and nothing came back; it counts for nothing. */
type Outcome = 'failed' | 'answered' | 'reply' | 'unclear';

export interface Contact {
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  readonly protocol: number;
  readonly outcome: Outcome;
  readonly rejected: boolean;
  readonly first: number;
  readonly last: number;
  /** Its rows, one an action. */
  readonly tries: readonly ContactRow[];
  readonly answers: readonly AnswerRow[];
}

function sumBy(rows: readonly ContactRow[], key: 'packets' | 'bytes'): number {
  return rows.reduce((total, row) => total + row[key], 0);
}

function most(rows: readonly ContactRow[], key: 'mostPackets' | 'flags'): number | null {
  return rows.reduce<number | null>(
    (high, row) => (row[key] === null ? high : Math.max(high ?? 0, row[key])),
    null,
  );
}

function size(rows: readonly ContactRow[]): number {
  return sumBy(rows, 'bytes') / Math.max(1, sumBy(rows, 'packets'));
}

/**
 * Nothing but bare headers came back: RST packets carry no options, while a SYN-ACK always does (RFC 9293, "Maximum Segment Size"). Each attempt is
 * refused by one, and Windows tries three times.
 */
function isRefusal(answers: readonly ContactRow[]): boolean {
  const [first] = answers;
  if (first?.protocol !== TCP || answersConnection(most(answers, 'flags'))) return false;
  return (
    (most(answers, 'mostPackets') ?? 0) <= MOST_PROBE_PACKETS &&
    size(answers) <= bareHeader(first.source ?? '')
  );
}

/** The one port that it was sent from; null where there were several. */
export function senderPort(tries: readonly ContactRow[]): number | null {
  const ports = new Set(tries.flatMap(({ lowest, highest }) => [lowest, highest]));
  return ports.size === 1 ? ([...ports][0] ?? null) : null;
}

function looksLikeReply(tries: readonly ContactRow[], port: number, protocol: number): boolean {
  const from = senderPort(tries);
  if (from === null || from === 0) return false;
  const served = from < 1024 || (isServicePort(from, protocol) && !isLikelyEphemeral(from));
  return served && (isLikelyEphemeral(port) || (port >= 1024 && !isServicePort(port, protocol)));
}

/** Linux sends a SYN for so long before it gives up (ip-sysctl, `tcp_syn_retries`); what is refused is over at once. Seconds. */
const LONGEST_ATTEMPT = 127;
/** A TCP header is so many bytes times something (RFC 9293), so SYNs are, and a keep-alive with its one byte is not. */
const HEADER_WORD = 4;

/** Bare headers acknowledge an open connection, too: what was sent is no SYN, or came from one port for longer than anybody tries. */
function isOpen(tries: readonly ContactRow[]): boolean {
  if (sumBy(tries, 'bytes') % HEADER_WORD !== 0) return true;
  const first = Math.min(...tries.map((row) => row.first ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...tries.map((row) => row.last ?? Number.NEGATIVE_INFINITY));
  return senderPort(tries) !== null && last - first > LONGEST_ATTEMPT;
}

function outcomeOf(tries: readonly ContactRow[], answers: readonly ContactRow[]): Outcome {
  const [{ port, protocol } = { port: null, protocol: null }] = tries;
  const flags = most(tries, 'flags');
  const opens = opensConnection(flags);
  if (answersConnection(flags)) return 'reply';
  if (!opens && looksLikeReply(tries, port ?? 0, protocol ?? 0)) return 'reply';
  if (answers.length > 0) {
    if (!isRefusal(answers) || (flags === null && isOpen(tries))) return 'answered';
    // Whoever opened a connection that was refused sent the larger packets; where both are bare headers, only flags tell.
    if (size(tries) < size(answers) || (flags !== null && !opens)) return 'reply';
    return 'failed';
  }
  if (tries.some(({ action }) => action === 'REJECT')) return 'failed';
  return (most(tries, 'mostPackets') ?? 0) <= MOST_PROBE_PACKETS ? 'failed' : 'unclear';
}

/** Several that it talks with from one port, most of whom sent something themselves: the port is a service's, whatever its number. */
function servingPorts(contacts: readonly Contact[]): ReadonlySet<string> {
  const bySender = byKey(contacts, ({ source, protocol, tries }) =>
    [source, senderPort(tries), protocol].join(' '),
  );
  const serving = [...bySender].filter(([, of]) => {
    const answered = of.filter(({ outcome }) => outcome !== 'failed').length;
    return answered >= 3 && answered >= of.length / 2;
  });
  return new Set(serving.map(([key]) => key));
}

function contactOf(tries: readonly ContactRow[], answers: readonly AnswerRow[]): readonly Contact[] {
  const [row] = tries;
  if (!row) return [];
  const { source, destination, port, protocol } = row;
  if (source === null || destination === null || port === null || protocol === null) return [];
  return [
    {
      ...{ source, destination, port, protocol, tries, answers },
      outcome: outcomeOf(tries, answers),
      rejected: tries.some(({ action }) => action === 'REJECT'),
      first: Math.min(...tries.map(({ first }) => first ?? Number.POSITIVE_INFINITY)),
      last: Math.max(...tries.map(({ last }) => last ?? Number.NEGATIVE_INFINITY)),
    },
  ];
}

/** In the order in which they were first made. */
export function contactsOf(tries: readonly ContactRow[], answers: readonly AnswerRow[]): readonly Contact[] {
  const back = byKey(answers, (row) => [row.destination, row.source, row.port, row.protocol].join(' '));
  const forth = byKey(tries, (row) => [row.source, row.destination, row.port, row.protocol].join(' '));
  const contacts = [...forth].flatMap(([key, rows]) => contactOf(rows, back.get(key) ?? []));
  const serving = servingPorts(contacts.filter((contact) => senderPort(contact.tries) !== null));
  const sentBy = (contact: Contact) => ({ ...contact, from: senderPort(contact.tries) });
  const isPolled = repliesToPolls(contacts.map(sentBy), answers);
  return contacts
    .map((contact) => {
      if (isPolled(sentBy(contact)) && (contact.answers.length > 0 || !contact.rejected))
        return { ...contact, outcome: 'reply' as const };
      const key = [contact.source, senderPort(contact.tries), contact.protocol].join(' ');
      const isReply = serving.has(key) && !opensConnection(most(contact.tries, 'flags'));
      return isReply && contact.outcome === 'failed' && !contact.rejected
        ? { ...contact, outcome: 'reply' as const }
        : contact;
    })
    .sort((a, b) => a.first - b.first);
}
