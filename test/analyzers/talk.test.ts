import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { talk } from '../../src/analyzers/talk.ts';
import type { Diagnosis, Section } from '../../src/diagnosis/diagnosis.ts';
import type { FlowLog } from '../../src/network/flow-log.ts';
import type { Network } from '../../src/network/network.ts';
import type { Request } from '../../src/query/request.ts';
import { parseCidr } from '../../src/record/address.ts';
import type { AddressLookup } from '../../src/record/address-facts.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { diagnosisOf, flow } from '../kit/asked-of-records.ts';
import { DB, indexed, ipv4, network, networkInterface } from '../kit/networks.ts';
import { address, flowLog, NOW, request, scope } from '../kit/scope.ts';

const WEB = '10.0.1.5';
const DB_ADDRESS = '10.0.2.9';

function talkOf(
  records: readonly FlowRecord[],
  changes: Partial<Request> = {},
  parts: { readonly network?: Network; readonly lookUp?: AddressLookup } = {},
): Promise<Diagnosis> {
  return diagnosisOf({ analyzer: talk, request: request({ verb: 'talk', ...changes }), records, ...parts });
}

const NONE = { rows: [], cutOff: false };
const NO_ROWS = {
  toService: NONE,
  fromService: NONE,
  other: NONE,
  pairs: NONE,
  skipped: NONE,
  place: NONE,
  newest: NONE,
};

function sectionOf({ sections = [] }: Diagnosis, title: RegExp): Section | undefined {
  return sections.find((section) => title.test(section.title));
}

function factsOf(diagnosis: Diagnosis): Readonly<Record<string, unknown>> {
  const rows = sectionOf(diagnosis, /Who it is/)?.rows ?? [];
  return Object.fromEntries(rows.map(({ what, value }) => [what, value]));
}

/** A connection with both its ways, from `client` to `server`. */
function connection(
  client: string,
  server: string,
  port: number,
  clientPort = 50_000,
  changes: Partial<FlowRecord> = {},
) {
  return [
    flow(client, server, { srcPort: clientPort, dstPort: port, bytes: 100, ...changes }),
    flow(server, client, { srcPort: port, dstPort: clientPort, bytes: 1000, ...changes }),
  ];
}

describe('whom an address talks with', () => {
  it('is told with who opened it, its services, and the bytes each way', async () => {
    const found = await talkOf([...connection(WEB, DB_ADDRESS, 5432), ...connection('10.0.3.3', WEB, 443)]);

    expect(sectionOf(found, /Peers/)?.rows).toEqual([
      {
        peer: '10.0.2.9',
        role: 'called',
        services: 'tcp 5432',
        sent: 100,
        received: 1000,
        rejected: 0,
        who: null,
      },
      {
        peer: '10.0.3.3',
        role: 'caller',
        services: 'tcp 443',
        sent: 1000,
        received: 100,
        rejected: 0,
        who: null,
      },
    ]);
    expect(found.summary).toBe('10.0.1.5 called 1 peer and was called by 1 peer; nothing was rejected');
    expect(found.verdict).toBe('listing');
  });

  it('shows as many peers as are wanted, the largest first, and says of how many', async () => {
    const peers = Array.from({ length: 15 }, (_, at) => flow(WEB, `10.0.4.${at}`, { bytes: at }));

    const section = sectionOf(await talkOf(peers, { limit: 2 }), /peers/);

    expect(section?.title).toBe('The largest 2 of 15 peers');
    expect(section?.rows.map(({ peer }) => peer)).toEqual(['10.0.4.14', '10.0.4.13']);
  });

  it('counts traffic once that both ends’ interfaces logged', async () => {
    const seen = connection(WEB, DB_ADDRESS, 5432);

    const { sections } = await talkOf([
      ...seen,
      ...seen.map((record) => ({ ...record, interfaceId: 'eni-0bbb' })),
    ]);

    expect(sections).toEqual((await talkOf(seen)).sections);
  });

  it('is that of one protocol or port where the question says so', async () => {
    const all = [...connection(WEB, DB_ADDRESS, 5432), ...connection(WEB, '10.0.3.3', 443)];

    const found = await talkOf(all, { port: { low: 443, high: 443 } });

    expect(sectionOf(found, /Peers/)?.rows).toMatchObject([{ peer: '10.0.3.3' }]);
  });
});

