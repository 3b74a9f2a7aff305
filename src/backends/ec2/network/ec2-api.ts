/** The calls of EC2 that show a network, through the AWS SDK, which is loaded when the first is made. They only read. */
import { type AwsSettings, clientSettings } from '../aws-settings.ts';
import { renewing } from '../renewing.ts';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

export interface Input {
  /** Every filter must match, and of each any of its values. */
  readonly filters: readonly Filter[];
  /** The one list whose entries are asked for. */
  readonly prefixListId?: string;
  /** Things on a page; the service's own number where it is left out. */
  readonly pageSize?: number;
}

export interface Asking {
  readonly signal: AbortSignal;
  /** Pages to read at most. */
  readonly maxPages: number;
  /** Told of a request before it is made, then how many more it took; -1 where none reached the service. */
  readonly onCall: (requests: number) => void;
}

interface Answer {
  /** What all pages hold, under the names that the SDK gives it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** There were more pages. */
  readonly isCut: boolean;
}

async function connected(settings: AwsSettings) {
  const sdk = await import('@aws-sdk/client-ec2');
  return { sdk, client: renewing(new sdk.EC2Client(clientSettings(settings))) };
}

type Connection = Awaited<ReturnType<typeof connected>>;

interface Page {
  readonly input: Input;
  readonly token: string | undefined;
}

interface Sent {
  readonly NextToken?: string | undefined;
  readonly $metadata: { readonly attempts?: number | undefined };
}

type Send = (
  connection: Connection,
  page: Page,
  options: { readonly abortSignal: AbortSignal },
) => Promise<Sent>;

function filtersOf({ filters }: Input) {
  return filters.map(({ name, values }) => ({ Name: name, Values: [...values] }));
}

function pageOf({ input: { pageSize }, token }: Page) {
  return {
    ...(token === undefined ? {} : { NextToken: token }),
    ...(pageSize === undefined ? {} : { MaxResults: pageSize }),
  };
}

function filtered(page: Page) {
  return { Filters: filtersOf(page.input), ...pageOf(page) };
}

const SENDERS = {
  DescribeNetworkInterfaces: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeNetworkInterfacesCommand(filtered(page)), options),
  DescribeInstances: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeInstancesCommand(filtered(page)), options),
  DescribeSecurityGroups: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeSecurityGroupsCommand(filtered(page)), options),
  DescribeSecurityGroupRules: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeSecurityGroupRulesCommand(filtered(page)), options),
  DescribeNetworkAcls: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeNetworkAclsCommand(filtered(page)), options),
  DescribeRouteTables: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeRouteTablesCommand(filtered(page)), options),
  DescribeSubnets: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeSubnetsCommand(filtered(page)), options),
  DescribeVpcs: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeVpcsCommand(filtered(page)), options),
  DescribeManagedPrefixLists: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeManagedPrefixListsCommand(filtered(page)), options),
  DescribePrefixLists: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribePrefixListsCommand(filtered(page)), options),
  GetManagedPrefixListEntries: ({ sdk, client }, page, options) =>
    client.send(
      new sdk.GetManagedPrefixListEntriesCommand({
        PrefixListId: page.input.prefixListId,
        ...pageOf(page),
      }),
      options,
    ),
  DescribeVpcBlockPublicAccessOptions: ({ sdk, client }, _, options) =>
    client.send(new sdk.DescribeVpcBlockPublicAccessOptionsCommand({}), options),
  DescribeVpcBlockPublicAccessExclusions: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeVpcBlockPublicAccessExclusionsCommand(filtered(page)), options),
  DescribeNatGateways: ({ sdk, client }, page, options) =>
    client.send(
      new sdk.DescribeNatGatewaysCommand({ Filter: filtersOf(page.input), ...pageOf(page) }),
      options,
    ),
  DescribeVpcPeeringConnections: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeVpcPeeringConnectionsCommand(filtered(page)), options),
  DescribeTransitGatewayVpcAttachments: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeTransitGatewayVpcAttachmentsCommand(filtered(page)), options),
  DescribeVpcEndpoints: ({ sdk, client }, page, options) =>
    client.send(new sdk.DescribeVpcEndpointsCommand(filtered(page)), options),
} as const satisfies Readonly<Record<string, Send>>;

export type Operation = keyof typeof SENDERS;

export interface Ec2Api {
  /** Rejects with the error of the SDK, which has tried again by itself where that may help. */
  ask(operation: Operation, input: Input, asking: Asking): Promise<Answer>;
}

/** The requests behind an error that the service itself sent; none behind one of the SDK. */
function requestsBehind(error: unknown): number {
  const metadata: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, '$metadata') : null;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 0;
  return 'attempts' in metadata && typeof metadata.attempts === 'number' ? metadata.attempts : 1;
}

/** Lists of several pages put together; of what is no list, the last. */
function merged(body: Readonly<Record<string, unknown>>, page: object): Readonly<Record<string, unknown>> {
  const more = Object.entries(page).map(([key, value]) => {
    const known = body[key];
    return [key, Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value] as const;
  });
  return { ...body, ...Object.fromEntries(more) };
}

export function createEc2Api(settings: AwsSettings): Ec2Api {
  let connection: Promise<Connection> | undefined;

  async function send(operation: Operation, page: Page, { signal, onCall }: Asking): Promise<Sent> {
    onCall(1);
    try {
      connection ??= connected(settings);
      const open = await connection;
      signal.throwIfAborted();
      const sent = await SENDERS[operation](open, page, { abortSignal: signal });
      onCall((sent.$metadata.attempts ?? 1) - 1);
      return sent;
    } catch (error) {
      onCall(requestsBehind(error) - 1);
      throw error;
    }
  }

  return {
    async ask(operation, input, asking) {
      let body: Answer['body'] = {};
      let token: string | undefined;
      for (let pages = 0; pages < asking.maxPages; pages += 1) {
        const { $metadata: _, NextToken, ...page } = await send(operation, { input, token }, asking);
        body = merged(body, page);
        token = NextToken || undefined;
        if (token === undefined) return { body, isCut: false };
      }
      return { body, isCut: true };
    },
  };
}
