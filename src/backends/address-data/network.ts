/**
 * The autonomous system that announces an address, from a table that a package ships as text: `first,last,number,name`, in the order of the
 * addresses, which are written as whole numbers. It has half a million lines, so a line is found by halving the file, and little of it is read.
 */
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import ipaddr from 'ipaddr.js';
import type { AddressFacts } from '../../record/address-facts.ts';

type AnnouncedBy = NonNullable<AddressFacts['network']>;

const require = createRequire(import.meta.url);

/** Bytes. The rest of a line and the whole next one: the longest has 254. */
const READ = 1024;
const NEWLINE = 10;

interface Line {
  /** Where it begins and where the next one does, bytes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function numberOf(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

function firstOf({ text }: Line): bigint {
  return BigInt(/^\d+/.exec(text)?.[0] ?? 0);
}

function announcedBy({ text }: Line, wanted: bigint): AnnouncedBy | null {
  const [, last = '0', asn, quoted, plain] = /^\d+,(\d+),(\d+),(?:"(.*)"|(.*))$/.exec(text) ?? [];
  if (asn === undefined || wanted > BigInt(last)) return null;
  return { asn: Number(asn), name: (quoted?.replaceAll('""', '"') ?? plain ?? '').trim() };
}

export interface Networks {
  /** Null where no system is known to announce it, and for what is no address. */
  of(address: string): Promise<AnnouncedBy | null>;
  close(): Promise<void>;
}

async function openTable(path: string) {
  const handle = await open(path);
  const { size } = await handle.stat();

  /** The first line that begins at a byte or after it; null where none does. */
  async function lineFrom(at: number): Promise<Line | null> {
    const from = Math.max(0, at - 1);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(READ), 0, READ, from);
    const read = buffer.subarray(0, bytesRead);
    const start = at === 0 ? 0 : read.indexOf(NEWLINE) + 1;
    if (at > 0 && start === 0) return null;
    const newline = read.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytesRead : newline;
    if (end === start) return null;
    return { start: from + start, end: from + end + 1, text: read.toString('utf8', start, end) };
  }

  return {
    /** The last line whose range begins at or before the number. */
    async find(wanted: bigint): Promise<AnnouncedBy | null> {
      let [low, high] = [0, size];
      let found: Line | null = null;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const line = await lineFrom(middle);
        if (!line || firstOf(line) > wanted) high = middle;
        else {
          found = line;
          low = line.end;
        }
      }
      return found && announcedBy(found, wanted);
    },
    close: () => handle.close(),
  };
}

/** @throws where the files are not there. */
export async function openNetworks(): Promise<Networks> {
  const [ipv4, ipv6] = await Promise.all([
    openTable(require.resolve('@ip-location-db/asn/asn-ipv4-num.csv')),
    openTable(require.resolve('@ip-location-db/asn/asn-ipv6-num.csv')),
  ]);
  return {
    async of(address) {
      if (!ipaddr.isValid(address)) return null;
      const parsed = ipaddr.parse(address);
      return (parsed.kind() === 'ipv4' ? ipv4 : ipv6).find(numberOf(parsed));
    },
    async close() {
      await Promise.all([ipv4.close(), ipv6.close()]);
    },
  };
}
