/** The path of an exchange as two lines: what was asked, and what came back. */
import type { Exchange, Leg, Party } from '../diagnosis/diagnosis.ts';
import { protocolName } from '../record/protocols.ts';
import { counted } from './quantities.ts';

function partyText({ name, address }: Party): string {
  return name ? `${name} ${address}` : address;
}

const ACTION_WORDS = {
  ACCEPT: 'accepted',
  REJECT: 'REJECTED',
  mixed: 'partly REJECTED',
  unseen: 'not seen',
} as const;

function legText({ action, direction, interfaceId, packets }: Leg): string {
  if (action === 'unseen') return ACTION_WORDS.unseen;
  const at = interfaceId ? `  ${interfaceId}` : '';
  return `${ACTION_WORDS[action]}${direction ? ` ${direction}` : ''}${at}  ${counted(packets, 'packet')}`;
}

function portText({ protocol, port }: Exchange): string {
  const name = protocol === null ? 'traffic' : protocolName(protocol);
  return port === null ? name : `${name} ${port}`;
}

function replyText({ initiatorPorts }: Exchange): string {
  if (!initiatorPorts) return 'reply';
  const { low, high } = initiatorPorts;
  return low === high ? String(low) : `${low}–${high}`;
}

/** Width in columns of a terminal: everything here is narrow. */
function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length));
}

export interface PathLeg {
  /** From whom to whom, drawn as an arrow, in line with that of the other leg. */
  readonly arrow: string;
  /** The same as narrow as it can be, without what was sent. */
  readonly narrow: string;
  /** What was sent: `tcp 5432`, `to 32768–60999`. */
  readonly traffic: string;
  /** What became of it, where, and how much of it was seen. */
  readonly outcome: string;
  /** The same without where. */
  readonly became: string;
  /** Where it was seen; null where it was not. */
  readonly interfaceId: string | null;
}

function legOf(leg: Leg, texts: Pick<PathLeg, 'arrow' | 'narrow' | 'traffic'>): PathLeg {
  return {
    ...texts,
    outcome: legText(leg),
    became: legText({ ...leg, interfaceId: null }),
    interfaceId: leg.action === 'unseen' ? null : leg.interfaceId,
  };
}

export function pathLegs(exchange: Exchange): readonly PathLeg[] {
  const { initiator, responder, initiatorPorts, request, reply } = exchange;
  const from = partyText(initiator);
  const to = partyText(responder);
  const middle = Math.max([...portText(exchange)].length, [...replyText(exchange)].length);
  return [
    legOf(request, {
      arrow: `${from}  ── ${padded(portText(exchange), middle)} ──▶  ${to}`,
      narrow: `${from} ─▶ ${to}`,
      traffic: portText(exchange),
    }),
    legOf(reply, {
      arrow: `${from}  ◀─ ${padded(replyText(exchange), middle)} ───  ${to}`,
      narrow: `${from} ◀─ ${to}`,
      traffic: initiatorPorts ? `reply to ${replyText(exchange)}` : 'reply',
    }),
  ];
}

export function pathLines(legs: readonly PathLeg[]): readonly string[] {
  return legs.map(({ arrow, outcome }) => `${arrow}   ${outcome}`);
}