describe('which services an address offers and calls', () => {
  it('folds the ports that clients take', async () => {
    const calls = Array.from({ length: 40 }, (_, at) =>
      connection(WEB, DB_ADDRESS, 5432, 40_000 + at),
    ).flat();

    const section = sectionOf(await talkOf(calls), /calls/);

    expect(section?.rows).toEqual([
      { protocol: 6, port: 5432, service: 'postgresql', peers: 1, sent: 4000, received: 40_000 },
    ]);
  });

  it('knows the service by how many ports talk to it, where clients take low ports too', async () => {
    // A NAT gateway and a load balancer take ports from 1024.
    const calls = [3001, 9002, 20_003].flatMap((port) => connection('10.0.0.20', WEB, 7777, port));

    const found = await talkOf(calls);

    expect(sectionOf(found, /offers/)?.rows).toMatchObject([{ port: 7777, peers: 1 }]);
    expect(sectionOf(found, /calls/)).toBeUndefined();
  });

  it('tells nothing of who opened what has no ports, or two that are alike', async () => {
    const found = await talkOf([
      flow(WEB, DB_ADDRESS, { protocol: 1, srcPort: 0, dstPort: 0 }),
      flow(WEB, '10.0.3.3', { srcPort: 45_000, dstPort: 46_000 }),
    ]);

    expect(sectionOf(found, /Peers/)?.rows.map(({ role }) => role)).toEqual(['-', '-']);
    expect(found.summary).toBe('10.0.1.5 talked with 2 peers; nothing was rejected');
  });

  it('names the host of each where the subject has several', async () => {
    const block = parseCidr('10.0.1.0/24');
    const found = await talkOf(
      [...connection('10.0.3.3', WEB, 443), ...connection('10.0.3.3', '10.0.1.6', 443)],
      {
        subjects: block ? [block] : [],
      },
    );

    expect(sectionOf(found, /offers/)?.rows.map(({ host }) => host)).toEqual([WEB, '10.0.1.6']);
  });
});

describe('what is rejected', () => {
  const refused = flow('203.0.113.7', WEB, { action: 'REJECT', dstPort: 22, packets: 9 });

  it('is a sentence with the largest part of it, and `reject` is the next check', async () => {
    const { summary, nextCheck } = await talkOf([
      refused,
      flow(WEB, DB_ADDRESS, { action: 'REJECT', packets: 2 }),
    ]);

    expect(summary).toContain(
      '11 packets were rejected, most of them received from 203.0.113.7 on tcp 22 (ssh)',
    );
    expect(nextCheck).toBe('flows reject 10.0.1.5   (what rejects it, and how sure that is)');
  });

  it('says of replies that they are replies', async () => {
    const { summary } = await talkOf([
      flow(DB_ADDRESS, WEB, { action: 'REJECT', srcPort: 5432, dstPort: 50_000 }),
    ]);

    expect(summary).toContain(
      '1 packet was rejected, received from 10.0.2.9, replies from tcp 5432 (postgresql)',
    );
  });

  it('is asked about over the same window', async () => {
    const { nextCheck } = await talkOf([refused], { window: { start: NOW - 7200, end: NOW } });

    expect(nextCheck).toMatch(/^flows reject 10\.0\.1\.5 last 2h /);
  });

  it('never takes a name into a command that a shell would read otherwise', async () => {
    const name = 'web 1; rm -rf /';
    const { nextCheck } = await talkOf(
      [refused],
      { subjects: [{ kind: 'name', name }] },
      { network: network({ networkInterfaces: [networkInterface({ name })] }) },
    );

    expect(nextCheck).toMatch(/^flows reject eni-0web /);
  });
});

