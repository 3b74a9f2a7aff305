/** Answers to render: one that is complete, and arbitrary ones with hostile text and odd numbers. */
import fc from 'fast-check';
import type { Answer } from '../../src/diagnosis/answer.ts';
import type {
  Chart,
  Completeness,
  Diagnosis,
  Finding,
  PathStep,
  PlanPart,
} from '../../src/diagnosis/diagnosis.ts';
import type { Overspend } from '../../src/diagnosis/overspend.ts';
import { VERDICTS, type Verdict } from '../../src/diagnosis/verdict.ts';
import { MEAN_PIECES } from './mean-text.ts';

/** 2026-11-23T14:37:00Z, seconds since the epoch. */
export const END = 1_795_444_620;

const COMPLETENESS: Completeness = {
  window: { start: END - 3600, end: END },
  completeUntil: END - 420,
  skipData: { records: 0, interfaces: [] },
  keeps: 'ALL',
  rowsReturned: 424,
  cutOff: false,
  interfacesNotLogged: [],
  malformed: { count: 0, samples: [] },
  notes: [],
};

/** A reply that a network ACL drops. */
export const DROPPED_REPLY: Finding = {
  verdict: 'nacl-return-outbound',
  confidence: 0.95,
  summary:
    "10.0.2.9 answers 10.0.1.5 on tcp 5432 (postgresql), and a network ACL drops the replies as they leave 10.0.2.9's subnet",
  blocker: {
    kind: 'network-acl',
    id: null,
    direction: 'outbound',
    because:
      'the request was accepted at this interface, and a security group never rejects the reply to a request that it let through',
  },
  evidence: [
    {
      kind: 'flow',
      first: END - 2089,
      last: END - 2060,
      interfaceId: 'eni-0b11c2d3e4f5a6b7c',
      source: '10.0.1.5',
      sourcePort: 49152,
      destination: '10.0.2.9',
      destinationPort: 5432,
      protocol: 6,
      tcpFlags: 2,
      packets: 4,
      bytes: 240,
      action: 'ACCEPT',
      rejectReason: null,
      records: 1,
    },
    {
      kind: 'flow',
      first: END - 2088,
      last: END - 2060,
      interfaceId: 'eni-0b11c2d3e4f5a6b7c',
      source: '10.0.2.9',
      sourcePort: 5432,
      destination: '10.0.1.5',
      destinationPort: 49152,
      protocol: 6,
      tcpFlags: 18,
      packets: 6,
      bytes: 360,
      action: 'REJECT',
      rejectReason: null,
      records: 1,
    },
  ],
  nextCheck: 'aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=subnet-0b22',
  exchange: {
    initiator: { address: '10.0.1.5', name: 'web-1', interfaceId: null },
    responder: { address: '10.0.2.9', name: 'db-1', interfaceId: 'eni-0b11c2d3e4f5a6b7c' },
    protocol: 6,
    port: 5432,
    initiatorPorts: { low: 32768, high: 60999 },
    request: { action: 'ACCEPT', direction: 'in', interfaceId: 'eni-0b11c2d3e4f5a6b7c', packets: 424 },
    reply: { action: 'REJECT', direction: 'out', interfaceId: 'eni-0b11c2d3e4f5a6b7c', packets: 636 },
    roleConfidence: 0.99,
  },
  occurrence: {
    first: END - 2100,
    last: END - 430,
    ongoing: true,
    connections: { affected: 212, total: 212 },
    packets: 636,
  },
};

const ACL_OF_WEB = 'acl-0c764fcb78694c052';
const ACL_OF_DB = 'acl-0c5f0f9cec20d52d5';
const REPLY_DENIED = 'no outbound rule allows tcp 32768–60999 to 10.0.1.5';
const STATEFUL = 'security groups let replies through to what they let through';

