import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { talkerChoice } from '../../src/analyzers/talkers/choice.ts';
import { talkersFile } from '../../src/analyzers/talkers/file.ts';
import { TALKER_FIELDS, TALKER_GROUPINGS } from '../../src/analyzers/talkers/grouping.ts';
import { talkers } from '../../src/analyzers/talkers.ts';
import { top as verb } from '../../src/commands/top.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import type { Request } from '../../src/query/request.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { diagnosisOf, flow } from '../kit/asked-of-records.ts';
import { indexed, networkInterface } from '../kit/networks.ts';
import { address, request, scope } from '../kit/scope.ts';

function asked(changes: Partial<Request>): Request {
  return request({ verb: 'top', text: 'top', subjects: [], ...changes });
}

function topOf(records: readonly FlowRecord[], changes: Partial<Request> = {}): Promise<Diagnosis> {
  return diagnosisOf({ analyzer: talkers, request: asked(changes), records });
}

const columnsOf = (by: string) => talkerChoice({ by }).columns.map(({ key }) => key);

describe('what `top` measures and groups', () => {
  it('is bytes for each pair unless asked otherwise', () => {
    expect(talkerChoice({}).measure).toBe('bytes');
    expect(columnsOf('')).toEqual(['source', 'destination']);
  });

  it('is a measure, and several groupings at once', () => {
    expect(talkerChoice({ by: 'packets source port' }).measure).toBe('packets');
    expect(columnsOf('packets source port')).toEqual(['source', 'protocol', 'port']);
  });

  it('is any field of a VPC flow log by AWS’s name', () => {
    expect(columnsOf('bytes pkt-dst-aws-service')).toEqual(['pktDstAwsService']);
    expect(columnsOf('srcaddr tcp-flags')).toEqual(['srcAddr', 'tcpFlags']);
    expect(TALKER_FIELDS).not.toContain('tgw-id');
  });

  it('has no column twice, under whatever name', () => {
    expect(columnsOf('service port')).toEqual(['destination', 'protocol', 'port']);
    expect(columnsOf('interface interface-id')).toEqual(['interface']);
  });

  it.each(TALKER_GROUPINGS)('groups by %s, with words for one and many', (word) => {
    const { one, many, columns } = talkerChoice({ by: word });

    expect(columns.length).toBeGreaterThan(0);
    expect(many).not.toBe(one);
  });
});

describe('the queries of `top`', () => {
  it('ask for as many rows as wanted, the largest first', () => {
    const { top } = talkers.needs(scope({ request: asked({ by: 'flows source', limit: 3 }) }));

    expect(top).toMatchObject({ limit: 3, orderBy: [{ by: 'flows', descending: true }] });
    expect(Object.keys(top.columns)).toEqual(['source']);
  });

  it('ask for nothing more where nothing is listed', async () => {
    const { summary, nextCheck, rows } = await topOf([], { subjects: [address('10.0.1.5')] });

    expect(rows).toEqual([]);
    expect(summary).toContain('No traffic of 10.0.1.5 is recorded');
    expect(nextCheck).toContain('last 24h');
  });
});

describe('the list', () => {
  it('has each one’s share of the whole', async () => {
    const { rows, summary } = await topOf(
      [flow('10.0.1.5', '10.0.2.9', { bytes: 750 }), flow('10.0.1.6', '10.0.2.9', { bytes: 250 })],
      {
        limit: 1,
      },
    );

    expect(rows).toEqual([
      {
        source: '10.0.1.5',
        destination: '10.0.2.9',
        bytes: 750,
        packets: 1,
        flows: 1,
        share: 0.75,
        reverse: 0,
      },
    ]);
    expect(summary).toBe('The top 1 pair by bytes, 75 % of the whole');
  });

  it('says in words what several groupings make', async () => {
    const { summary } = await topOf([flow('10.0.1.5', '10.0.2.9')], { by: 'bytes source port tcp-flags' });

    expect(summary).toBe('All 1 combination of source, port and tcp-flags by bytes, 100 % of the whole');
  });

  it('names what the configuration knows, in a column that says where its names are', async () => {
    const { listing } = talkers.analyze(
      {
        top: {
          rows: [{ source: '10.0.1.5', destination: '10.0.2.9', bytes: 1, packets: 1, flows: 1 }],
          cutOff: false,
        },
        whole: { rows: [], cutOff: false },
        skipped: { rows: [], cutOff: false },
        reverse: { rows: [], cutOff: false },
      },
      scope({ network: indexed({ networkInterfaces: [networkInterface()] }) }),
    );

    expect(listing?.columns[0]).toMatchObject({ key: 'source', nameKey: 'sourceName' });
    expect(listing?.columns[1]).not.toHaveProperty('nameKey');
    expect(listing?.rows[0]).toMatchObject({ source: '10.0.1.5', sourceName: 'web-1' });
  });
});

