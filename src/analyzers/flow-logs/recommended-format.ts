/** The fields that a flow log should write for questions to be answered: those of versions 2 to 5, and why a packet was rejected. */
import { FIELD_KEYS, FIELDS, type FieldKey } from '../../record/fields.ts';

const NEWEST_VERSION = 5;

/** In the order in which a new flow log writes them. Fields of newer versions than the fifth cost bytes in every record and answer nothing here. */
export const RECOMMENDED_FIELDS: readonly FieldKey[] = FIELD_KEYS.filter(
  (key) =>
    key === 'rejectReason' || (FIELDS[key].home !== 'transit-gateway' && FIELDS[key].since <= NEWEST_VERSION),
);

/** What cannot be told without a field, the most wanted field first. Without the fields of version 2 hardly anything can. */
const TELLS = {
  tcpFlags: 'who opened a connection and whether it was refused',
  flowDirection: 'which way a packet ran',
  pktSrcAddr: 'who sent a packet that came through a NAT gateway or transit gateway',
  pktDstAddr: 'who a packet through a NAT gateway or transit gateway was for',
  rejectReason: 'whether VPC Block Public Access or encryption controls rejected it',
  subnetId: 'which subnet, and so which network ACL',
  instanceId: 'which instance',
  vpcId: 'which VPC',
  trafficPath: 'which way traffic left',
} as const satisfies Partial<Record<FieldKey, string>>;

function tells(key: FieldKey): key is keyof typeof TELLS {
  return key in TELLS;
}

function wanted(key: FieldKey): number {
  if (FIELDS[key].since === 2) return 0;
  return tells(key) ? 1 + Object.keys(TELLS).indexOf(key) : Number.POSITIVE_INFINITY;
}

/** The recommended fields that a format lacks, the most wanted first. @param format names as AWS writes them */
export function missingFields(format: readonly string[]): readonly FieldKey[] {
  const has = new Set(format);
  return RECOMMENDED_FIELDS.filter((key) => !has.has(FIELDS[key].name)).sort((a, b) => {
    const [first, second] = [wanted(a), wanted(b)];
    return first === second ? 0 : first - second;
  });
}

/** What answers lose by the fields that are missing, the worst first; empty where those say little. */
export function losses(missing: readonly FieldKey[]): readonly string[] {
  return missing.flatMap((key) => {
    if (tells(key)) return [`${TELLS[key]} (${FIELDS[key].name})`];
    return FIELDS[key].since === 2 ? [`${FIELDS[key].name} itself`] : [];
  });
}

/** As `--log-format` takes it. */
export function recommendedLogFormat(): string {
  return RECOMMENDED_FIELDS.map((key) => `\${${FIELDS[key].name}}`).join(' ');
}