/** What each thing on the way says to the request and the reply of the dropped reply. */
const STEPS: readonly PathStep[] = [
  {
    leg: 'request',
    kind: 'security-groups',
    direction: 'outbound',
    ids: ['sg-0855132091f8c3ebc'],
    outcome: 'allow',
    because: 'sg-0855132091f8c3ebc (web) allows all traffic to 0.0.0.0/0',
  },
  {
    leg: 'request',
    kind: 'network-acl',
    direction: 'outbound',
    ids: [ACL_OF_WEB],
    outcome: 'allow',
    because: 'outbound rule 100 allows tcp 5432 to 10.0.2.9',
  },
  {
    leg: 'request',
    kind: 'route',
    direction: 'outbound',
    ids: ['rtb-0ef2129b801cf36d5'],
    outcome: 'allow',
    because: 'it routes 10.0.0.0/16 to the VPC itself',
  },
  {
    leg: 'request',
    kind: 'network-acl',
    direction: 'inbound',
    ids: [ACL_OF_DB],
    outcome: 'allow',
    because: 'inbound rule 200 allows tcp 5432 from 10.0.1.5',
  },
  {
    leg: 'request',
    kind: 'security-groups',
    direction: 'inbound',
    ids: ['sg-031a2fb4708a92eb6', 'sg-04f752598e6caadfb'],
    outcome: 'allow',
    because: 'sg-031a2fb4708a92eb6 (db) allows tcp 5432 from sg-0855132091f8c3ebc (web)',
  },
  {
    leg: 'reply',
    kind: 'security-groups',
    direction: 'outbound',
    ids: ['sg-031a2fb4708a92eb6', 'sg-04f752598e6caadfb'],
    outcome: 'skipped',
    because: STATEFUL,
  },
  {
    leg: 'reply',
    kind: 'network-acl',
    direction: 'outbound',
    ids: [ACL_OF_DB],
    outcome: 'deny',
    because: REPLY_DENIED,
  },
  {
    leg: 'reply',
    kind: 'route',
    direction: 'outbound',
    ids: ['rtb-00366634857df08c7'],
    outcome: 'allow',
    because: 'it routes 10.0.0.0/16 to the VPC itself',
  },
  {
    leg: 'reply',
    kind: 'network-acl',
    direction: 'inbound',
    ids: [ACL_OF_WEB],
    outcome: 'allow',
    because: 'inbound rule 100 allows tcp 32768–60999 from 10.0.2.9',
  },
  {
    leg: 'reply',
    kind: 'security-groups',
    direction: 'inbound',
    ids: ['sg-0855132091f8c3ebc'],
    outcome: 'skipped',
    because: STATEFUL,
  },
];

/** The same dropped reply where the configuration was read: the rule has a name and the fix is a command. */
export const DROPPED_BY_RULE: Finding = {
  ...DROPPED_REPLY,
  confidence: 0.97,
  blocker: {
    kind: 'network-acl',
    id: ACL_OF_DB,
    rule: '*',
    direction: 'outbound',
    because: REPLY_DENIED,
  },
  nextCheck: `aws ec2 create-network-acl-entry --network-acl-id ${ACL_OF_DB} --egress --rule-number 120 --protocol 6 --port-range From=32768,To=60999 --cidr-block 10.0.1.0/24 --rule-action allow`,
  steps: STEPS,
};

/** A capture that was asked to be prepared. */
export const PLAN: readonly PlanPart[] = [
  {
    title: 'Mirror the interface with Terraform',
    language: 'hcl',
    text: [
      'resource "aws_ec2_traffic_mirror_session" "flows" {',
      '  network_interface_id = "eni-0b11c2d3e4f5a6b7c"',
      '  session_number       = 1',
      '}',
      '',
    ].join('\n'),
  },
  {
    title: 'Capture on the host',
    language: 'shell',
    text: "tcpdump -ni eth0 -c 1000 -w /tmp/flows.pcap 'host 10.0.1.5 and tcp port 5432 && tcp[13] & 2 != 0'\n",
  },
];

export const SCAN: Finding = {
  verdict: 'background-scan',
  confidence: 0.93,
  summary:
    '96 addresses on the internet probed 10.0.0.10 and were rejected: unsolicited background scanning, policy works as it should',
  blocker: null,
  evidence: [],
  nextCheck: 'Nothing to do.',
};

