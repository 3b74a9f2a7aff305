/**
 * What an analyzer is: it declares the queries it needs, and is a pure function of their rows to findings.
 * It sees only what it declared. One file each.
 */
import type { Chart, Finding, Listing, ListingColumn, PlanPart, Section } from '../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import type { FlowLog } from '../network/flow-log.ts';
import type { FlowQuery, RowOf } from '../query/flow-query.ts';
import type { Request, Subject } from '../query/request.ts';
import type { FactsReading } from '../record/address-facts.ts';
import type { Detecting } from './detection/detecting.ts';
import type { Observed } from './detection/history.ts';

/** What is asked, and what is known before a record is read. */
export interface Scope {
  readonly request: Request;
  /** Seconds since the epoch. */
  readonly now: number;
  /** The flow logs of the source; null where their settings could not be read. */
  readonly flowLogs: readonly FlowLog[] | null;
  /** The name of the source that is asked. */
  readonly source?: string;
  /** The network's configuration, as far as it was read; null where there is none. */
  readonly network: NetworkIndex | null;
  /** Of the addresses that the analyzer asked about as strangers; absent where it asked about none, or nothing can look them up. */
  readonly facts?: FactsReading;
  /** The sources that were asked and failed so far: what they hold is in no row. Absent where all answered. */
  readonly missing?: readonly string[];
  /** What detectors are told; absent for questions that detect nothing. */
  readonly detecting?: Detecting;
}

type Needs = Readonly<Record<string, FlowQuery<unknown>>>;

interface Rows<Row> {
  readonly rows: readonly Row[];
  /** There were more rows than asked for, so a conclusion from what is absent does not hold. */
  readonly cutOff: boolean;
}

type RowsOf<N> = { readonly [K in keyof N]: Rows<RowOf<N[K]>> };

export interface Conclusion {
  /** Most important first. */
  readonly findings: readonly Finding[];
  readonly listing?: Listing;
  readonly plan?: readonly PlanPart[];
  readonly sections?: readonly Section[];
  readonly chart?: Chart;
  readonly coverage?: Coverage;
  /** What is to be remembered as normal. */
  readonly observed?: Observed;
  /** For the small print, beside those of the coverage. */
  readonly notes?: readonly string[];
}

/** What the records tell about their own completeness. */
export interface Coverage {
  /** The oldest record of any interface, seconds since the epoch; absent where that was not looked for. */
  readonly recordsFrom?: number;
  /** Seconds since the epoch; null where there is no record at all. */
  readonly completeUntil: number | null;
  readonly skipData: { readonly records: number; readonly interfaces: readonly string[] };
  readonly interfacesNotLogged: readonly string[];
  /** Rows were left out that the conclusion would have needed; what a list leaves out by being a list is not meant. */
  readonly cutOff: boolean;
  readonly notes: readonly string[];
}

/** Network interfaces, by what records name of them. */
interface Ends {
  readonly addresses: readonly string[];
  readonly interfaceIds: readonly string[];
  /** Whole VPCs, subnets or interfaces, beside those that the question names. */
  readonly subjects?: readonly Subject[];
}

/** A file has at most so many rows. */
export const MOST_FILE_ROWS = 100_000;

export type FileRow = Readonly<Record<string, string | number | null>>;

/** All of what a verb lists, for a file: more than an answer shows. */
export interface FileContent<Row = unknown> {
  readonly columns: readonly ListingColumn[];
  readonly query: FlowQuery<Row>;
  /** A row of the query by the keys of the columns. */
  readonly row: (row: Row) => FileRow;
}

export interface Analyzer<N extends Needs = Needs, F extends Needs = Needs> {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** Why it exists: what a reader learns from it. */
  readonly summary: string;
  needs(scope: Scope): N;
  /** Queries that only the first answers make possible, such as "the accepted packets of the pairs that are rejected". */
  follow(rows: RowsOf<N>, scope: Scope): F;
  /** Whose configuration the conclusion needs, beside that of the question's subjects. */
  ends?(rows: RowsOf<N> & RowsOf<F>, scope: Scope): Ends;
  /** Public addresses whose country and network the conclusion tells. */
  strangers?(rows: RowsOf<N> & RowsOf<F>, scope: Scope): readonly string[];
  analyze(rows: RowsOf<N> & RowsOf<F>, scope: Scope): Conclusion;
  /** What goes into a file where one is asked for; without it, what the answer lists. */
  file?(scope: Scope): FileContent;
}

/** Infers the row from the query, so that `row` is checked against it. */
export function fileContent<Row>({ columns, query, row }: FileContent<Row>): FileContent {
  // The rows that come are those of the query, and so of the type that `row` takes.
  return { columns, query, row: (found) => row(found as Row) };
}

/** Infers the rows from the declared needs; returns its argument. */
export function defineAnalyzer<
  N extends Record<string, FlowQuery<unknown>>,
  F extends Record<string, FlowQuery<unknown>>,
>(analyzer: Analyzer<N, F>): Analyzer<N, F> {
  return analyzer;
}
