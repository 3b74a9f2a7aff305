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
  /** The same as narrow as it can be. */
  readonly narrow: string;
  /** What became of it, and where that was seen. */
  readonly outcome: string;
}

export function pathLegs(exchange: Exchange): readonly PathLeg[] {
  const { initiator, responder, request, reply } = exchange;
  const from = partyText(initiator);
  const to = partyText(responder);
  const middle = Math.max([...portText(exchange)].length, [...replyText(exchange)].length);
  return [
    {
      arrow: `${from}  ── ${padded(portText(exchange), middle)} ──▶  ${to}`,
      narrow: `${from} ─ ${portText(exchange)} ─▶ ${to}`,
      outcome: legText(request),
    },
    {
      arrow: `${from}  ◀─ ${padded(replyText(exchange), middle)} ───  ${to}`,
      narrow: `${from} ◀─ ${replyText(exchange)} ─ ${to}`,
      outcome: legText(reply),
    },
  ];
}

export function pathLines(legs: readonly PathLeg[]): readonly string[] {
  return legs.map(({ arrow, outcome }) => `${arrow}   ${outcome}`);
}
