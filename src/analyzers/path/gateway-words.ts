/** What a transit gateway lost, in words, and what settles why. */
import { shellArgument } from '../../network/fix/command.ts';
import { countsLosses, type GatewayRow, type Loss, type Lost } from './gateway-records.ts';

const BECAUSE: Readonly<Record<Loss, string>> = {
  noRoute: 'its route table for that attachment has no route to',
  blackhole: 'its route table for that attachment has a blackhole route to',
  tooLarge: 'they were larger than the MTU on the way to',
  expired: 'their time to live ran out on the way to',
};

const GATEWAY = /^tgw-[0-9a-z]+$/;
const ATTACHMENT = /^tgw-attach-[0-9a-z]+$/;

/** Ids come from records, whoever wrote them: what is no id is not put into a sentence or a command. */
function idOf(text: string | null, form: RegExp): string | null {
  return text !== null && form.test(text) ? text : null;
}

function gatewayText({ gateway }: GatewayRow): string {
  return `transit gateway ${idOf(gateway, GATEWAY) ?? '(not named)'}`;
}

function attachmentText({ attachment }: GatewayRow): string {
  const id = idOf(attachment, ATTACHMENT);
  return id === null ? '' : ` at attachment ${id}`;
}

function counted(packets: number): string {
  return `${packets.toLocaleString('en')} ${packets === 1 ? 'packet' : 'packets'}`;
}

/** Why, as the rest of a sentence about the gateway. */
export function lossReason({ loss }: Lost, to: string): string {
  return `${BECAUSE[loss]} ${to}`;
}

/** @param from who sent what was lost, and `to` for whom it was */
export function lossSentence(lost: Lost, from: string, to: string, service: string): string {
  const [worst] = lost.rows;
  if (!worst) throw new TypeError('Nothing was lost.');
  const what = lost.leg === 'request' ? `Requests of ${from}` : `Replies of ${from}`;
  const direction = worst.direction === null ? '' : ` (${worst.direction})`;
  return `${what} to ${to} on ${service} are lost in ${gatewayText(worst)}${attachmentText(worst)}${direction}: it counts ${counted(lost.packets)} lost in records of ${counted(lost.of)}, because ${lossReason(lost, to)}`;
}

/** Where the exchange was last seen, for one that no gateway counts a loss of. @param packets that the gateway saw of it there */
export function passedSentence(row: GatewayRow, packets: number): string {
  const on = idOf(row.pair, ATTACHMENT);
  const way = `${attachmentText(row)}${on === null ? '' : `, bound for ${on}`}`;
  const losses = countsLosses(row)
    ? 'and counts none of them lost: what is lost is lost elsewhere'
    : 'and its flow log does not record every kind of loss';
  return `${gatewayText(row)} saw ${counted(packets)} of it${way}, ${losses}`;
}

/** What lies behind the attachment that the packets were bound for; undefined where no record names it. */
export function beyondCheck({ pair }: GatewayRow): string | undefined {
  const on = idOf(pair, ATTACHMENT);
  return on === null
    ? undefined
    : `aws ec2 describe-transit-gateway-vpc-attachments --transit-gateway-attachment-ids ${on} --query 'TransitGatewayVpcAttachments[].[VpcId, State, SubnetIds]'   (then the network ACLs and route tables of these subnets, and any firewall behind them)`;
}

/** The route table is not in a record: it is asked for by the attachment that the packets came in by. */
function routesCommand({ attachment }: GatewayRow, destination: string): string {
  const id = idOf(attachment, ATTACHMENT);
  const table =
    id === null
      ? 'tgw-rtb-…'
      : `"$(aws ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids ${id} --query 'TransitGatewayAttachments[0].Association.TransitGatewayRouteTableId' --output text)"`;
  const to = shellArgument(`Name=route-search.longest-prefix-match,Values=${destination}`);
  return `aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id ${table} --filters ${to}`;
}

/** MTUs: Transit Gateway guide, "Quotas": 8500 bytes between VPCs and peers, 1500 over VPN; an IPv4 and an ICMP header take 28 of them, with IPv6 48. */
const MTU = { usual: 8500, vpn: 1500 } as const;

/** @param sender who sent what was lost, and `destination` for whom it was: addresses */
export function lossCheck({ loss, rows: [worst] }: Lost, sender: string, destination: string): string {
  if (!worst) throw new TypeError('Nothing was lost.');
  const headers = destination.includes(':') ? 48 : 28;
  switch (loss) {
    case 'noRoute':
      return `${routesCommand(worst, destination)}   (no route, or none as specific as it should be: add one, or let the attachment propagate it)`;
    case 'blackhole':
      return `${routesCommand(worst, destination)}   (a route in state blackhole points to an attachment that is gone, or was made to drop)`;
    case 'tooLarge':
      return `On ${sender}: ping -M do -c 3 -s ${MTU.usual - headers} ${destination} fits a transit gateway's ${MTU.usual} bytes, and -s ${MTU.vpn - headers} a VPN's ${MTU.vpn}: the larger one that arrives is the MTU to set on the interface. Let ICMP "fragmentation needed" through too.`;
    case 'expired':
      return `On ${sender}: traceroute -n ${destination}; hops that come again are a loop, between route tables that send the address to each other.`;
  }
}
