/** A prefix list: blocks under one id, which rules and routes refer to. */
import type { Cidr } from '../record/address.ts';

export interface PrefixList {
  readonly id: string;
  /** `com.amazonaws.eu-west-1.s3` for AWS's own; null where it was not given. */
  readonly name: string | null;
  /** Null where the entries are not known. */
  readonly entries: readonly Cidr[] | null;
}

/** AWS's lists of these services hold nothing but public addresses, which is known even where their entries are not. */
const PUBLIC_SERVICES: ReadonlySet<string> = new Set(
  's3 s3express dynamodb cloudfront ec2-instance-connect route53-healthchecks'.split(' '),
);
/** `com.amazonaws.eu-west-1.s3`, `com.amazonaws.eu-west-1.ipv6.ec2-instance-connect`, `com.amazonaws.global.cloudfront.origin-facing`. */
const SERVICE = /^com\.amazonaws\.[^.]+\.(?:ipv6\.)?([^.]+)/;

/** The ids of AWS's first lists, those of Amazon S3 and DynamoDB among them, have 8 digits; a customer's have 17. */
const FIRST_AWS_LISTS = /^pl-[0-9a-f]{8}$/;

/** Whether a list is one of AWS's that hold public addresses only. */
export function holdsPublicAddressesOnly(id: string, list: PrefixList | undefined): boolean {
  if (!list?.name) return FIRST_AWS_LISTS.test(id);
  const [, service = ''] = SERVICE.exec(list.name) ?? [];
  return PUBLIC_SERVICES.has(service);
}