export function diagnosis(
  findings: readonly [Finding, ...Finding[]] = [DROPPED_REPLY],
  changes: Partial<Diagnosis> = {},
): Diagnosis {
  const [{ verdict, confidence, summary, blocker, evidence, nextCheck }] = findings;
  return {
    verdict,
    confidence,
    summary,
    blocker,
    evidence,
    findings,
    nextCheck,
    completeness: COMPLETENESS,
    cost: {
      bytesScanned: 38_000_000,
      queries: 6,
      estimatedUsd: 0.0002,
      cached: false,
      apiCalls: 0,
      milliseconds: 3100,
    },
    ...changes,
  };
}

export function answered(of: Diagnosis = diagnosis(), question = 'reject 10.0.1.5'): Answer {
  return { kind: 'diagnosis', question, diagnosis: of };
}

export const LISTING: Answer = answered(
  diagnosis(
    [
      {
        verdict: 'listing',
        confidence: 1,
        summary: 'The top 2 by bytes for each pair: 82 % of what was recorded',
        blocker: null,
        evidence: [],
        nextCheck: 'Ask `reject` with one of these addresses.',
      },
    ],
    {
      columns: [
        { key: 'source', title: 'From', unit: 'address' },
        { key: 'protocol', title: 'Protocol', unit: 'protocol' },
        { key: 'bytes', title: 'Bytes', unit: 'bytes' },
        { key: 'share', title: 'Share of bytes', unit: 'share' },
      ],
      rows: [
        { source: '10.0.1.5', protocol: 6, bytes: 1_234_567_890, share: 0.61 },
        { source: '2001:db8::7', protocol: 58, bytes: 812, share: 0.004 },
      ],
    },
  ),
  'top by bytes',
);

/** A page of several lists. */
export const PAGE: Answer = answered(
  diagnosis(
    [
      {
        verdict: 'listing',
        confidence: 1,
        summary: 'web-1 (10.0.1.5) called 1 peer and was called by 1 peer; 9 packets were rejected',
        blocker: null,
        evidence: [],
        nextCheck: 'flows reject 10.0.1.5   (what rejects it, and how sure that is)',
      },
    ],
    {
      sections: [
        {
          title: 'Who it is',
          columns: [
            { key: 'what', title: 'What', unit: 'text' },
            { key: 'value', title: 'Value', unit: 'text' },
          ],
          rows: [
            { what: 'Network interface', value: 'eni-0b11c2d3e4f5a6b7c (web-1)' },
            { what: 'Address', value: 'private (RFC 1918)' },
          ],
        },
        {
          title: 'Traffic',
          columns: [
            { key: 'what', title: 'Way', unit: 'text' },
            { key: 'bytes', title: 'Bytes', unit: 'bytes' },
            { key: 'peers', title: 'Peers', unit: 'count' },
            { key: 'first', title: 'First', unit: 'time' },
            { key: 'last', title: 'Last', unit: 'time' },
          ],
          rows: [
            { what: 'sent, accepted', bytes: 61_000_000, peers: 2, first: END - 3500, last: END - 430 },
            { what: 'received, REJECTED', bytes: 540, peers: 1, first: END - 90_000, last: END - 500 },
          ],
        },
        {
          title: 'Peers',
          columns: [
            { key: 'peer', title: 'Peer', unit: 'address', nameKey: 'peerName' },
            { key: 'role', title: 'Role', unit: 'text' },
            { key: 'sent', title: 'Sent', unit: 'bytes' },
            { key: 'rejected', title: 'Rejected packets', unit: 'packets' },
          ],
          rows: [
            { peer: '10.0.2.9', peerName: 'db-1', role: 'called', sent: 898_000, rejected: null },
            {
              peer: '203.0.113.7',
              peerName: 'a-name-that-is-longer-than-any-table-can-take',
              role: 'caller',
              sent: 0,
              rejected: 9,
            },
          ],
        },
      ],
    },
  ),
  'talk 10.0.1.5',
);

