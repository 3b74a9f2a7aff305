/** The answer as plain data, JSON-safe, that every presenter draws from. Times are seconds since the epoch. */
import type { Malformed } from '../record/malformed.ts';
import type { Detection, DetectorId } from './detection.ts';
import type { Evidence } from './evidence.ts';
import type { Unit } from './unit.ts';
import type { Verdict } from './verdict.ts';

/** What stops the packet, where the evidence names it. */
export interface Blocker {
  readonly kind: 'security-group' | 'network-acl' | 'route-table' | 'vpc-bpa' | 'vpc-encryption-controls';
  /** `sg-…`, `acl-…`, `rtb-…`; null where the evidence shows the kind and not which one. */
  readonly id: string | null;
  /** A network ACL's rule number that matched; `*` is its default deny. */
  readonly rule?: string;
  readonly direction: 'inbound' | 'outbound';
  readonly because: string;
}

export interface Party {
  readonly address: string;
  /** The `Name` tag, where the network's configuration is known. */
  readonly name: string | null;
  /** The interface, where a record at that end was seen. */
  readonly interfaceId: string | null;
}

/** One direction of an exchange, as seen at one network interface. */
export interface Leg {
  /** `mixed`: both actions were recorded. `unseen`: no record of this direction. */
  readonly action: 'ACCEPT' | 'REJECT' | 'mixed' | 'unseen';
  /** As that interface sees it; null where the leg was not seen. */
  readonly direction: 'in' | 'out' | null;
  readonly interfaceId: string | null;
  readonly packets: number;
}

/** Who wanted what from whom, and what became of it. */
export interface Exchange {
  readonly initiator: Party;
  readonly responder: Party;
  /** IANA protocol number. */
  readonly protocol: number | null;
  /** The responder's port; null for protocols without ports. */
  readonly port: number | null;
  /** The range of the initiator's ports, where replies are the subject. */
  readonly initiatorPorts: { readonly low: number; readonly high: number } | null;
  readonly request: Leg;
  readonly reply: Leg;
  /** How sure it is who opened the exchange, 0 to 1. */
  readonly roleConfidence: number;
}

/** What one thing in the configuration says to the packet on its way: one step of the chain that the reader can disagree with. */
export interface PathStep {
  readonly leg: 'request' | 'reply';
  readonly kind: 'security-groups' | 'network-acl' | 'route' | 'block-public-access';
  readonly direction: 'inbound' | 'outbound';
  /** `sg-…`, `acl-…`, `rtb-…`, or several groups; empty where it is not known which. */
  readonly ids: readonly string[];
  readonly outcome: 'allow' | 'deny' | 'partly' | 'unknown' | 'skipped';
  readonly because: string;
}

export interface Occurrence {
  readonly first: number;
  readonly last: number;
  /** Seen in the newest part of what was delivered, so probably still happening. */
  readonly ongoing: boolean;
  /** Connections (distinct address and port pairs) that show it, of all between these parties; null where that was not counted. */
  readonly connections: { readonly affected: number; readonly total: number } | null;
  /** Rejected packets. */
  readonly packets: number;
}

export interface Finding {
  readonly verdict: Verdict;
  /** 0 to 1, calibrated: of the findings given at 0.9, nine in ten are right. */
  readonly confidence: number;
  /** One sentence that a tired engineer understands. */
  readonly summary: string;
  readonly blocker: Blocker | null;
  /** At most MAX_EVIDENCE rows. */
  readonly evidence: readonly Evidence[];
  /** The one thing that would settle or fix it. */
  readonly nextCheck: string;
  readonly exchange?: Exchange;
  /** The configuration's part of the reasoning, in the order in which the packet and the reply meet it. */
  readonly steps?: readonly PathStep[];
  readonly occurrence?: Occurrence;
  /** Which detector found it; without `detection`, which one failed. */
  readonly detector?: DetectorId;
  readonly detection?: Detection;
}

/** How much of the truth the answer could see. */
export interface Completeness {
  /** The window asked about; `end` is not in it. */
  readonly window: { readonly start: number; readonly end: number };
  /** The oldest record of any interface in the window, seconds since the epoch; absent where that was not looked for. */
  readonly recordsFrom?: number;
  /** Records are complete up to here; null where no record tells. */
  readonly completeUntil: number | null;
  readonly skipData: { readonly records: number; readonly interfaces: readonly string[] };
  /** Which actions the flow log keeps; `unknown` where its settings could not be read. */
  readonly keeps: 'ALL' | 'ACCEPT' | 'REJECT' | 'unknown';
  readonly rowsReturned: number;
  readonly cutOff: boolean;
  /** Interfaces in question that no flow log covers. */
  readonly interfacesNotLogged: readonly string[];
  /** When the network's configuration was read, seconds since the epoch; null where that is not known, absent where none was read. */
  readonly rulesReadAt?: number | null;
  readonly malformed: Malformed;
  /** The sources that the question went to, where there are several to choose from. */
  readonly sources?: readonly SourceOutcome[];
  readonly notes: readonly string[];
}

