/** The ids of what decides about packets, as links to where AWS's console shows them. */
import { escaped } from './mrkdwn.ts';

/** What follows `#` in the console's address, per kind of id. The address without a region leads to the region that was looked at last. */
const PAGES: Readonly<Record<string, string>> = {
  acl: 'NetworkAclDetails:networkAclId',
  rtb: 'RouteTableDetails:RouteTableId',
  sg: 'SecurityGroup:groupId',
};

/** An id as AWS makes them, 8 or 17 hexadecimal digits, and not part of a longer word. */
const ID = /(?<![\w-])((?:acl|rtb|sg)-(?:[0-9a-f]{17}|[0-9a-f]{8}))(?![\w-])/;

function link(id: string): string {
  const [kind = ''] = id.split('-');
  return `<https://console.aws.amazon.com/vpcconsole/home#${PAGES[kind]}=${id}|${id}>`;
}

/** Text as mrkdwn: escaped, with every id of a security group, network ACL or route table as a link. */
export function linked(text: string): string {
  return text
    .split(ID)
    .map((part, index) => (index % 2 === 1 ? link(part) : escaped(part)))
    .join('');
}