const HOSTILE = [
  '<!channel> <@U012> <http://evil.example|click>',
  '*bold* _it_ ~no~ `code` ```fence```',
  '\u001B[31mred\u001B[0m \u0007 \u202Eright-to-left',
  '=cmd|" /C calc"!A0',
  'a'.repeat(5000),
  '&amp;'.repeat(2000),
  '| a | b |\n\n# title\n<script>alert(1)</script>',
  '日本語 👩‍👩‍👧‍👦 \u{1F600}'.repeat(50),
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 3, arbitrary: fc.constantFrom(...MEAN_PIECES) },
  fc.string({ unit: 'binary', maxLength: 300 }),
);
/** What others may write anywhere. */
export const anyText = text;
const moment = fc.oneof(
  fc.integer({ min: 0, max: 4_000_000_000 }),
  fc.constantFrom(0, Number.MAX_SAFE_INTEGER),
);
const amount = fc.oneof(fc.nat(), fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER));
const port = fc.option(fc.integer({ min: 0, max: 65_535 }));
const verdict = fc.constantFrom(...(Object.keys(VERDICTS) as Verdict[]));

const evidence = fc.oneof(
  fc.record({
    kind: fc.constant('flow' as const),
    first: fc.option(moment),
    last: fc.option(moment),
    interfaceId: fc.option(text),
    source: text,
    sourcePort: port,
    destination: text,
    destinationPort: port,
    protocol: fc.option(fc.integer({ min: 0, max: 255 })),
    tcpFlags: fc.option(fc.integer({ min: 0, max: 255 })),
    packets: amount,
    bytes: amount,
    action: fc.option(fc.constantFrom('ACCEPT' as const, 'REJECT' as const)),
    rejectReason: fc.option(text),
    records: amount,
  }),
  fc.record({
    kind: fc.constant('status' as const),
    interfaceId: fc.option(text),
    status: fc.constantFrom('OK' as const, 'NODATA' as const, 'SKIPDATA' as const),
    first: fc.option(moment),
    last: fc.option(moment),
    records: amount,
  }),
  fc.record({ kind: fc.constant('absence' as const), lookedFor: text, where: text }),
  fc.record({
    kind: fc.constant('flow-log' as const),
    flowLogId: text,
    resourceId: text,
    keeps: fc.constantFrom('ALL' as const, 'ACCEPT' as const, 'REJECT' as const),
    deliveryError: fc.option(text),
  }),
);

const ID = fc.constantFrom(
  'sg-0855132091f8c3ebc',
  'acl-0c5f0f9cec20d52d5',
  'rtb-0ce5ade93c4e8b5ad',
  'acl-0a1b2c3d',
  'acl-0a1b2c3d4e5f6a7b8|<!channel>',
  'sg-',
);
const id = fc.oneof(ID, text);
/** What a rule says, from which names and links are made. */
const said = fc.oneof(
  text,
  fc
    .array(
      fc.oneof(
        ID,
        fc.constantFrom('allows tcp 443', 'no inbound rule', 'of', '(web)', 'inbound rule 100', 'it', '<b>'),
        fc.string({ unit: 'binary', maxLength: 20 }),
      ),
      { maxLength: 60 },
    )
    .map((words) => words.join(' ')),
);

const step = fc.record({
  leg: fc.constantFrom('request' as const, 'reply' as const),
  kind: fc.constantFrom(
    'security-groups' as const,
    'network-acl' as const,
    'route' as const,
    'block-public-access' as const,
  ),
  direction: fc.constantFrom('inbound' as const, 'outbound' as const),
  ids: fc.array(id, { maxLength: 6 }),
  outcome: fc.constantFrom(
    'allow' as const,
    'allow' as const,
    'deny' as const,
    'partly' as const,
    'unknown' as const,
    'skipped' as const,
  ),
  because: said,
});

const planPart = fc.record({
  title: text,
  language: fc.constantFrom('shell' as const, 'hcl' as const),
  text: fc
    .array(fc.oneof(text, fc.constantFrom('', 'sudo tcpdump -ni eth0', 'a\tb\r')), { maxLength: 8 })
    .map((lines) => lines.join('\n')),
});

