/** What AWS answers, or its command line printed: the network's configuration, flow logs, tables of Athena, rows of results. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { tableOf } from '../../../src/backends/athena/table-metadata.ts';
import { evaluatePacket } from '../../../src/network/evaluate/evaluate-packet.ts';
import { indexNetwork } from '../../../src/network/find/index-network.ts';
import { resolveSubject } from '../../../src/network/find/resolve-subject.ts';
import { mergeNetworks } from '../../../src/network/merge-networks.ts';
import { isFlowLogsProblem, readFlowLogs } from '../../../src/network/read-flow-logs.ts';
import { readInventory } from '../../../src/network/read-inventory.ts';
import { readResponses } from '../../../src/network/read-responses.ts';
import { decodeRows } from '../../../src/query/decode-rows.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import { meanText } from '../../kit/mean-text.ts';
import { anyJson, type Json, mangled, mutated } from '../mutated.ts';
import { target } from '../target.ts';

const SCENARIOS = new URL('../../scenarios/', import.meta.url);

/** What the command line printed of the networks with known answers, one of each kind a scenario. */
const printed = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' })
  .filter((name) => /describe-.*\.json$|flow-logs\.json$/.test(name))
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, SCENARIOS), 'utf8') }));
const inventories = printed.filter(({ name }) => !name.endsWith('flow-logs.json'));
const folders = [...new Set(inventories.map(({ name }) => name.split('/')[0] ?? ''))];
const flowLogs = printed.filter(({ name }) => name.endsWith('flow-logs.json'));
const json = ({ text }: { readonly text: string }): Json => JSON.parse(text);

const ADDRESSES = ['10.0.1.5', '10.0.2.9', '203.0.113.7', '2001:db8::1', '0.0.0.0', 'nonsense'];
const anyAddress = fc.constantFrom(...ADDRESSES);

/** Answers of one network, one of which is mutated. */
const network = fc
  .constantFrom(...folders)
  .map((folder) => inventories.filter(({ name }) => name.startsWith(`${folder}/`)).map(json))
  .chain((answers) => fc.tuple(...answers.map((answer) => mutated([answer]))));

const ROWS = groups({
  window: { start: 0, end: 3600 },
  where: ALWAYS,
  columns: { from: field('srcAddr'), port: field('dstPort') },
  measures: { flows: count() },
  limit: 5,
});

const column = fc.record({
  name: fc.oneof(fc.constantFrom('srcaddr', 'interface_id', 'start', 'day', 'region', '__proto__'), meanText),
  type: fc.oneof(fc.constantFrom('string', 'int', 'bigint', 'date', 'varchar(12)'), meanText),
});
const property = fc.oneof(
  fc.constantFrom(
    'projection.enabled',
    'projection.day.type',
    'projection.day.format',
    'projection.region.values',
  ),
  fc.constantFrom(
    'storage.location.template',
    'location',
    'skip.header.line.count',
    'serde.param.field.delim',
  ),
  meanText,
);
const PROPERTIES = [
  'true',
  'date',
  'enum',
  'injected',
  'yyyy/MM/dd',
  "yyyy'T",
  `s3://b/\${day}/`,
  '1e9',
  'a,b',
];

export const DESCRIBED = [
  target({
    name: 'the configuration of a network',
    cases: 3_000,
    input: fc.record({ answers: network, from: anyAddress, to: anyAddress, port: fc.nat(65_535) }),
    holds: ({ answers, from, to, port }) => {
      const { network, notes } = readResponses(answers.map((body, at) => ({ source: `answer ${at}`, body })));
      expect(notes.every((note) => note.length > 0)).toBe(true);
      const index = indexNetwork(mergeNetworks([network, network]));
      const packet = {
        source: from,
        destination: to,
        sourcePort: 40_000,
        destinationPort: port,
        protocol: 6,
        icmp: null,
      };
      evaluatePacket(index, { packet });
      resolveSubject(index, { kind: 'name', name: 'web-1' });
    },
  }),
  target({
    name: 'a folder of what the command line printed',
    cases: 25_000,
    input: fc.array(
      fc.oneof(
        mangled(printed.slice(0, 12).map(({ text }) => text)),
        meanText,
        anyJson.map((value) => JSON.stringify(value)),
      ),
      { maxLength: 3 },
    ),
    holds: (texts) => {
      const { network } = readInventory(texts.map((text, at) => ({ name: `${at}.json`, text })));
      indexNetwork(network);
    },
  }),
  target({
    name: 'flow logs as DescribeFlowLogs tells of them',
    cases: 60_000,
    input: fc.oneof(mutated(flowLogs.map(json)), mangled(flowLogs.map(({ text }) => text))),
    holds: (given) => {
      const read = readFlowLogs(given);
      if (isFlowLogsProblem(read)) expect(read.problem).not.toBe('');
      else for (const { aggregationInterval } of read) expect(typeof aggregationInterval).toBe('number');
    },
  }),
  target({
    name: 'a table of Athena',
    cases: 100_000,
    input: fc.record({
      columns: fc.array(column, { maxLength: 4 }),
      partitionKeys: fc.array(column, { maxLength: 3 }),
      parameters: fc.array(fc.tuple(property, fc.oneof(fc.constantFrom(...PROPERTIES), meanText)), {
        maxLength: 6,
      }),
    }),
    holds: ({ columns, partitionKeys, parameters }) => {
      const named = { catalog: 'AwsDataCatalog', database: 'flows', name: 'logs', lineFormat: null } as const;
      try {
        tableOf({ columns, partitionKeys, parameters: new Map(parameters) }, { kind: 'vpc', ...named });
      } catch (error) {
        expect(error).toBeInstanceOf(SourceError);
      }
    },
  }),
  target({
    name: 'rows of a result',
    cases: 40_000,
    input: fc.array(fc.dictionary(fc.constantFrom('from', 'port', 'flows', '__proto__'), anyJson), {
      maxLength: 4,
    }),
    holds: (rows) => {
      try {
        for (const { from, port, flows } of decodeRows(ROWS, rows)) {
          expect(from === null || typeof from === 'string').toBe(true);
          for (const number of [port, flows]) expect(number === null || Number.isFinite(number)).toBe(true);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    },
  }),
];
