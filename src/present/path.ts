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

export function pathLines(exchange: Exchange): readonly string[] {
  const { initiator, responder, request, reply } = exchange;
  const from = partyText(initiator);
  const to = partyText(responder);
  const middle = Math.max([...portText(exchange)].length, [...replyText(exchange)].length);
  return [
    `${from}  ── ${padded(portText(exchange), middle)} ──▶  ${to}   ${legText(request)}`,
    `${from}  ◀─ ${padded(replyText(exchange), middle)} ───  ${to}   ${legText(reply)}`,
  ];
}