const leg = fc.record({
  action: fc.constantFrom('ACCEPT' as const, 'REJECT' as const, 'mixed' as const, 'unseen' as const),
  direction: fc.option(fc.constantFrom('in' as const, 'out' as const)),
  interfaceId: fc.option(text),
  packets: amount,
});
const party = fc.record({ address: text, name: fc.option(text), interfaceId: fc.option(text) });

export const anyFinding = fc.record(
  {
    verdict,
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    summary: text,
    blocker: fc.option(
      fc.record({
        kind: fc.constantFrom(
          'security-group' as const,
          'network-acl' as const,
          'route-table' as const,
          'vpc-bpa' as const,
        ),
        id: fc.option(id),
        rule: fc.constantFrom('*', '100', '<!here>'),
        direction: fc.constantFrom('inbound' as const, 'outbound' as const),
        because: said,
      }),
    ),
    evidence: fc.array(evidence, { maxLength: 5 }),
    nextCheck: fc.oneof(
      text,
      text.map((end) => `aws ec2 create-route ${end}`),
      text.map((end) => `flows coverage 10.0.1.5   (${end})`),
    ),
    steps: fc.array(step, { maxLength: 12 }),
    exchange: fc.record({
      initiator: party,
      responder: party,
      protocol: fc.option(fc.integer({ min: 0, max: 255 })),
      port,
      initiatorPorts: fc.option(fc.record({ low: fc.nat(65_535), high: fc.nat(65_535) })),
      request: leg,
      reply: leg,
      roleConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    occurrence: fc.record({
      first: moment,
      last: moment,
      ongoing: fc.boolean(),
      connections: fc.option(fc.record({ affected: amount, total: amount })),
      packets: amount,
    }),
  },
  { requiredKeys: ['verdict', 'confidence', 'summary', 'blocker', 'evidence', 'nextCheck'] },
);

const unit = fc.constantFrom(
  'text',
  'address',
  'port',
  'protocol',
  'bytes',
  'packets',
  'count',
  'share',
  'time',
);

/** Seldom long: a table of nothing else would take most of the time of the tests. */
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(fc.ipV4(), fc.string({ unit: 'binary', maxLength: 20 })) },
  { weight: 6, arbitrary: amount },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: text },
);

function listOf(most: { readonly columns: number; readonly rows: number }) {
  const column = fc.record(
    {
      key: fc.stringMatching(/^[a-z_]{1,5}$/),
      title: text,
      unit: unit as fc.Arbitrary<'text'>,
      nameKey: fc.constantFrom('name', 'missing'),
    },
    { requiredKeys: ['key', 'title', 'unit'] },
  );
  return fc.array(column, { minLength: 1, maxLength: most.columns }).chain((columns) =>
    fc.array(fc.tuple(text, ...columns.map(() => cell)), { maxLength: most.rows }).map((rows) => ({
      columns,
      rows: rows.map(([name, ...cells]) => ({
        name: String(name),
        ...Object.fromEntries(columns.map(({ key }, index) => [key, cells[index] ?? null])),
      })),
    })),
  );
}

const listing = listOf({ columns: 25, rows: 120 });
const section = fc.tuple(text, listOf({ columns: 5, rows: 5 })).map(([title, list]) => ({ title, ...list }));

const value = fc.option(fc.oneof(fc.constant(0), amount));
const name = fc.oneof(
  text,
  fc.constantFrom('accepted', 'rejected', 'a name that is longer than a label takes'),
);

/** As a picture of time may be: nothing known in places, bins of seconds, names that are the same. */
const chart: fc.Arbitrary<Chart> = fc
  .tuple(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 0, max: 8 }))
  .chain(([bins, most]) =>
    fc.record({
      title: text,
      unit: fc.oneof(fc.constantFrom('bytes' as const, 'packets' as const, 'count' as const), unit),
      start: fc.integer({ min: 0, max: 4_000_000_000 }),
      binSeconds: fc.constantFrom(1, 20, 60, 300, 3600, 86_400),
      series: fc.array(
        fc.record({
          name,
          role: fc.constantFrom('accepted' as const, 'rejected' as const, 'other' as const),
          values: fc.array(value, { minLength: bins, maxLength: bins }),
        }),
        { maxLength: most },
      ),
      marks: fc.array(
        fc.record({ at: moment, series: name, kind: fc.constantFrom('first', 'most', 'last') }),
        {
          maxLength: 4,
        },
      ),
    }),
  );

