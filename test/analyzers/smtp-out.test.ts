import { describe, expect, it } from 'vitest';
import { smtpOut } from '../../src/analyzers/smtp-out.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { network, WEB } from '../kit/networks.ts';
import { back, upTo, withoutFlags } from '../kit/probing.ts';
import { NOW } from '../kit/scope.ts';

const DAY = 86_400;
const HOST = '10.0.1.5';

interface Mail {
  readonly peers?: number;
  readonly port?: number;
  readonly asks?: Partial<FlowRecord>;
  /** Null: nothing answers. */
  readonly answers?: Partial<FlowRecord> | null;
}

function mail({ peers = 1, port = 25, asks = {}, answers = {} }: Mail = {}): FlowRecord[] {
  return Array.from({ length: peers }, (_, n) => {
    const server = `198.51.${Math.floor(n / 250)}.${(n % 250) + 1}`;
    return [
      flow(HOST, server, { srcPort: 40_000 + n, dstPort: port, packets: 14, bytes: 4000, ...asks }),
      ...(answers
        ? [flow(server, HOST, { srcPort: port, dstPort: 40_000 + n, packets: 12, bytes: 1500, ...answers })]
        : []),
    ];
  }).flat();
}

const KNOWN = { [`mail ${HOST} tcp/25`]: { first: NOW - 25 * DAY, last: NOW - DAY, days: 25 } };

describe('the detector of outbound mail', () => {
  it('finds a host that sends mail and never did', async () => {
    const { fired } = await watched({ detector: smtpOut, records: mail(), history: remembered({}) });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'address', id: HOST },
      class: 'tcp/25',
      severity: 'medium',
      others: ['198.51.0.1'],
      measured: { value: 1, normal: 0 },
    });
  });

  it('is of high severity where it reaches many servers', async () => {
    const { fired } = await watched({
      detector: smtpOut,
      records: mail({ peers: 60 }),
      history: remembered({}),
    });

    expect(fired[0]?.detection).toMatchObject({ severity: 'high', size: 60 });
  });

  it('is quiet about a host that has sent mail for weeks', async () => {
    const history = remembered({ acquaintances: KNOWN });

    const { fired } = await watched({ detector: smtpOut, records: mail({ peers: 5 }), history });

    expect(fired).toEqual([]);
  });

  it('finds a host that sends to ten times as many servers as it does', async () => {
    const history = remembered({
      acquaintances: KNOWN,
      samples: { [`smtp-out|${HOST}|tcp/25`]: [{ at: NOW - DAY, value: 3 }] },
    });

    const { fired } = await watched({ detector: smtpOut, records: mail({ peers: 60 }), history });

    expect(fired[0]?.detection).toMatchObject({ severity: 'high', measured: { normal: 3 } });
  });

  it('tells only the digest where too little is remembered to know', async () => {
    const alone = await watched({ detector: smtpOut, records: mail() });
    const learning = await watched({
      detector: smtpOut,
      records: mail(),
      history: remembered({ since: NOW - 2 * DAY }),
    });

    expect(alone.fired[0]?.detection?.severity).toBe('low');
    expect(learning.fired[0]?.detection?.severity).toBe('low');
    expect(learning.fired[0]?.detection?.measured.basis).toBe('learning for 1 of 14 days');
  });

  it('says that AWS blocks port 25 where many servers do not answer', async () => {
    const { fired } = await watched({
      detector: smtpOut,
      records: mail({ peers: 40, asks: { packets: 3, bytes: 180 }, answers: null }),
      history: remembered({}),
    });

    expect(fired[0]?.detection?.severity).toBe('low');
    expect(fired[0]?.summary).toContain('AWS blocks port 25');
  });

  it('tells a rejection of our own rules from that', async () => {
    const { fired } = await watched({
      detector: smtpOut,
      records: mail({ peers: 40, asks: { action: 'REJECT' }, answers: null }),
      history: remembered({}),
    });

    expect(fired[0]?.summary).toContain('our own rules reject it');
  });

  it('counts submission to a relay only where it is to many servers', async () => {
    const few = await watched({
      detector: smtpOut,
      records: mail({ port: 587, peers: 2 }),
      history: remembered({}),
    });
    const many = await watched({
      detector: smtpOut,
      records: mail({ port: 587, peers: 30 }),
      history: remembered({}),
    });

    expect(few.fired).toEqual([]);
    expect(many.fired[0]?.detection?.class).toBe('tcp/587');
  });

  it('is quiet about mail hosts and NAT gateways', async () => {
    const records = mail({ peers: 60 });
    const nat = network({ networkInterfaces: [{ ...WEB, type: 'nat_gateway' }] });

    const named = await watched({ detector: smtpOut, records, parameters: { mailHosts: [HOST] } });
    const relay = await watched({ detector: smtpOut, records, network: nat });

    expect([...named.all, ...relay.all]).toEqual([]);
  });

  it('remembers who sends mail, and to how many', async () => {
    const { observed } = await watched({ detector: smtpOut, records: mail({ peers: 2 }) });

    expect(observed.acquaintances).toEqual([{ kind: 'mail', key: `${HOST} tcp/25`, at: NOW - 30 }]);
    expect(observed.samples).toEqual([
      expect.objectContaining({ series: `smtp-out|${HOST}|tcp/25`, value: 2 }),
    ]);
  });

  it('is quiet about a scanner outside that sends from port 25 and is answered', async () => {
    const probe = { srcPort: 25, dstPort: 443, packets: 5, bytes: 300, tcpFlags: 3 };
    const scan = upTo(30).flatMap((index) => {
      const opening = flow(`203.0.113.${index}`, HOST, probe);
      return [opening, back(opening, { tcpFlags: 19 })];
    });
    const history = remembered({});

    const flagged = await watched({ detector: smtpOut, records: scan, history });
    const plain = await watched({ detector: smtpOut, records: withoutFlags(scan), history });

    expect([...flagged.all, ...plain.all]).toEqual([]);
  });
});
