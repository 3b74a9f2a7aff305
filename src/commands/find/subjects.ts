/** Addresses, blocks and AWS ids in a text that nobody wrote for a machine to read. Every pattern is bounded: no text takes long. */
import type { Subject } from '../../query/request.ts';
import { isPrivateAddress, parseCidr, parseIpAddress } from '../../record/address.ts';

export interface FoundSubject {
  readonly subject: Subject;
  /** As the grammar reads it. */
  readonly text: string;
  /** The port that was written on it. */
  readonly port?: number;
  /** Where it stands in the text. */
  readonly at: number;
}

type Unplaced = Omit<FoundSubject, 'text' | 'at'>;

/** `10.0.1.5`, `10.0.1.0/24`, `10.0.1.5:443`, and tcpdump's `10.0.1.5.443 >`; not in the middle of a longer number or word. */
const FOUR =
  /(?<![a-z0-9.])(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2})(?!\d|\.\d)|:(\d{1,5})(?![\d:])|\.(\d{1,5})(?=: |:$| >))?(?![a-z0-9])(?!\.\d)(?!-[a-z])/gi;
const SIX = /(?<![a-z0-9:.])[0-9a-f:.]{3,45}(?![a-z0-9])/gi;
/** What may follow an IPv6 address: its prefix, or the bracket after it with a port. */
const AFTER_SIX = /^(?:\/(\d{1,3})(?!\d|\.\d)|\]:(\d{1,5})(?!\d))/;
/** The DNS names that EC2 gives instances say their address. */
const HOST = /(?<![a-z0-9-])(?:ip|ec2)-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?![\d-])/gi;
/** With 8 or 17 hexadecimal digits, as AWS makes them; documents abbreviate those that no other word looks like. */
const ID =
  /(?<![a-z0-9-])(?:(?:eni|sg|subnet|vpc)-(?:[0-9a-f]{17}|(?=[a-f]{0,7}\d)[0-9a-f]{3,8})|i-(?:[0-9a-f]{17}|[0-9a-f]{8}))(?![a-z0-9-])/gi;
const KINDS = {
  eni: 'network-interface',
  i: 'instance',
  sg: 'security-group',
  subnet: 'subnet',
  vpc: 'vpc',
} as const;

/** A version is written like an address: `v1.2.3.4`, `agent-1.2.3.4`, `version 1.2.3.4`, and as a product's `Chrome/119.0.0.0`. */
const VERSION = /(?:\b(?:v|ver|version|release|rev|build|tag)[\s.:=]{0,2}|[a-z]-)$/i;
const PRODUCT = /[a-z]\/$/i;
const LOOKED_BACK = 12;

/** Addresses that are nobody's, or everybody's own. */
function isSomebody(text: string): boolean {
  return !/^(?:0\.|127\.|255\.255\.255\.255$|::1?$)/.test(text);
}

function withPort(text: string, port: string | undefined): Unplaced | undefined {
  const subject = parseIpAddress(text);
  if (!subject || !isSomebody(subject.text)) return undefined;
  const number = Number(port ?? Number.NaN);
  return number >= 1 && number <= 65_535 ? { subject, port: number } : { subject };
}

/** A block of a single address is that address; the whole internet is nobody. */
function blockOf(text: string, prefix: string): Unplaced | undefined {
  const block = parseCidr(`${text}/${prefix}`);
  if (!block) return withPort(text, undefined);
  if (block.prefix === 0) return undefined;
  return block.prefix === (block.family === 4 ? 32 : 128) ? withPort(text, undefined) : { subject: block };
}

function fours(text: string): readonly FoundSubject[] {
  return [...text.matchAll(FOUR)].flatMap((match) => {
    const { index } = match;
    const [, address = '', prefix, port, dotted] = match;
    const before = text.slice(Math.max(0, index - LOOKED_BACK), index);
    if (VERSION.test(before) && !/ip-$/i.test(before)) return [];
    if (PRODUCT.test(before) && !isPrivateAddress(address)) return [];
    const isPath = before.endsWith('://');
    const found =
      prefix === undefined || isPath ? withPort(address, port ?? dotted) : blockOf(address, prefix);
    return found ? [at(index, found)] : [];
  });
}

function sixes(text: string): readonly FoundSubject[] {
  return [...text.matchAll(SIX)].flatMap(({ index, 0: match }) => {
    const address = match.replace(/(?<!:)[:.]$/, '');
    if (address.includes('.') || !/\d/.test(address) || address.split(':').length < 3) return [];
    const after = index + address.length;
    const [, prefix, port] = AFTER_SIX.exec(text.slice(after, after + LOOKED_BACK)) ?? [];
    const found = prefix === undefined ? withPort(address, port) : blockOf(address, prefix);
    return found ? [at(index, found)] : [];
  });
}

function hosts(text: string): readonly FoundSubject[] {
  return [...text.matchAll(HOST)].flatMap((match) => {
    const found = withPort(match.slice(1).join('.'), undefined);
    return found ? [at(match.index, found)] : [];
  });
}

function ids(text: string): readonly FoundSubject[] {
  return [...text.matchAll(ID)].flatMap(({ index, 0: match }) => {
    const id = match.toLowerCase();
    const prefix = id.slice(0, id.indexOf('-'));
    return prefix in KINDS ? [at(index, { subject: { kind: KINDS[prefix as keyof typeof KINDS], id } })] : [];
  });
}

function at(index: number, found: Unplaced): FoundSubject {
  const { subject } = found;
  const text = 'text' in subject ? subject.text : 'id' in subject ? subject.id : subject.name;
  return { ...found, text, at: index };
}

/** What a question is rather about than what it lies in: machines before what is outside, before groups and blocks, before networks. */
function breadth({ subject }: FoundSubject): number {
  switch (subject.kind) {
    case 'address':
      return isPrivateAddress(subject.text) ? 0 : 1;
    case 'network-interface':
    case 'instance':
    case 'name':
      return 0;
    case 'security-group':
    case 'cidr':
      return 2;
    case 'subnet':
    case 'vpc':
      return 3;
  }
}

/** Whether it is one machine, or one address outside. */
export function isNarrow(found: FoundSubject): boolean {
  return breadth(found) < 2;
}

/** Each once, the likeliest to be meant first, and those alike in the order in which they stand. */
export function subjectsIn(text: string): readonly FoundSubject[] {
  const all = [...fours(text), ...sixes(text), ...hosts(text), ...ids(text)].sort((a, b) => a.at - b.at);
  const byText = new Map<string, FoundSubject>();
  for (const found of all) {
    const known = byText.get(found.text);
    if (!known) byText.set(found.text, found);
    else if (known.port === undefined) byText.set(found.text, { ...found, at: known.at });
  }
  return [...byText.values()].sort((a, b) => breadth(a) - breadth(b));
}