const anyDiagnosis: fc.Arbitrary<Diagnosis> = fc
  .tuple(
    anyFinding,
    fc.array(anyFinding, { maxLength: 12 }),
    fc.option(listing),
    fc.option(fc.array(planPart, { maxLength: 8 })),
    fc.option(fc.array(section, { maxLength: 3 })),
    fc.option(chart, { freq: 2 }),
    fc.record({
      completeUntil: fc.option(moment),
      skipData: fc.record({ records: amount, interfaces: fc.array(text, { maxLength: 20 }) }),
      keeps: fc.constantFrom('ALL' as const, 'unknown' as const),
      cutOff: fc.boolean(),
      interfacesNotLogged: fc.array(text, { maxLength: 20 }),
      malformed: fc.record({
        count: amount,
        samples: fc.array(fc.record({ file: text, line: amount, text, reason: text }), { maxLength: 5 }),
      }),
      notes: fc.array(text, { maxLength: 15 }),
      rulesReadAt: fc.option(moment),
    }),
    fc.record({
      bytesScanned: fc.option(amount),
      queries: fc.nat(20),
      estimatedUsd: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      apiCalls: amount,
    }),
  )
  .map(([first, rest, list, plan, sections, drawn, completeness, cost]) =>
    diagnosis([first, ...rest], {
      completeness: { ...COMPLETENESS, ...completeness },
      cost: { cached: false, milliseconds: 10, ...cost },
      ...(list ?? {}),
      ...(plan ? { plan } : {}),
      ...(sections ? { sections } : {}),
      ...(drawn ? { chart: drawn } : {}),
    }),
  );

const guide = fc.record({
  name: fc.string({ minLength: 1, maxLength: 12 }),
  summary: text,
  usage: text,
  examples: fc.array(text, { maxLength: 5 }),
});

const dollars = fc.double({ min: 0, max: 1e6, noNaN: true });

export const anyOverspend: fc.Arbitrary<Overspend> = fc.record({
  estimate: fc.record({ bytes: fc.option(amount), usd: fc.option(dollars), basis: text }),
  budget: fc.record({
    of: fc.constantFrom('question' as const, 'person' as const, 'everybody' as const),
    unit: fc.constantFrom('bytes' as const, 'usd' as const),
    limit: amount,
    spent: amount,
  }),
  spent: fc.record({ bytes: amount, usd: dollars }),
  narrowed: fc.option(fc.record({ start: fc.constant(END - 720), end: fc.constant(END) })),
});

/** Any answer of any kind. */
export const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('diagnosis' as const),
      question: text,
      diagnosis: anyDiagnosis,
    }),
  },
  fc.record({
    kind: fc.constant('explanation' as const),
    explanation: fc.record({
      record: fc.constant({}),
      headline: text,
      notes: fc.array(fc.record({ about: text, text }), { maxLength: 12 }),
      communityId: fc.option(fc.constant('1:LQU9qZlK+B5F3KDmev6m5PMibrg=')),
      caveats: fc.array(text, { maxLength: 12 }),
    }),
  }),
  fc.record({
    kind: fc.constant('help' as const),
    verbs: fc.array(guide, { minLength: 1, maxLength: 60 }),
    notes: fc.array(text, { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('mistake' as const), text, problem: text, allowed: text, example: text }),
  fc.record({
    kind: fc.constant('failure' as const),
    question: text,
    attempted: text,
    happened: text,
    todo: text,
  }),
  fc.record({ kind: fc.constant('over-budget' as const), question: text, overspend: anyOverspend }),
  fc.record({ kind: fc.constant('cancelled' as const), question: text, because: text }),
);
