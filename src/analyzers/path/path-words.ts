/** A path's outcome as a sentence, and what to do next. */
import { isPrivateAddress } from '../../record/address.ts';
import type { Outcome } from './connection-outcome.ts';

export interface Words {
  readonly from: string;
  readonly to: string;
  readonly service: string;
}

export function summaryOf(outcome: Outcome, { from, to, service }: Words, isOutside: boolean): string {
  switch (outcome) {
    case 'answered':
      return `The network carries ${service} between ${from} and ${to} both ways: requests and replies are accepted, so the cause is not the network`;
    case 'reset':
      return `${to} accepts connections of ${from} on ${service} and then resets them: the network carries them, so look at the application`;
    case 'refused':
      return `${to} answers ${from} on ${service} with resets: nothing listens there, and nothing in the network is in the way`;
    case 'idle':
      return `Connections of ${from} to ${to} on ${service} were silent for more than 350 s and were then reset: connection tracking on the way had forgotten them`;
    case 'unanswered':
      return `Requests of ${from} reach ${to} on ${service}, and ${to} never answers: a host firewall, a hung process, or a full backlog`;
    case 'lost':
      return `Requests of ${from} to ${to} on ${service} leave its interface and never arrive, though the interface of ${to} is logged: they are lost on the way`;
    case 'reply-lost':
      return `${to} answers ${from} on ${service}, and the replies leave its interface and never arrive: they are lost on the way back`;
    case 'out-of-sight':
      return isOutside
        ? `Requests of ${from} to ${to} on ${service} leave this network, and no reply comes back; what is outside is not logged`
        : `Requests of ${from} to ${to} on ${service} leave its interface without an answer, and the interface of ${to} writes no records: what happens there is not logged`;
    case 'rejected':
      return `Some of the traffic between ${from} and ${to} on ${service} is rejected`;
  }
}

export function nextOf(
  outcome: Outcome,
  { to, service }: Words,
  responder: string,
  port: number | null,
): string {
  switch (outcome) {
    case 'answered':
      return `Look at the application: its log on ${to}, TLS, authentication, time limits of the client.`;
    case 'reset':
      return `Look at the log of what serves ${service} on ${to} at these times.`;
    case 'refused':
      return `On ${to}: ss -ltnp${port === null ? '' : ` 'sport = :${port}'`}, and is the service bound to the address rather than to localhost?`;
    case 'idle':
      return 'Set a TCP keepalive below 350 s on either end (Linux waits 7200 s by default), then see whether the resets stop.';
    case 'unanswered':
      return `On ${to}: is the host firewall open (nft list ruleset), is the process up, is its backlog full (ss -ltn)?`;
    case 'lost':
      return `Ask Reachability Analyzer for the path to ${responder}, and look at transit gateway and peering routes.`;
    case 'reply-lost':
      return 'Check the route back, appliance mode on the transit gateway, and whether replies leave by another interface than requests came in by.';
    case 'out-of-sight':
      return isPrivateAddress(responder)
        ? `flows coverage ${responder}`
        : `curl -v telnet://${responder}${port === null ? '' : `:${port}`}   (from the client; and ask whoever runs it)`;
    case 'rejected':
      return `flows reject ${responder}`;
  }
}
