/** What a question is about: an address, a block, an AWS id, or a `Name` tag. */
import type { Subject } from '../../query/request.ts';
import { parseCidr, parseIpAddress } from '../../record/address.ts';
import { isProblem, type Problem, shown } from './problem.ts';
import { quote, type Word } from './words.ts';

export const SUBJECT_FORMS =
  'an IPv4 or IPv6 address, a CIDR block, an id (`eni-…`, `i-…`, `sg-…`, `subnet-…`, `vpc-…`), or a Name tag (in quotes when it has spaces)';

export interface ReadSubject {
  readonly subject: Subject;
  /** The port of `10.0.1.5:443` or `web-1:443`. */
  readonly port?: number;
}

const KINDS = {
  eni: ['network-interface', 'network interface'],
  i: ['instance', 'instance'],
  sg: ['security-group', 'security group'],
  subnet: ['subnet', 'subnet'],
  vpc: ['vpc', 'VPC'],
} as const;

const ID = /^(eni|i|sg|subnet|vpc)-([a-z0-9]+)$/i;
/** Ids of things that no record and no clause of a question is about. */
const OTHER_ID =
  /^(?:acl|rtb|tgw|tgw-attach|nat|igw|eigw|vpce|pcx|eipalloc|ami|fl|vol)-[0-9a-f]{8}(?:[0-9a-f]{9})?$/i;
/** The private and public DNS names that EC2 gives instances. */
const EC2_HOST = /^(?:ip|ec2)-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\..*)?$/i;
/** AWS: a tag's value has at most 256 characters. */
const LONGEST_NAME = 256;

/** Reads a subject. The fixes of a problem are words for this one word's place. */
export function readSubject({ text, quoted }: Word): ReadSubject | Problem {
  const address = readAddress(text);
  if (address) return address;
  if (quoted) return readName(text);
  const host = EC2_HOST.exec(text);
  const hostAddress = host && parseIpAddress(host.slice(1, 5).join('.'));
  if (hostAddress) return { subject: hostAddress };
  const [, before = '', port = ''] = /^([^\s:]+):(\d{1,5})$/.exec(text) ?? [];
  if (/[a-z]/i.test(before) && Number(port) <= 65_535) return withItsPort(before, Number(port));
  const id = ID.exec(text);
  if (id) return readId(text, id[1] ?? '', id[2] ?? '');
  if (OTHER_ID.test(text)) {
    return {
      problem: `${shown(text)} is nothing that a flow log record names.`,
      allowed: SUBJECT_FORMS,
      fixes: [],
    };
  }
  return brokenAddress(text) ?? readName(text);
}

function readAddress(text: string): ReadSubject | undefined {
  const bracketed = /^\[([^\]]{1,60})\](?::(\d{1,5}))?$/.exec(text);
  if (bracketed) return withPort(bracketed[1] ?? '', bracketed[2]);
  const subject = parseIpAddress(text) ?? parseCidr(text);
  if (subject) return { subject };
  const four = /^([\d.]{7,15}):(\d{1,5})$/.exec(text);
  return four ? withPort(four[1] ?? '', four[2]) : undefined;
}

function withPort(text: string, port: string | undefined): ReadSubject | undefined {
  const subject = parseIpAddress(text);
  if (!subject || Number(port ?? 0) > 65_535) return undefined;
  return port === undefined ? { subject } : { subject, port: Number(port) };
}

/** `web-1:443`: a Name tag of that form goes in quotes. */
function withItsPort(text: string, port: number): ReadSubject | Problem {
  const read = readSubject({ text, quoted: false });
  return isProblem(read) ? read : { ...read, port };
}

/** Whether a word says by its form what it is about, and how it is written without a port: an address, a block or an id. Undefined for a name. */
export function formedSubject(word: Word): string | undefined {
  if (word.quoted) return undefined;
  const read = readSubject(word);
  if (isProblem(read) || read.subject.kind === 'name') return undefined;
  return read.port === undefined ? word.text : word.text.slice(0, word.text.lastIndexOf(':'));
}

function isKind(prefix: string): prefix is keyof typeof KINDS {
  return prefix in KINDS;
}

/** AWS ids have 8 or 17 hexadecimal digits; shorter ones are taken as they are, because documents and tests abbreviate them. */
function readId(text: string, prefix: string, digits: string): ReadSubject | Problem {
  const lower = prefix.toLowerCase();
  if (!isKind(lower)) return readName(text);
  const [kind, title] = KINDS[lower];
  const hexadecimal = /^[0-9a-f]+$/i.test(digits);
  if (hexadecimal && (digits.length <= 8 || digits.length === 17)) {
    return { subject: { kind, id: text.toLowerCase() } };
  }
  const why = hexadecimal ? `has ${digits.length} digits` : 'has letters after f';
  return {
    problem: `${shown(text)} is no ${title} id: it ${why}.`,
    allowed: `${lower}- with 8 or 17 hexadecimal digits; a Name tag of that form in quotes`,
    fixes: hexadecimal ? [] : [quote(text)],
  };
}

function readName(text: string): ReadSubject | Problem {
  if (text.length <= LONGEST_NAME) return { subject: { kind: 'name', name: text } };
  return {
    problem: `${shown(text)} is longer than a Name tag can be: ${text.length} characters of ${LONGEST_NAME}.`,
    allowed: SUBJECT_FORMS,
    fixes: [],
  };
}

/** What looks like an address or a block and is none. */
function brokenAddress(text: string): Problem | undefined {
  const allowed = 'an IPv4 or IPv6 address, or a CIDR block such as `10.0.1.0/24`';
  const partial =
    /^(\d{1,3}(?:\.\d{1,3}){0,2})\.(?:\*|x)?$/i.exec(text) ?? /^(\d{1,3}(?:\.\d{1,3}){1,2})$/.exec(text);
  if (partial) {
    const parts = (partial[1] ?? '').split('.');
    const block = [...parts, '0', '0', '0'].slice(0, 4).join('.');
    return {
      problem: `${shown(text)} is only part of an address.`,
      allowed,
      fixes: [`${block}/${parts.length * 8}`],
    };
  }
  const range = /^([\d.]{7,15})-[\d.]{1,15}$/.exec(text);
  if (range) {
    return {
      problem: `${shown(text)} is a range of addresses; a CIDR block says that.`,
      allowed,
      fixes: [`${range[1]}/24`],
    };
  }
  const [base = '', prefix] = text.split('/');
  if (prefix !== undefined && parseIpAddress(base)) {
    const most = base.includes(':') ? 128 : 32;
    return {
      problem: `${shown(text)} is no CIDR block: the prefix is a number from 0 to ${most}.`,
      allowed,
      fixes: [base],
    };
  }
  const [zoneless = '', zone] = base.split('%');
  if (zone !== undefined && parseIpAddress(zoneless)) {
    return { problem: `${shown(text)} has a zone, which no record has.`, allowed, fixes: [zoneless] };
  }
  const four = /^\d{1,4}(?:\.\d{1,4}){3,4}(?:[/:]\d*)?$/.test(text);
  const six = /^[[\]0-9a-f:.%/]+$/i.test(text) && text.split(':').length > 2;
  if (!four && !six) return undefined;
  const unpadded = base.replace(/(^|\.)0+(?=\d)/g, '$1');
  return { problem: `${shown(text)} is no IP address.`, allowed, fixes: unpadded === base ? [] : [unpadded] };
}
