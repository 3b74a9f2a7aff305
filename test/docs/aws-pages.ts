/** Pages of AWS's documentation that the rules of a diagnosis come from. */

const VPC = 'https://docs.aws.amazon.com/vpc/latest/userguide';

const AWS_PAGES = {
  records: ['Flow log records', `${VPC}/flow-log-records.html`],
  examples: ['Flow log record examples', `${VPC}/flow-logs-records-examples.html`],
  limitations: ['Flow log limitations', `${VPC}/flow-logs-limitations.html`],
  acls: ['Network ACL basics', `${VPC}/nacl-basics.html`],
  groups: ['Security groups', `${VPC}/vpc-security-groups.html`],
  tracking: [
    'Security group connection tracking',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html',
  ],
  nat: ['Troubleshoot NAT gateways', `${VPC}/nat-gateway-troubleshooting.html`],
  routes: ['Route tables', `${VPC}/VPC_Route_Tables.html`],
  publicAccess: ['Block public access to VPCs and subnets', `${VPC}/security-vpc-bpa.html`],
  encryption: ['Enforce VPC encryption in transit', `${VPC}/vpc-encryption-controls.html`],
} as const satisfies Record<string, readonly [string, string]>;

export type AwsPage = keyof typeof AWS_PAGES;

/** As Markdown. */
export function pageLink(page: AwsPage): string {
  const [title, url] = AWS_PAGES[page];
  return `[${title}](${url})`;
}
