/** Mail that is sent by a host that never sends mail: a spambot, or an application that nobody told of the mail relay. */
import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { Blocks, isIn } from './detection/blocks-parameter.ts';
import { defineDetector } from './detection/detector.ts';
import { isRelay } from './detection/relays.ts';
import { sightings } from './sighting.ts';
import { mailFrom } from './smtp-out/detected.ts';
import { familiarity, remembers } from './smtp-out/familiar.ts';
import { follow, needs } from './smtp-out/queries.ts';
import { type Sender, sendersIn } from './smtp-out/senders.ts';

/** So many senders are looked at closely. */
const MOST = 30;

const parameters = z.strictObject({
  mailHosts: Blocks.default([]).describe('Hosts of ours that send mail.'),
  peers: z
    .int()
    .min(2)
    .default(20)
    .describe('Distinct mail servers an hour from which on it is more than an application’s few.'),
});

export const smtpOut = defineDetector({
  id: 'smtp-out',
  title: 'Outbound mail',
  summary: 'A host sends mail to servers outside that never did.',
  basis:
    'As GuardDuty’s Backdoor:EC2/Spambot: port 25 to a remote host without a history of it; EC2 blocks port 25 by default ("Restriction on email sent using port 25", EC2 User Guide), so many one-sided attempts are that block.',
  quietBy:
    'One alert a host; hosts that sent mail in the last 30 days are left out unless they reach ten times as many servers; ports 465 and 587 count only for many servers; mail hosts can be named.',
  benign:
    'A mail server, a monitoring check or an application with a relay outside sends mail too: name it as a mail host.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow: (rows, scope) => follow(sendersIn(rows.asks.rows, rows.answers.rows).slice(0, MOST), scope),
  detect(rows, scope) {
    const { parameters: set, detecting, network, request } = scope;
    const { history } = detecting;
    const isMailHost = isIn(set.mailHosts);
    const isExpected = ({ client }: Sender) => isRelay(client, network) || isMailHost(client);
    const senders = sendersIn(rows.asks.rows, rows.answers.rows).filter((one) => !isExpected(one));
    const surroundings = {
      exchanges: sightings(rows.exchanges.rows),
      network,
      windowEnd: request.window.end,
      peers: set.peers,
    };
    return {
      found: senders
        .slice(0, MOST)
        .map((sender) => mailFrom(sender, familiarity(sender, history, request.window), surroundings))
        .filter(({ level }) => level >= KEEPS_GOING),
      observed: remembers(senders, request.window),
      notes: rows.asks.cutOff ? ['More hosts send mail than were looked at.'] : [],
    };
  },
});
