import { describe, expect, it } from 'vitest';
import { listLines } from '../../src/present/list-line.ts';
import type { Table } from '../../src/present/table.ts';

type Cells = Readonly<Record<string, string>>;

function table(all: readonly Cells[], numeric: readonly string[], changes: Partial<Table> = {}): Table {
  const titles = Object.keys(all[0] ?? {});
  const rows = all.map((cells) => Object.values(cells));
  return { titles, rows, numeric: numeric.map((title) => titles.indexOf(title)), caption: null, ...changes };
}

/** With the spaces that do not break as usual ones. */
function linesOf(...of: Parameters<typeof table>): readonly string[] {
  return listLines(table(...of), () => '•').map((line) => line.replaceAll('\u00A0', ' '));
}

const RECORD = {
  Start: '14:20:03',
  'Network interface': 'eni-0db',
  From: '10.0.2.9',
  'Source port': '5432',
  To: '10.0.1.5',
  Port: '50073',
  Protocol: 'tcp',
  Packets: '1',
  Bytes: '60 B',
  Action: 'REJECT',
};
const AMOUNTS = ['Start', 'Source port', 'Port', 'Packets', 'Bytes'];

describe('a row of a list as lines', () => {
  it('says of a record between whom, then when, what became of it, and where it was seen last', () => {
    expect(linesOf([RECORD], AMOUNTS)).toEqual([
      '• `10.0.2.9:5432 → 10.0.1.5:50073`\n14:20:03 *REJECT* · tcp · 1 packet · 60 B · eni-0db',
    ]);
  });

  it('says of a change what it is, between whom, and how much each minute had', () => {
    const change = {
      Change: 'more bytes',
      From: 'web-1 10.0.1.5',
      To: 'db-1 10.0.2.9',
      Service: 'tcp 5432',
      'Before/min': '2.0 kB',
      'After/min': '8.0 kB',
      Factor: '×4',
    };

    expect(linesOf([change], ['Before/min', 'After/min'], { spare: [6] })).toEqual([
      '• *more bytes*\n`web-1 10.0.1.5 → db-1 10.0.2.9`\ntcp 5432 · 2.0 kB/min before · 8.0 kB/min after · ×4',
    ]);
  });

  it('is one line where it fits into one, and leaves out what there is nothing of', () => {
    const peer = { Peer: 'cache 10.0.18.12', Role: 'called', Sent: '1.0 MB', 'Rejected packets': '0' };

    expect(linesOf([peer], ['Sent', 'Rejected packets'])).toEqual([
      '• `cache 10.0.18.12 called` 1.0 MB sent',
    ]);
  });

  it('keeps an IPv6 address and its port apart', () => {
    const record = { From: '2001:db8::5', 'Source port': '40000', To: '2001:db8::9', Port: '443' };

    expect(linesOf([record], []).join()).toContain('`[2001:db8::5]:40000 → [2001:db8::9]:443`');
  });

  it('begins no line with a dot, and parts no amount from its unit', () => {
    const [line = ''] = listLines(table([RECORD], AMOUNTS), () => '•');

    expect(line).toContain('1\u00A0packet\u00A0· 60\u00A0B\u00A0· eni-0db');
  });
});

describe('the rows of a list', () => {
  const records = (...places: readonly string[]) =>
    places.map((place, index) => ({ 'Network interface': place, From: `10.0.1.${index}`, To: '10.0.2.9' }));

  it('tell once at which network interface all of them were seen', () => {
    expect(linesOf(records('eni-0db', 'eni-0db'), [])).toEqual([
      '• `10.0.1.0 → 10.0.2.9`',
      '• `10.0.1.1 → 10.0.2.9`',
      'all at eni-0db',
    ]);
  });

  it('tell each its own where there are several', () => {
    expect(linesOf(records('eni-0db', 'eni-0web'), [])).toEqual([
      '• `10.0.1.0 → 10.0.2.9` eni-0db',
      '• `10.0.1.1 → 10.0.2.9` eni-0web',
    ]);
  });

  it('leave out what can be spared where a line has no room for it, in all of them, and say so', () => {
    const top = {
      From: '10.0.18.9',
      To: '10.0.17.8',
      Bytes: '95 MB',
      Packets: '65,288',
      Records: '683',
      Share: '10 %',
      Back: '3.1 MB',
    };
    const numeric = ['Bytes', 'Packets', 'Records', 'Share', 'Back'];

    expect(linesOf(Array<Cells>(6).fill(top), numeric, { spare: [4, 3] })).toEqual([
      ...Array<string>(6).fill('• `10.0.18.9 → 10.0.17.8`\n95 MB · 65,288 packets · 10 % · 3.1 MB back'),
      'not shown for width: records',
    ]);
  });

  it('keep a short column where a long one had to go', () => {
    const record = { ...RECORD, 'Network interface': 'eni-0dbe39bd3414700b7' };
    const other = { ...RECORD, 'Network interface': 'eni-08c3e6fd372e13d3f' };

    const lines = linesOf([record, record, record, other, other, other], AMOUNTS, { spare: [7, 1] });

    expect(lines[0]).toBe('• `10.0.2.9:5432 → 10.0.1.5:50073`\n14:20:03 *REJECT* · tcp · 1 packet · 60 B');
    expect(lines.at(-1)).toBe('not shown for width: network interface');
  });

  it('say of a service its port beside its protocol', () => {
    const service = { Protocol: 'tcp', Port: '5432', Service: 'postgresql', Peers: '2' };

    expect(linesOf([service], ['Port', 'Peers'])).toEqual(['• `tcp 5432 postgresql` 2 peers']);
  });

  it('have names alone where addresses beside them take too much room, and each name is of one thing', () => {
    const row = (from: string, to: string) => ({ From: from, To: to });
    const rows = [
      row('batch-worker-1 10.0.1.20', 'load-balancer-a 10.0.0.10'),
      row('web 10.0.1.5', 'load-balancer-a 10.0.0.10'),
      row('web 10.0.1.6', 'load-balancer-a 10.0.0.10'),
    ];
    const short = [
      ['batch-worker-1', 'load-balancer-a'],
      ['web', 'load-balancer-a'],
      ['web', 'load-balancer-a'],
    ];

    expect(linesOf(rows, [], { short })).toEqual([
      '• `batch-worker-1 → load-balancer-a`',
      '• `web 10.0.1.5 → load-balancer-a`',
      '• `web 10.0.1.6 → load-balancer-a`',
    ]);
  });
});
