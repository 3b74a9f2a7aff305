/** GuardDuty findings, as EventBridge passes them on (GuardDuty User Guide, "Processing findings with Amazon EventBridge", and its API reference, "Finding"). */
import { z } from 'zod';
import { parseIpAddress } from '../record/address.ts';
import { protocolNumber } from '../record/protocols.ts';
import type { Alarm } from './alarm.ts';
import { partsOf } from './loosely.ts';
import { momentIn } from './moment.ts';

const Port = partsOf({ port: z.int().min(0).max(65535) });
const Ip = partsOf({ ipAddressV4: z.string(), ipAddressV6: z.string() });

const Connection = partsOf({
  connectionDirection: z.string(),
  protocol: z.string(),
  localPortDetails: Port,
  remotePortDetails: Port,
  remoteIpDetails: Ip,
  localIpDetails: Ip,
});
/** A call of an API or a login, which no interface of ours need have seen. */
const Call = partsOf({ remoteIpDetails: Ip });

const Finding = z.object({
  source: z.literal('aws.guardduty'),
  'detail-type': z.literal('GuardDuty Finding'),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  detail: z.object({ id: z.string(), type: z.string() }).extend(
    partsOf({
      severity: z.number(),
      title: z.string(),
      description: z.string(),
      accountId: z.string(),
      resource: partsOf({
        instanceDetails: partsOf({
          instanceId: z.string(),
          networkInterfaces: z.array(
            partsOf({ networkInterfaceId: z.string(), privateIpAddress: z.string() }).catch({}),
          ),
        }),
      }),
      service: partsOf({
        action: partsOf({
          networkConnectionAction: Connection,
          portProbeAction: partsOf({ portProbeDetails: z.array(Connection.catch({})) }),
          awsApiCallAction: Call,
          kubernetesApiCallAction: Call,
          rdsLoginAttemptAction: Call,
        }),
        count: z.number(),
        eventLastSeen: z.string(),
        archived: z.boolean(),
      }),
    }).shape,
  ),
});
type Detail = z.infer<typeof Finding>['detail'];

/** GuardDuty User Guide, "Severity levels": 7 and above is high or critical, 4 and above medium. */
function severityOf(severity: number | undefined): Alarm['severity'] {
  if (severity === undefined) return null;
  if (severity >= 7) return 'high';
  return severity >= 4 ? 'medium' : 'low';
}

function addressIn({ ipAddressV4, ipAddressV6 }: z.infer<typeof Ip> = {}): string | null {
  return parseIpAddress(ipAddressV4 ?? '')?.text ?? parseIpAddress(ipAddressV6 ?? '')?.text ?? null;
}

/** Of several probes the first that says from where. */
function connectionOf({ service: { action = {} } = {} }: Detail): z.infer<typeof Connection> {
  const probes = action.portProbeAction?.portProbeDetails ?? [];
  const probe = probes.find(({ remoteIpDetails }) => addressIn(remoteIpDetails) !== null) ?? probes[0];
  return action.networkConnectionAction ?? { ...probe, connectionDirection: 'INBOUND' };
}

/** Who called or logged in, where it is no connection that our interfaces see. */
function callerIn({ service: { action = {} } = {} }: Detail): string | null {
  const { awsApiCallAction, kubernetesApiCallAction, rdsLoginAttemptAction } = action;
  const call = awsApiCallAction ?? kubernetesApiCallAction ?? rdsLoginAttemptAction;
  return addressIn(call?.remoteIpDetails);
}

/** Whether a question can be about it. */
function namesOne(text: string): boolean {
  return parseIpAddress(text) !== undefined || /^(?:eni|i)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(text);
}

/** The address of the interface, since that is what records name; the interface or the instance where it has none, or which one is not said. */
function oursIn({ resource: { instanceDetails = {} } = {} }: Detail, local: string | null): string | null {
  const { networkInterfaces = [], instanceId } = instanceDetails;
  const [only = {}, ...others] = networkInterfaces;
  const ofInterface = [only.privateIpAddress, only.networkInterfaceId];
  const candidates = [
    local,
    ...(others.length === 0 ? [...ofInterface, instanceId] : [instanceId, ...ofInterface]),
  ];
  return candidates.find((one) => typeof one === 'string' && namesOne(one)) ?? null;
}

function portOf({ connectionDirection, protocol, ...ports }: z.infer<typeof Connection>): Alarm['port'] {
  const isOutbound = connectionDirection === 'OUTBOUND';
  const port = (isOutbound ? ports.remotePortDetails : ports.localPortDetails)?.port;
  if (!port) return null;
  const number = protocol === undefined ? undefined : protocolNumber(protocol);
  return { port: { low: port, high: port }, ...(number === undefined ? {} : { protocol: number }) };
}

const OPENED: Readonly<Record<string, Alarm['opened']>> = { INBOUND: 'other', OUTBOUND: 'ours' };

/** Null for what is none. @param receivedAt seconds since the epoch */
export function guardDutyFinding(body: unknown, receivedAt: number): Alarm | null {
  const event = Finding.safeParse(body).data;
  if (!event) return null;
  const { detail, region } = event;
  const { id, type, title = '', description = '', service = {} } = detail;
  const connection = connectionOf(detail);
  const isPlain = /^[a-z0-9-]+$/.test(region) && /^\w+$/.test(id);
  return {
    ...{ kind: 'guardduty', id, region, title: type },
    state: service.archived ? 'over' : 'firing',
    reason: title === '' ? description : title,
    account: detail.accountId ?? event.account,
    severity: severityOf(detail.severity),
    at: momentIn(service.eventLastSeen ?? event.time, receivedAt),
    link: isPlain
      ? `https://${region}.console.aws.amazon.com/guardduty/home?region=${region}#/findings?search=id%3D${id}`
      : null,
    ours: oursIn(detail, addressIn(connection.localIpDetails)),
    other: addressIn(connection.remoteIpDetails) ?? callerIn(detail),
    opened: OPENED[connection.connectionDirection ?? ''] ?? null,
    port: portOf(connection),
    count: service.count ?? null,
  };
}
