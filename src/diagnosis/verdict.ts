/** The closed list of what a diagnosis can say. */

export const VERDICTS = {
  'sg-inbound': 'a security group of the destination has no rule that lets the request in',
  'sg-outbound': 'a security group of the source has no rule that lets the request out',
  'nacl-inbound': "the destination subnet's network ACL denies the request",
  'nacl-outbound': "the source subnet's network ACL denies the request",
  'nacl-return-outbound':
    'the request was accepted, and a network ACL denies the reply as it leaves the destination subnet',
  'nacl-return-inbound': 'a network ACL denies the reply as it enters the source subnet',
  'sg-or-nacl-inbound': 'policy at the destination rejects the request; the evidence cannot tell which',
  'sg-or-nacl-outbound': 'policy at the source rejects the request; the evidence cannot tell which',
  'vpc-bpa': 'VPC Block Public Access rejects it',
  'vpc-encryption-controls': 'VPC encryption controls reject it',
  'late-packets': 'a few packets arrived after their connection had closed: harmless',
  'idle-timeout': 'the connection sat idle past a tracking timeout',
  'no-route': 'there is no route, one way or the other',
  'lost-in-path': 'accepted at the source, never seen at the destination',
  'return-path-lost': 'the reply left the destination and never arrived at the source',
  'port-closed': 'the host answers with a reset: nothing listens',
  'no-reply': 'the request reached the destination and the host never answered',
  'app-level': 'the network carries it both ways: look at the application',
  'not-captured': 'this traffic is never in a flow log',
  'not-logged': 'no flow log covers this, or it keeps only the other action',
  'logs-incomplete': 'records are missing or late, and what is there does not settle it',
  'no-records': 'the interface is logged and there is no trace of this traffic',
  'background-scan': 'unsolicited probes from the internet: policy works as it should',
  healthy: 'nothing is rejected',
  listing: 'a list was asked for',
  detections: 'a scan for suspicious traffic was asked for',
} as const satisfies Record<string, string>;

export type Verdict = keyof typeof VERDICTS;