/** What became of a question at one source. */
export interface SourceOutcome {
  readonly name: string;
  /** `failed`: part of the answer may be missing. `not-asked`: it cannot hold what was asked about, or nobody wanted it. */
  readonly outcome: 'answered' | 'failed' | 'not-asked';
  /** Why it failed or was not asked, in a sentence that a person can act on; null for one that answered. */
  readonly because: string | null;
  /** It failed, and that says nothing of the source, which may well answer. */
  readonly isOfSource?: false;
}

export interface Cost {
  readonly bytesScanned: number | null;
  readonly queries: number;
  /** US dollars; null where it cannot be told. */
  readonly estimatedUsd: number | null;
  /** All of it was remembered from before. */
  readonly cached: boolean;
  /** When the oldest part that was remembered was asked, seconds since the epoch; absent where nothing was. */
  readonly cachedAt?: number;
  /** Calls of the EC2 API that reading the network's configuration took. */
  readonly apiCalls: number;
  readonly milliseconds: number;
}

/** What a listing verb lists: named columns, then rows in order. */
export interface Listing {
  readonly columns: readonly ListingColumn[];
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

export interface ListingColumn {
  readonly key: string;
  readonly title: string;
  readonly unit: Unit;
  /** The key under which rows hold the name of what stands in this column, where some have one. */
  readonly nameKey?: string;
  /** Where a line is too narrow for all columns, those with a number are left out, the lowest first. */
  readonly spare?: number;
}

/** A part of an answer that lists several things: its own title, columns and rows. */
export interface Section extends Listing {
  readonly title: string;
}

/** Values over time, one bar a bin, for a picture or a row of characters. */
export interface Chart {
  readonly title: string;
  readonly unit: ListingColumn['unit'];
  /** Where the first bin starts, seconds since the epoch. */
  readonly start: number;
  /** The width of a bin, seconds. */
  readonly binSeconds: number;
  /** Each has a value a bin; null where nothing can be known, such as after the newest record. Stacked in this order. */
  readonly series: readonly {
    readonly name: string;
    readonly role: 'accepted' | 'rejected' | 'other';
    readonly values: readonly (number | null)[];
  }[];
  /** Bins to look at, as a reader would be shown them in their own time zone. */
  readonly marks?: readonly ChartMark[];
}

/** A bin of one series that stands out. */
export interface ChartMark {
  /** Where the bin starts, seconds since the epoch. */
  readonly at: number;
  /** The name of the series. */
  readonly series: string;
  /** Quiet bins come before it, it has the largest value, or quiet bins come after it. */
  readonly kind: 'first' | 'most' | 'last';
}

/** Part of something that was asked to be prepared: commands or a file, to be read, and then run or used, by a person. */
export interface PlanPart {
  readonly title: string;
  readonly language: 'shell' | 'hcl' | 'sql' | 'yaml';
  readonly text: string;
}

/** A result that was written to a file, where one was asked for. */
export interface ResultFile {
  /** As a person would look for it: a path in the terminal, a name in Slack. */
  readonly name: string;
  readonly form: 'csv' | 'parquet';
  readonly rows: number;
  readonly bytes: number;
  /** There was more than a file takes. */
  readonly cutOff: boolean;
}

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly confidence: number;
  readonly summary: string;
  readonly blocker: Blocker | null;
  readonly evidence: readonly Evidence[];
  /** Every conclusion, most important first; the first is the one the top level repeats. */
  readonly findings: readonly Finding[];
  readonly nextCheck: string;
  readonly completeness: Completeness;
  readonly cost: Cost;
  readonly columns?: Listing['columns'];
  readonly rows?: Listing['rows'];
  readonly plan?: readonly PlanPart[];
  readonly sections?: readonly Section[];
  readonly chart?: Chart;
  readonly file?: ResultFile;
  /** Why there is no file though one was asked for, and what to do, in sentences. */
  readonly noFile?: string;
}