describe('more than is read', () => {
  const ROW = {
    interfaceId: 'eni-0aaa',
    flowDirection: null,
    source: WEB,
    destination: DB_ADDRESS,
    sourceAws: null,
    destinationAws: null,
    protocol: 6,
    action: 'ACCEPT' as 'ACCEPT' | 'REJECT',
    records: 1,
    packets: 9,
    bytes: 540,
    first: NOW - 60,
    last: NOW - 30,
    sourcePorts: 9,
    destinationPorts: 1,
    sourcePort: 40_000,
    destinationPort: 22,
  };

  it('makes amounts lower bounds, and says so', () => {
    const row = { ...ROW, source: '203.0.113.7', destination: WEB, action: 'REJECT' as const };

    const { findings, coverage } = talk.analyze(
      { ...NO_ROWS, other: { rows: [row], cutOff: true } },
      scope(),
    );

    expect(findings[0]?.summary).toContain('at least 9 packets were rejected');
    expect(coverage).toMatchObject({ cutOff: true, completeUntil: NOW - 30 });
    expect(coverage?.notes).toContainEqual(expect.stringContaining('are at least these'));
  });

  it('is not said to be nothing where only the largest groups were read, or the flow log does not keep it', () => {
    const summaryOf = (cutOff: boolean, keeps: FlowLog['keeps'], action: 'ACCEPT' | 'REJECT' = 'ACCEPT') =>
      talk.analyze(
        { ...NO_ROWS, other: { rows: [{ ...ROW, action }], cutOff } },
        { ...scope(), flowLogs: [flowLog({ keeps })] },
      ).findings[0]?.summary;

    expect(summaryOf(false, 'ALL')).toMatch(/; nothing was rejected$/);
    expect(summaryOf(true, 'ALL')).toMatch(/; nothing was rejected among the largest groups of records/);
    expect(summaryOf(false, 'ACCEPT')).toMatch(/; the flow log does not keep what is rejected$/);
    expect(summaryOf(false, 'REJECT', 'REJECT')).toContain(
      'may exchange accepted traffic, which the flow log does not keep; ',
    );
  });
});

describe('who the address is', () => {
  it('is what the configuration says of its interface', async () => {
    const found = await talkOf(
      connection(WEB, DB_ADDRESS, 5432),
      {},
      {
        network: network({
          networkInterfaces: [
            networkInterface({ ipv4: [ipv4(WEB, { publicAddress: '198.51.100.10' })] }),
            DB,
          ],
        }),
      },
    );

    expect(factsOf(found)).toMatchObject({
      'Network interface': 'eni-0web (web-1)',
      Addresses: '10.0.1.5 (public 198.51.100.10)',
      'Security groups': 'sg-0web (web)',
      Address: 'private (RFC 1918)',
    });
    expect(found.summary).toMatch(/^web-1 \(10\.0\.1\.5\) called/);
    expect(sectionOf(found, /Peers/)?.rows).toMatchObject([{ peer: DB_ADDRESS, peerName: 'db-1' }]);
  });

  it('is what the records of its own interface say, without a configuration', async () => {
    const here = {
      flowDirection: 'egress',
      instanceId: 'i-0aaa',
      subnetId: 'subnet-0aaa',
      vpcId: 'vpc-0aaa',
    };

    const found = await talkOf([
      flow(WEB, DB_ADDRESS, here),
      flow(WEB, DB_ADDRESS, {
        ...here,
        interfaceId: 'eni-0peer',
        flowDirection: 'ingress',
        instanceId: 'i-0peer',
      }),
    ]);

    expect(factsOf(found)).toMatchObject({
      'Network interface': 'eni-0aaa',
      Instance: 'i-0aaa',
      VPC: 'vpc-0aaa',
    });
  });

  it('is an AWS service where the records say so', async () => {
    const s3 = '52.95.128.179';
    const record = flow(WEB, s3, { pktDstAwsService: 'S3' });

    expect(factsOf(await talkOf([record], { subjects: [address(s3)] }))['AWS service']).toBe(
      'AWS S3, as the records say',
    );
    expect(sectionOf(await talkOf([record]), /Peers/)?.rows).toMatchObject([{ peer: s3, who: 'AWS S3' }]);
  });

  it('is a country and a network where it is somebody’s on the internet, with whose data that is', async () => {
    const asked: string[] = [];
    const lookUp: AddressLookup = async (addresses) => {
      asked.push(...addresses);
      const facts = { country: 'DE', network: { asn: 64_500, name: 'Example AG' } };
      return { of: new Map(addresses.map((one) => [one, facts])), notes: ['data of then'] };
    };
    const found = await talkOf([flow('9.9.9.9', WEB)], { subjects: [address('9.9.9.9')] }, { lookUp });

    expect(factsOf(found)).toEqual({ Network: 'AS64500 Example AG', 'Registered in': 'Germany (DE)' });
    expect(found.completeness.notes).toContain('data of then');
    expect(asked).toEqual(['9.9.9.9']);
  });

  it('is no stranger where it is ours, public or not', async () => {
    const lookUp: AddressLookup = async () => expect.unreachable('nobody is to be looked up');
    const ours = networkInterface({ ipv4: [ipv4(WEB, { publicAddress: '9.9.9.9' })] });

    const found = await talkOf(
      [flow('9.9.9.9', DB_ADDRESS)],
      { subjects: [address('9.9.9.9')] },
      { lookUp, network: network({ networkInterfaces: [ours] }) },
    );

    expect(factsOf(found)).not.toHaveProperty('Network');
  });
});

