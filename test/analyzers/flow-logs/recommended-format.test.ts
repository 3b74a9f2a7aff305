import { describe, expect, it } from 'vitest';
import {
  losses,
  missingFields,
  RECOMMENDED_FIELDS,
  recommendedLogFormat,
} from '../../../src/analyzers/flow-logs/recommended-format.ts';
import { FIELDS } from '../../../src/record/fields.ts';
import { DEFAULT_FORMAT, formatNames, isFormatProblem, parseFormat } from '../../../src/record/format.ts';

const DEFAULT = formatNames(DEFAULT_FORMAT).split(' ');

describe('the recommended format', () => {
  it('has the fields of versions 2 to 5 of a VPC’s flow log, and the reason of a rejection', () => {
    const versions = RECOMMENDED_FIELDS.map((key) => FIELDS[key].since);

    expect([...new Set(versions)]).toEqual([2, 3, 4, 5, 8]);
    expect(RECOMMENDED_FIELDS.filter((key) => FIELDS[key].since > 5)).toEqual(['rejectReason']);
    expect(RECOMMENDED_FIELDS.some((key) => FIELDS[key].home === 'transit-gateway')).toBe(false);
    expect(RECOMMENDED_FIELDS).toHaveLength(30);
  });

  it('reads back as the format that it is', () => {
    const read = parseFormat(recommendedLogFormat());

    expect(!isFormatProblem(read) && read.fields.map(({ key }) => key)).toEqual(RECOMMENDED_FIELDS);
  });

  it('lacks nothing itself', () => {
    expect(missingFields(RECOMMENDED_FIELDS.map((key) => FIELDS[key].name))).toEqual([]);
  });
});

describe('what a format lacks', () => {
  it('begins with what answers need most', () => {
    const missing = missingFields(DEFAULT);

    expect(missing.slice(0, 5)).toEqual([
      'tcpFlags',
      'flowDirection',
      'pktSrcAddr',
      'pktDstAddr',
      'rejectReason',
    ]);
    expect(missing).toHaveLength(16);
  });

  it('begins with the fields of version 2 where even those are missing', () => {
    const [first] = missingFields(DEFAULT.filter((name) => name !== 'action'));

    expect(first).toBe('action');
    expect(losses(['action'])).toEqual(['action itself']);
  });

  it('says what cannot be told without it, and nothing of fields that hardly matter', () => {
    expect(losses(['tcpFlags', 'sublocationId'])).toEqual([
      'who opened a connection and whether it was refused (tcp-flags)',
    ]);
  });
});
