import { describe, expect, it } from 'vitest';
import { listLine, listLines } from '../../src/present/list-line.ts';

function lineOf(cells: Readonly<Record<string, string>>, numeric: readonly string[]): string {
  const titles = Object.keys(cells);
  const table = { titles, rows: [], numeric: numeric.map((title) => titles.indexOf(title)), caption: null };
  return listLine(Object.values(cells), table, '•');
}

describe('a row of a list as a line', () => {
  it('says of a record when, between whom and what became of it, and where it was seen last', () => {
    const record = {
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

    expect(lineOf(record, ['Start', 'Source port', 'Port', 'Packets', 'Bytes'])).toBe(
      '• `14:20:03 10.0.2.9:5432 → 10.0.1.5:50073 tcp` *REJECT* · 1 packet · 60 B · eni-0db',
    );
  });

  it('says of a change what it is before between whom, and how much each minute had', () => {
    const change = {
      Change: 'more bytes',
      From: 'web-1 10.0.1.5',
      To: 'db-1 10.0.2.9',
      Service: 'tcp 5432',
      'Before/min': '2.0 kB',
      'After/min': '8.0 kB',
      Factor: '×4',
    };

    expect(lineOf(change, ['Before/min', 'After/min'])).toBe(
      '• *more bytes* `web-1 10.0.1.5 → db-1 10.0.2.9 tcp 5432` 2.0 kB/min before · 8.0 kB/min after · ×4',
    );
  });

  it('leaves out what there is nothing of', () => {
    const peer = {
      Peer: 'cache 10.0.18.12',
      Role: 'called',
      Sent: '1.0 MB',
      'Rejected packets': '0',
      Factor: '-',
    };

    expect(lineOf(peer, ['Sent', 'Rejected packets'])).toBe('• `cache 10.0.18.12 called` 1.0 MB sent');
  });

  it('keeps an IPv6 address and its port apart', () => {
    const record = { From: '2001:db8::5', 'Source port': '40000', To: '2001:db8::9', Port: '443' };

    expect(lineOf(record, ['Source port', 'Port'])).toContain('`[2001:db8::5]:40000 → [2001:db8::9]:443`');
  });
});

describe('the rows of a list', () => {
  const titles = ['Network interface', 'From', 'To'];

  it('are numbered, and tell once at which network interface all of them were seen', () => {
    const rows = [
      ['eni-0db', '10.0.1.5', '10.0.2.9'],
      ['eni-0db', '10.0.1.6', '10.0.2.9'],
    ];

    expect(listLines({ titles, rows, numeric: [], caption: null })).toEqual([
      '1. `10.0.1.5 → 10.0.2.9` ',
      '2. `10.0.1.6 → 10.0.2.9` ',
      'all at eni-0db',
    ]);
  });

  it('tell each its own where there are several', () => {
    const rows = [
      ['eni-0db', '10.0.1.5', '10.0.2.9'],
      ['eni-0web', '10.0.1.5', '10.0.2.9'],
    ];

    expect(listLines({ titles, rows, numeric: [], caption: null })).toEqual([
      '1. `10.0.1.5 → 10.0.2.9` eni-0db',
      '2. `10.0.1.5 → 10.0.2.9` eni-0web',
    ]);
  });
});