describe('the next check', () => {
  it.each([
    ['pair', 'Ask `talk`'],
    ['port', 'Add `by source`'],
  ])('of a list by %s follows from what is listed', async (by, start) => {
    const { nextCheck } = await topOf([flow('10.0.1.5', '10.0.2.9')], { by });

    expect(nextCheck.startsWith(start)).toBe(true);
  });
});

describe('what runs the other way', () => {
  const both = [
    flow('10.0.1.5', '10.0.2.9', { bytes: 1000 }),
    flow('10.0.1.6', '10.0.2.9', { bytes: 900 }),
    flow('10.0.2.9', '10.0.1.5', { bytes: 7, srcPort: 443, dstPort: 50_000 }),
    flow('10.0.9.9', '10.0.1.5', { bytes: 5, srcPort: 22, dstPort: 50_000 }),
  ];

  it('is told of a pair, though it is not among the largest itself', async () => {
    const { rows } = await topOf(both, { limit: 1 });

    expect(rows).toMatchObject([{ source: '10.0.1.5', bytes: 1000, reverse: 7 }]);
  });

  it('is what a source received', async () => {
    const { rows } = await topOf(both, { by: 'bytes source', limit: 2 });

    expect(rows).toMatchObject([
      { source: '10.0.1.5', reverse: 12 },
      { source: '10.0.1.6', reverse: 0 },
    ]);
  });

  it('is what came back from a port, where an end is grouped by too', async () => {
    const { rows } = await topOf(both, { by: 'bytes source port', limit: 1 });

    expect(rows).toMatchObject([{ source: '10.0.1.5', port: 443, reverse: 7 }]);
  });

  it('stays within the question: `from` and `to` change places', async () => {
    const { rows } = await topOf(both, {
      from: address('10.0.1.5'),
      to: address('10.0.2.9'),
      by: 'bytes source',
    });

    expect(rows).toMatchObject([{ source: '10.0.1.5', bytes: 1000, reverse: 7 }]);
  });

  it.each(['port', 'interface', 'source flow-direction', 'tcp-flags'])(
    'is not told by %s, which has no other way',
    async (by) => {
      const { columns } = await topOf(both, { by: `bytes ${by}` });

      expect(columns?.map(({ key }) => key)).not.toContain('reverse');
    },
  );

  it('is not known, rather than none, where its groups were cut off', () => {
    const row = { source: '10.0.1.5', destination: '10.0.2.9', bytes: 1, packets: 1, flows: 1 };
    const { listing } = talkers.analyze(
      {
        top: { rows: [row], cutOff: false },
        whole: { rows: [], cutOff: false },
        skipped: { rows: [], cutOff: false },
        reverse: { rows: [], cutOff: true },
      },
      scope({ request: asked({}) }),
    );

    expect(listing?.rows[0]?.['reverse']).toBeNull();
  });
});

const host = fc.constantFrom('10.0.1.5', '10.0.1.6', '10.0.2.9', '2001:db8::7', '198.51.100.4');
const anyFlow = fc
  .tuple(host, host, fc.constantFrom(443, 22, 50_000), fc.constantFrom(443, 22, 50_000), fc.nat(5000))
  .map(([source, destination, srcPort, dstPort, bytes]) =>
    flow(source, destination, { srcPort, dstPort, bytes }),
  );
const anyGrouping = fc
  .uniqueArray(fc.constantFrom(...TALKER_GROUPINGS, 'srcaddr', 'dstport', 'srcport'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => words.join(' '));

describe('of any traffic', () => {
  it('the shares add up to no more than the whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFlow, { maxLength: 30 }),
        anyGrouping,
        fc.integer({ min: 1, max: 20 }),
        async (records, by, limit) => {
          const { rows = [] } = await topOf(records, { by: `bytes ${by}`, limit });

          expect(rows.reduce((sum, row) => sum + Number(row['share']), 0)).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('the reverse of a pair’s reverse is the pair itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFlow, { maxLength: 30 }), async (records) => {
        const { rows = [] } = await topOf(records, { limit: 100 });
        const bytesOf = new Map(rows.map((row) => [`${row['source']} ${row['destination']}`, row['bytes']]));

        for (const row of rows) {
          expect(row['reverse']).toBe(bytesOf.get(`${row['destination']} ${row['source']}`) ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the list as a file', () => {
  it('is the same question without its small limit', () => {
    const of = scope({ request: asked({ by: 'bytes source', limit: 3 }) });

    const { query, columns, row } = talkersFile(of);
    const { limit, ...rest } = query;
    const { limit: small, ...same }: FlowQuery = talkers.needs(of).top;

    expect([limit, small]).toEqual([100_000, 3]);
    expect(rest).toEqual(same);
    expect(Object.keys(row({ source: '10.0.1.5', bytes: 1, packets: 2, flows: 3 }))).toEqual(
      columns.map(({ key }) => key),
    );
  });
});

describe('the verb', () => {
  it('takes every grouping and field that there is', () => {
    expect(verb.by?.groupings).toEqual(TALKER_GROUPINGS);
    expect(verb.by?.fields).toContain('pkt-src-aws-service');
  });
});
