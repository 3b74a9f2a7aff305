import { describe, expect, it } from 'vitest';
import { isRecordLine, LINE_WORDS } from '../../../src/backends/athena/line.ts';
import { formatOf } from '../../kit/insights-events.ts';

// What the expressions use is alike in the engines of JavaScript, of Trino and of DuckDB.
const RECORD = new RegExp(isRecordLine(formatOf('version srcaddr something-new srcport action')));

describe('a line', () => {
  it.each([
    ['as AWS writes it', '2 10.0.1.5 x 443 ACCEPT'],
    ['without values', '2 - - - -'],
    ['with wide gaps, tabs, and space around it', ' \t2  2001:db8::5\tx   443 REJECT \t'],
    ['from Windows', '2 10.0.1.5 x 443 ACCEPT\r'],
    ['with more values than the format names', '2 10.0.1.5 x 443 ACCEPT later'],
  ])('is a record %s', (_, line) => {
    expect(line).toMatch(RECORD);
    expect(line.match(new RegExp(LINE_WORDS, 'g'))?.slice(0, 5)).toHaveLength(5);
  });

  it.each([
    ['is empty', ''],
    ['is a header', 'version srcaddr something-new srcport action'],
    ['is cut short', '2 10.0.1.5 x 443'],
    ['has no number for a port', '2 10.0.1.5 x https ACCEPT'],
    ['has no address', '2 web-1 x 443 ACCEPT'],
    ['has another word for an action', '2 10.0.1.5 x 443 ACCEPTED'],
    ['is something else', 'ERROR the delivery stream was throttled'],
  ])('is none that %s', (_, line) => {
    expect(line).not.toMatch(RECORD);
  });
});
