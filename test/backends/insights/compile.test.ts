import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/backends/insights/compile.ts';
import { field, firstOf } from '../../../src/query/expression.ts';
import { count, groups, records } from '../../../src/query/flow-query.ts';
import { all, any, equals, inCidr, isOneOf, not } from '../../../src/query/predicate.ts';
import { DEFAULT_FORMAT } from '../../../src/record/format.ts';
import { formatOf, linesOf } from '../../kit/insights-events.ts';
import { readQuery } from '../../kit/insights-syntax.ts';
import { CASE_HEADER, QUERY_CASES, WINDOW } from '../../kit/query-cases.ts';

/** The text with the pattern of a line cut down to the names that it extracts. */
function readable(text: string | undefined): string | null {
  const namesOf = (pattern: string) => [...pattern.matchAll(/\?<(\w+)>/g)].map(([, name]) => name);
  return (
    text?.replaceAll(/(?<=@message )\/\^.*\$\//g, (pattern) => `/…${namesOf(pattern).join('…')}…/`) ?? null
  );
}

/** The lines of an expectation without their indentation. */
function unindented(text: string): string {
  return text.trim().replaceAll(/^ +/gm, '');
}

const CASES = linesOf(formatOf(CASE_HEADER));
const DEFAULT = linesOf(DEFAULT_FORMAT);

/** Null: there is nothing to ask. */
const EXPECTED: Readonly<Record<string, string | null>> = {
  'every record': `
    parse @message /…rInterfaceId…rSrcPort…rStart…rEnd…/
    | filter rStart < 1790003600 and rEnd >= 1790000000
    | sort rInterfaceId asc, rSrcPort asc
    | limit 301
    | display rInterfaceId, rSrcPort`,
  'rejected records of an address': `
    parse @message /…rSrcAddr…rDstAddr…rSrcPort…rStart…rEnd…rAction…rTcpFlags…rPktSrcAddr…rPktDstAddr…/
    | parse rPktSrcAddr /^(?<vPktSrcAddr>[^-].*)$/
    | fields coalesce(vPktSrcAddr, rSrcAddr) as rPktSrcAddrOrSrcAddr
    | parse rPktDstAddr /^(?<vPktDstAddr>[^-].*)$/
    | fields coalesce(vPktDstAddr, rDstAddr) as rPktDstAddrOrDstAddr
    | filter rStart < 1790003600 and rEnd >= 1790000000 and rAction = "REJECT" and (rPktSrcAddrOrSrcAddr = "10.0.1.5" or rPktDstAddrOrDstAddr = "10.0.1.5")
    | sort rSrcPort desc, rPktSrcAddrOrSrcAddr asc, rPktDstAddrOrDstAddr asc, rTcpFlags asc
    | limit 301
    | display rPktSrcAddrOrSrcAddr, rPktDstAddrOrDstAddr, rSrcPort, rTcpFlags`,
  'an IPv6 address, whichever way it is written': `
    parse @message /…rInterfaceId…rSrcAddr…rSrcPort…rStart…rEnd…/
    | filter rStart < 1790003600 and rEnd >= 1790000000 and isIpv6InSubnet(rSrcAddr, "2001:db8:1::5/128")
    | sort rInterfaceId asc, rSrcPort asc
    | limit 301
    | display rInterfaceId, rSrcPort`,
  'an IPv4 block at packet level': `
    parse @message /…rDstAddr…rPackets…rStart…rEnd…rPktDstAddr…/
    | parse rPktDstAddr /^(?<vPktDstAddr>[^-].*)$/
    | fields coalesce(vPktDstAddr, rDstAddr) as rPktDstAddrOrDstAddr
    | filter rStart < 1790003600 and rEnd >= 1790000000 and isIpv4InSubnet(rPktDstAddrOrDstAddr, "198.51.100.0/24")
    | stats count(*) as mRecords, sum(rPackets) as mPackets by rPktDstAddrOrDstAddr
    | sort rPktDstAddrOrDstAddr asc
    | limit 301`,
  'an IPv6 block': `
    parse @message /…rSrcAddr…rPackets…rStart…rEnd…rAction…/
    | filter rStart < 1790003600 and rEnd >= 1790000000 and isIpv6InSubnet(rSrcAddr, "2001:db8:1::/48")
    | stats count(*) as mRecords, sum(rPackets) as mPackets by rAction
    | sort rAction asc
    | limit 301`,
  'outside a block, records without an address among it': `
    parse @message /…rInterfaceId…rSrcAddr…rSrcPort…rStart…rEnd…rPktSrcAddr…/
    | parse rPktSrcAddr /^(?<vPktSrcAddr>[^-].*)$/
    | fields coalesce(vPktSrcAddr, rSrcAddr) as rPktSrcAddrOrSrcAddr
    | filter rStart < 1790003600 and rEnd >= 1790000000 and not isIpv4InSubnet(rPktSrcAddrOrSrcAddr, "10.0.0.0/8")
    | sort rInterfaceId asc, rSrcPort asc
    | limit 301
    | display rInterfaceId, rSrcPort`,
  'not a value, records without one among it': `
    parse @message /…rInterfaceId…rSrcPort…rStart…rEnd…rAction…/
    | filter rStart < 1790003600 and rEnd >= 1790000000 and rAction != "REJECT"
    | sort rInterfaceId asc, rSrcPort asc
    | limit 301
    | display rInterfaceId, rSrcPort`,
  'one of several ports or in a range of them': `
    parse @message /…rInterfaceId…rSrcPort…rDstPort…rStart…rEnd…/
    | filter rStart < 1790003600 and rEnd >= 1790000000 and (rDstPort in [22, 23] or (rDstPort >= 49000 and rDstPort <= 49152))
    | sort rInterfaceId asc, rSrcPort asc
    | limit 301
    | display rInterfaceId, rSrcPort`,
  'with a field, and without another': `
    parse @message /…rInterfaceId…rPackets…rStart…rEnd…rSubnetId…/
    | filter rStart < 1790003600 and rEnd >= 1790000000 and rPackets != "-" and rSubnetId = "-"
    | sort rInterfaceId asc, rPackets asc
    | limit 301
    | display rInterfaceId, rPackets`,
  'a field that the format does not have': `
    parse @message /…rInterfaceId…rStart…rEnd…/
    | filter rStart < 1790003600 and rEnd >= 1790000000
    | sort rInterfaceId asc
    | limit 301
    | display rInterfaceId`,
  'a condition on a field that the format does not have': null,
  'the busiest pairs, cut off': `
    parse @message /…rSrcAddr…rDstAddr…rPackets…rBytes…rStart…rEnd…rPktSrcAddr…rPktDstAddr…/
    | parse rPktSrcAddr /^(?<vPktSrcAddr>[^-].*)$/
    | fields coalesce(vPktSrcAddr, rSrcAddr) as rPktSrcAddrOrSrcAddr
    | parse rPktDstAddr /^(?<vPktDstAddr>[^-].*)$/
    | fields coalesce(vPktDstAddr, rDstAddr) as rPktDstAddrOrDstAddr
    | filter rStart < 1790003600 and rEnd >= 1790000000 and rPackets != "-"
    | stats sum(rBytes) as mBytes, sum(rPackets) as mPackets, count(*) as mFlows by rPktSrcAddrOrSrcAddr, rPktDstAddrOrDstAddr
    | sort mBytes desc, rPktSrcAddrOrSrcAddr asc, rPktDstAddrOrDstAddr asc
    | limit 204`,
  'all as one group': `
    parse @message /…rInterfaceId…rSrcAddr…rBytes…rStart…rEnd…rPktSrcAddr…/
    | parse rInterfaceId /^(?<vInterfaceId>[^-].*)$/
    | parse rPktSrcAddr /^(?<vPktSrcAddr>[^-].*)$/
    | parse rSrcAddr /^(?<vSrcAddr>[^-].*)$/
    | fields coalesce(vPktSrcAddr, vSrcAddr) as vPktSrcAddrOrSrcAddr
    | filter rStart < 1790003600 and rEnd >= 1790000000
    | stats count(*) as mRecords, sum(rBytes) as mBytes, min(rStart) as mFirst, max(rEnd) as mLast, count_distinct(vInterfaceId) as mInterfaces, count_distinct(vPktSrcAddrOrSrcAddr) as mSources
    | limit 202`,
  'no record at all': `
    parse @message /…rInterfaceId…rStart…rEnd…/
    | filter rStart < 1790003600 and rEnd >= 1790000000 and rInterfaceId = "eni-none"
    | stats count(*) as mRecords, max(rEnd) as mLast
    | limit 202`,
  'groups of records that lack the value': `
    parse @message /…rPackets…rStart…rEnd…rAction…rLogStatus…/
    | parse rPackets /^(?<vPackets>[0-9]+)$/
    | filter rStart < 1790003600 and rEnd >= 1790000000
    | stats count(*) as mRecords, sum(rPackets) as mPackets, min(vPackets) as mLeast by rLogStatus, rAction
    | sort mLeast asc, rLogStatus asc, rAction asc
    | limit 301`,
  'packets a quarter of an hour': `
    parse @message /…rPackets…rStart…rEnd…rAction…/
    | fields floor(rStart / 900) * 900 as sStart900
    | filter rStart < 1790003600 and rEnd >= 1790000000 and rAction = "ACCEPT"
    | stats count(*) as mRecords, sum(rPackets) as mPackets by sStart900
    | sort sStart900 asc
    | limit 301`,
  'the first of two fields that are not the usual pair': `
    parse @message /…rPackets…rStart…rEnd…rAction…rRejectReason…/
    | parse rRejectReason /^(?<vRejectReason>[^-].*)$/
    | fields coalesce(vRejectReason, rAction) as rRejectReasonOrAction
    | filter rStart < 1790003600 and rEnd >= 1790000000 and rRejectReasonOrAction = "BPA"
    | stats count(*) as mRecords, sum(rPackets) as mPackets by rRejectReasonOrAction
    | sort rRejectReasonOrAction asc
    | limit 301`,
  'text that means something to a query language': `
    parse @message /…rInterfaceId…rSrcPort…rStart…rEnd…/
    | filter rStart < 1790003600 and rEnd >= 1790000000
    | sort rInterfaceId asc, rSrcPort asc
    | limit 203
    | display rInterfaceId, rSrcPort`,
  'nothing, by contradiction': null,
};

const columns = { interfaceId: field('interfaceId') };

describe('compiled for Logs Insights', () => {
  it.each(QUERY_CASES)('reads: $name', ({ name, query }) => {
    const expected = EXPECTED[name];

    expect(readable(compileQuery(query, CASES)?.text)).toBe(expected ? unindented(expected) : null);
  });

  it('a line is taken apart by its own format, every field by its type', () => {
    const rejected = groups({
      window: WINDOW,
      where: equals(field('action'), 'REJECT'),
      columns: { from: field('srcAddr') },
      measures: { records: count() },
      limit: 9,
    });

    expect(compileQuery(rejected, DEFAULT)?.text).toBe(
      unindented(String.raw`
        filter action = "REJECT"
        | parse @message /^[0-9-]+\s+\S+\s+\S+\s+(?<rSrcAddr>[0-9a-fA-F.:-]+)\s+[0-9a-fA-F.:-]+\s+[0-9-]+\s+[0-9-]+\s+[0-9-]+\s+[0-9-]+\s+[0-9-]+\s+(?<rStart>[0-9-]+)\s+(?<rEnd>[0-9-]+)\s+(?<rAction>[A-Z-]+)\s+[A-Z-]+\s*$/
        | filter rStart < 1790003600 and rEnd >= 1790000000 and rAction = "REJECT"
        | stats count(*) as mRecords by rSrcAddr
        | sort rSrcAddr asc
        | limit 210`),
    );
  });

  it('lines of several formats are read in one query, by names that are joined', () => {
    const flags = groups({
      window: WINDOW,
      where: equals(field('tcpFlags'), 2),
      columns: { from: firstOf('pktSrcAddr', 'srcAddr') },
      measures: { records: count() },
      limit: 9,
    });

    const { text } = compileQuery(flags, linesOf(DEFAULT_FORMAT, ...CASES.formats)) ?? {};

    expect(readable(text)).toBe(
      unindented(`
        parse @message /…f1SrcAddr…f1Start…f1End…/
        | parse @message /…f2SrcAddr…f2Start…f2End…f2TcpFlags…f2PktSrcAddr…/
        | fields coalesce(f1Start, f2Start) as rStart, coalesce(f1End, f2End) as rEnd, coalesce(f2TcpFlags, "-") as rTcpFlags, coalesce(f2PktSrcAddr, "-") as rPktSrcAddr, coalesce(f1SrcAddr, f2SrcAddr) as rSrcAddr
        | parse rPktSrcAddr /^(?<vPktSrcAddr>[^-].*)$/
        | fields coalesce(vPktSrcAddr, rSrcAddr) as rPktSrcAddrOrSrcAddr
        | filter rStart < 1790003600 and rEnd >= 1790000000 and rTcpFlags = 2
        | stats count(*) as mRecords by rPktSrcAddrOrSrcAddr
        | sort rPktSrcAddrOrSrcAddr asc
        | limit 210`),
    );
  });

  it('discovered fields are asked first, with what an index can answer, only where their names are documented', () => {
    const where = all(
      equals(field('action'), 'REJECT'),
      isOneOf(field('dstPort'), [22, 23]),
      isOneOf(firstOf('pktSrcAddr', 'srcAddr'), ['10.0.1.5']),
      not(equals(field('interfaceId'), 'eni-1')),
      any(equals(field('protocol'), 6), equals(field('protocol'), 17)),
    );
    const query = records({ window: WINDOW, where, columns, limit: 1 });

    const first = (lines: typeof CASES) => compileQuery(query, lines)?.text.split('\n')[0];

    expect(first(DEFAULT)).toBe('filter action = "REJECT" and dstPort in [22, 23] and srcAddr = "10.0.1.5"');
    expect(first(CASES)).toMatch(/^parse @message/);
  });

  it('a measure and a column may have any name, because the text has names of its own', () => {
    const odd = groups({
      window: WINDOW,
      where: equals(field('action'), 'REJECT'),
      columns: { 'as; | limit 0': field('srcAddr') },
      measures: { bytes: count(), Bytes: count(), 'sum(x) as y': count() },
      orderBy: [{ by: 'sum(x) as y' }],
      limit: 1,
    });

    expect(compileQuery(odd, DEFAULT)?.text).toContain(
      'count(*) as mBytes, count(*) as m1, count(*) as m2 by rSrcAddr',
    );
  });

  it('text that could end a literal, a command or the query is not written at all, because no record holds it', () => {
    const ask = (values: readonly string[]) =>
      compileQuery(
        records({ window: WINDOW, where: not(isOneOf(field('interfaceId'), values)), columns, limit: 1 }),
        DEFAULT,
      )?.text;
    const text = fc.string({ unit: 'grapheme' });
    const special = fc.constantFrom(
      '"',
      "'",
      '\\',
      '`',
      '|',
      '#',
      '{',
      '}',
      '[',
      ']',
      '<',
      '$',
      ' ',
      '\n',
      '\u202e',
      '\0',
    );
    const hostile = fc.tuple(text, special, text).map((parts) => parts.join(''));

    fc.assert(
      fc.property(fc.array(hostile), (values) => {
        expect(ask(['eni-1', ...values, 'eni-2'])).toBe(ask(['eni-1', 'eni-2']));
      }),
    );
  });

  it('any text leaves a query that can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const query = groups({
          window: WINDOW,
          where: any(equals(field('interfaceId'), value), equals(field('srcPort'), 1)),
          columns: { [value]: field('srcAddr') },
          measures: { [`${value}2`]: count() },
          limit: 1,
        });

        expect(() => readQuery(compileQuery(query, CASES)?.text ?? '')).not.toThrow();
      }),
    );
  });

  it('an address is written as its parser spells it', () => {
    const block = { kind: 'cidr', family: 4, text: '10.0.0.0/8', prefix: 8 } as const;

    expect(
      compileQuery(
        records({ window: WINDOW, where: inCidr(field('srcAddr'), block), columns, limit: 1 }),
        CASES,
      )?.text,
    ).toContain('isIpv4InSubnet(rSrcAddr, "10.0.0.0/8")');
  });
});