describe('an interface without a configuration', () => {
  const subjects = [{ kind: 'network-interface' as const, id: 'eni-0aaa' }];

  it('has the address that is common to what it logged', async () => {
    const found = await talkOf([...connection(WEB, DB_ADDRESS, 5432), ...connection(WEB, '10.0.3.3', 443)], {
      subjects,
    });

    expect(sectionOf(found, /Peers/)?.rows).toMatchObject([
      { peer: DB_ADDRESS, role: 'called' },
      { peer: '10.0.3.3', role: 'called' },
    ]);
  });

  it('that logged a single pair tells no ends apart, unless its format has the direction', async () => {
    const pair = connection(WEB, DB_ADDRESS, 5432);

    expect((await talkOf(pair, { subjects })).summary).toContain('cannot be told');
    expect(
      (await talkOf([flow(WEB, DB_ADDRESS, { flowDirection: 'egress' })], { subjects })).summary,
    ).toContain('called 1 peer');
  });
});

describe('silence', () => {
  it('is said, with what to try', async () => {
    const { summary, nextCheck } = await talkOf([]);

    expect(summary).toBe('No traffic of 10.0.1.5 is recorded in this window');
    expect(nextCheck).toContain('coverage');
  });

  it('of what flow logs never hold says nothing, and that is said', async () => {
    const { summary, nextCheck } = await talkOf([], { subjects: [address('169.254.169.254')] });

    expect(summary).toContain('Flow logs never record traffic to 169.254.169.254');
    expect(nextCheck).toContain('curl');
  });

  it('of the VPC’s resolver is explained where the configuration shows which it is', async () => {
    const subjects = [address('10.0.0.2')];

    expect((await talkOf([], { subjects }, { network: network() })).summary).toContain('resolver');
    expect((await talkOf([], { subjects })).summary).toContain('No traffic of 10.0.0.2');
  });

  it('is that of an interface that no flow log covers where the settings say so', () => {
    const elsewhere = flowLog({ resourceId: 'vpc-0other' });
    const asked = scope({
      flowLogs: [elsewhere],
      network: indexed({ networkInterfaces: [networkInterface()] }),
    });

    const { coverage } = talk.analyze(NO_ROWS, asked);

    expect(coverage?.interfacesNotLogged).toEqual(['eni-0web']);
  });
});

const host = fc.constantFrom(DB_ADDRESS, '10.0.3.3', '203.0.113.7', '2001:db8::7');
const port = fc.constantFrom(0, 22, 443, 5432, 7777, 20_000, 40_000, 65_535);
const anyFlow = fc
  .tuple(host, fc.boolean(), port, port, fc.constantFrom(6, 17, 1), fc.nat(5000), fc.boolean())
  .map(([peer, sends, srcPort, dstPort, protocol, bytes, accepted]) =>
    flow(sends ? WEB : peer, sends ? peer : WEB, {
      srcPort,
      dstPort,
      protocol,
      bytes,
      action: accepted ? 'ACCEPT' : 'REJECT',
    }),
  );

describe('of any traffic at one interface', () => {
  it('every byte that was accepted is some peer’s, once, and the way it went', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFlow, { maxLength: 40 }), async (records) => {
        const rows = sectionOf(await talkOf(records, { limit: 1000 }), /eers/)?.rows ?? [];
        const total = (key: string) => rows.reduce((sum, row) => sum + Number(row[key]), 0);
        const accepted = records.filter(({ action }) => action === 'ACCEPT');
        const bytes = (sends: boolean) =>
          accepted
            .filter(({ srcAddr }) => (srcAddr === WEB) === sends)
            .reduce((sum, record) => sum + (record.bytes ?? 0), 0);

        expect([total('sent'), total('received')]).toEqual([bytes(true), bytes(false)]);
      }),
      { numRuns: 80 },
    );
  });
});
