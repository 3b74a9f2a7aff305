/** Where the traffic was seen, which way it took, and whose it is: what AWS adds to the packet's own facts. */
import { FIELDS, type FieldKey } from '../fields.ts';
import type { FlowRecord } from '../record.ts';

/** Meanings of `traffic-path` (VPC User Guide, "Flow log records"). */
const TRAFFIC_PATHS: ReadonlyMap<number, string> = new Map([
  [
    1,
    'to a resource in the same VPC, an AWS service’s network interface in it, or an Outpost’s local gateway',
  ],
  [2, 'through an internet gateway or a gateway VPC endpoint'],
  [3, 'through a virtual private gateway'],
  [4, 'over VPC peering within the Region'],
  [5, 'over VPC peering to another Region'],
  [6, 'through a Local Zone or Wavelength Zone gateway'],
  [7, 'through a gateway VPC endpoint'],
  [8, 'through an internet gateway'],
]);

const ENCRYPTION: ReadonlyMap<number, string> = new Map([
  [0, 'The traffic was not encrypted.'],
  [1, 'The Nitro hardware encrypted the traffic.'],
  [
    2,
    'The application encrypted the traffic, judged by the port: TCP 443 to an endpoint, or encrypted Redshift.',
  ],
  [3, 'Both the Nitro hardware and the application encrypted the traffic.'],
]);

export function encryptionNote({ encryptionStatus }: FlowRecord): string | null {
  return typeof encryptionStatus === 'number'
    ? (ENCRYPTION.get(encryptionStatus) ??
        `encryption-status ${encryptionStatus} is newer than this explanation.`)
    : null;
}

export function trafficPathNote({ trafficPath, flowDirection }: FlowRecord): string | null {
  if (typeof trafficPath === 'number') {
    const way = TRAFFIC_PATHS.get(trafficPath);
    return way
      ? `It left ${way} (traffic-path ${trafficPath}).`
      : `traffic-path ${trafficPath} is newer than this explanation.`;
  }
  return trafficPath === null && flowDirection === 'ingress'
    ? 'traffic-path is given for outgoing traffic only.'
    : null;
}

export function directionNote({ flowDirection }: FlowRecord): string | null {
  if (!flowDirection) return null;
  const way = flowDirection === 'ingress' ? 'into' : 'out of';
  return `The packets went ${way} the interface (${flowDirection}). That says nothing about who opened the connection.`;
}

export function awsServiceNote({ pktSrcAwsService, pktDstAwsService }: FlowRecord): string | null {
  const ends = [
    pktSrcAwsService ? `the source address belongs to AWS’s ${pktSrcAwsService}` : '',
    pktDstAwsService ? `the destination address belongs to AWS’s ${pktDstAwsService}` : '',
  ].filter((text) => text !== '');
  const sentence = ends.join(', and ');
  return sentence === ''
    ? null
    : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)} (where ranges overlap, one service is shown).`;
}

/** `a value` for each field that has one, with AWS's name of the field. */
function valuesOf(
  record: FlowRecord,
  keys: readonly FieldKey[],
  read: (text: string) => string = (text) => text,
): string {
  return keys
    .flatMap((key) => {
      const value = record[key];
      return value === undefined || value === null ? [] : [`${FIELDS[key].name} ${read(String(value))}`];
    })
    .join(', ');
}

const WHERE = [
  'interfaceId',
  'interfaceType',
  'instanceId',
  'subnetId',
  'vpcId',
  'azId',
  'sublocationType',
  'sublocationId',
  'region',
  'accountId',
  'resourceId',
] as const;

export function whereNote(record: FlowRecord): string | null {
  const values = valuesOf(record, WHERE);
  return values === '' ? null : `Seen at ${values}.`;
}

const NEXT_HOP = [
  'nextHopInterfaceId',
  'nextHopInterfaceType',
  'nextHopSubnetId',
  'nextHopAzId',
  'nextHopVpcId',
] as const;

export function nextHopNote(record: FlowRecord): string | null {
  const values = valuesOf(record, NEXT_HOP);
  return values === '' ? null : `The other end of this hop: ${values}.`;
}

const ECS = [
  'ecsClusterName',
  'ecsServiceName',
  'ecsTaskId',
  'ecsTaskDefinitionArn',
  'ecsContainerId',
  'ecsSecondContainerId',
  'ecsContainerInstanceId',
] as const;

export function ecsNote(record: FlowRecord): string | null {
  const values = valuesOf(record, ECS);
  return values === '' ? null : `The interface belongs to an ECS task: ${values}.`;
}

const TAGS = ['instanceTag', 'instanceTag2', 'interfaceTag', 'interfaceTag2', 'asgTag', 'asgTag2'] as const;

/** The text that was percent-encoded; as it stands where it was not encoded properly. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function tagNote(record: FlowRecord): string | null {
  const values = valuesOf(record, TAGS, (text) => `"${percentDecoded(text)}"`);
  return values === '' ? null : `Tags: ${values}. Which keys these are, the flow log’s settings say.`;
}
