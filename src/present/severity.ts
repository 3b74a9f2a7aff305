/** How bad news is: what colours an answer. */
import type { Verdict } from '../diagnosis/verdict.ts';

/** `blocked`: traffic is stopped. `look`: something to look at. `fine`: nothing to do. `open`: it cannot be told. `list`: a list was asked for. */
export type Severity = 'blocked' | 'look' | 'fine' | 'open' | 'list';

export const SEVERITY = {
  'sg-inbound': 'blocked',
  'sg-outbound': 'blocked',
  'nacl-inbound': 'blocked',
  'nacl-outbound': 'blocked',
  'nacl-return-outbound': 'blocked',
  'nacl-return-inbound': 'blocked',
  'sg-or-nacl-inbound': 'blocked',
  'sg-or-nacl-outbound': 'blocked',
  'vpc-bpa': 'blocked',
  'vpc-encryption-controls': 'blocked',
  'no-route': 'blocked',
  'lost-in-path': 'blocked',
  'return-path-lost': 'blocked',
  'idle-timeout': 'look',
  'port-closed': 'look',
  'no-reply': 'look',
  'app-level': 'look',
  detections: 'look',
  'late-packets': 'fine',
  'background-scan': 'fine',
  healthy: 'fine',
  'not-captured': 'open',
  'not-logged': 'open',
  'logs-incomplete': 'open',
  'no-records': 'open',
  listing: 'list',
} as const satisfies Record<Verdict, Severity>;
