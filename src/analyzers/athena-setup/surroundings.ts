/** What a table needs around it: a workgroup with a limit, and the source in the configuration. */
import { shellArgument } from '../../network/fix/command.ts';

/** The names that everything printed uses. */
export const NAMES = {
  workgroup: 'flows',
  database: 'flows',
  vpc: 'vpc_flow_logs',
  transitGateway: 'transit_gateway_flow_logs',
} as const;

/** Bytes that one query may scan before Athena cancels it: at $5 a terabyte, half a dollar. Athena takes 10 MB at least. */
const CUTOFF = 100_000_000_000;

export function workgroupScript(): string {
  const configuration = `ResultConfiguration={OutputLocation=$RESULTS},EnforceWorkGroupConfiguration=true,BytesScannedCutoffPerQuery=${CUTOFF}`;
  return [
    '#!/bin/sh',
    '# A workgroup for flows alone: Athena cancels a query of it that scans more than 100 GB (about $0.50).',
    'set -eu',
    `RESULTS="\${RESULTS:?set it to where results go, such as s3://my-athena-results/flows/}"`,
    `aws athena create-work-group --name ${NAMES.workgroup} --configuration "${configuration}"`,
    '',
    '# The statements, once you have read them, in the Athena console or from files:',
    `#   aws athena start-query-execution --work-group ${NAMES.workgroup} --query-string file://database.sql`,
    `#   aws athena start-query-execution --work-group ${NAMES.workgroup} --query-string file://table.sql`,
    '',
  ].join('\n');
}

export interface SourceToConfigure {
  readonly isTransitGateways: boolean;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** The names of the fields, where lines are one column. */
  readonly format: readonly string[] | null;
}

/** A text of YAML, which JSON's are too. */
function yamlText(text: string): string {
  return JSON.stringify(text);
}

export function sourceYaml({ isTransitGateways, account, region, format }: SourceToConfigure): string {
  const table = isTransitGateways
    ? `    transitGatewayTable: ${NAMES.transitGateway}`
    : `    table: ${NAMES.vpc}`;
  return [
    'sources:',
    '  - name: athena',
    '    kind: athena',
    ...(account === undefined ? [] : [`    account: ${yamlText(account)}`]),
    ...(region === undefined ? [] : [`    region: ${yamlText(region)}`]),
    `    workgroup: ${NAMES.workgroup}`,
    `    database: ${NAMES.database}`,
    table,
    ...(format === null ? [] : [`    format: ${yamlText(format.join(' '))}`]),
    '',
  ].join('\n');
}

/** What makes flow logs deliver to S3 known to this command. */
export function describeFlowLogs(): string {
  const filter = shellArgument('Name=log-destination-type,Values=s3,kinesis-data-firehose');
  return `aws ec2 describe-flow-logs --filter ${filter} > flow-logs.json && flows athena-setup --flow-logs flow-logs.json`;
}
