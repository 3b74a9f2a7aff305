/** From a request to a diagnosis: the needs of its analyzers, asked of a source, and what they make of the rows. */
import type { Analyzer, Conclusion, Scope } from '../analyzers/analyzer.ts';
import type { Conclude } from '../analyzers/conclude.ts';
import type { Detecting } from '../analyzers/detection/detecting.ts';
import type { Observed } from '../analyzers/detection/history.ts';
import { everySubject } from '../analyzers/subject.ts';
import { isDetectorId } from '../diagnosis/detection.ts';
import type { Diagnosis, Finding } from '../diagnosis/diagnosis.ts';
import type { Progress } from '../query/engine.ts';
import { failureOf, type Observer } from '../query/observer.ts';
import type { Request } from '../query/request.ts';
import { SourceError } from '../query/source-error.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import { completenessOf, costOf } from './completeness.ts';
import { homeOf } from './home.ts';
import { KnownNetwork } from './known-network.ts';
import { missingOf, withoutMissing, withoutOtherEnds } from './missing-sources.ts';
import { NeededQueries } from './needed-queries.ts';
import { NotSpent } from './not-spent.ts';
import { ofOtherTimes } from './other-times.ts';
import type { QuestionSpending } from './question-spending.ts';
import { refuseUnplaced } from './resolve.ts';
import { type SaveFile, writeFile } from './result-file.ts';
import type { Source } from './source.ts';

export interface Investigation {
  readonly request: Request;
  readonly analyzers: readonly Analyzer[];
  readonly source: Source;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Who asks, for queues that are fair between people. */
  readonly asker?: string | undefined;
  /** Hears of what is done for it. */
  readonly observer?: Observer | undefined;
  /** What the question may spend; without it, there is no limit. */
  readonly spending?: QuestionSpending | null;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup;
  /** Writes the result to a file, where the request wants one. */
  readonly save?: SaveFile;
  /** What the findings of all analyzers come to together: their order, and a list of them. Without it they stand as they came. */
  readonly conclude?: Conclude;
  /** What detectors are told; absent for questions that detect nothing. */
  readonly detecting?: Omit<Detecting, 'home'> & {
    /** Which addresses are ours, where that was found out before. */
    readonly home?: Detecting['home'];
  };
  /** Hears what is to be remembered as normal. */
  readonly onObserved?: (observed: Observed) => void;
}

function failedFinding(analyzer: Analyzer, error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    verdict: 'logs-incomplete',
    confidence: 0,
    summary: `The analysis "${analyzer.title}" failed, so its part of the answer is missing: ${reason}`,
    blocker: null,
    evidence: [],
    nextCheck: 'This is a defect in flows: please report it with the question and this sentence.',
    ...(isDetectorId(analyzer.id) ? { detector: analyzer.id } : {}),
  };
}

/** What an analyzer's conclusion takes. */
interface Asking {
  readonly queries: NeededQueries;
  readonly known: KnownNetwork;
  readonly source: Source;
  readonly signal: AbortSignal;
  readonly lookUp: AddressLookup | undefined;
  readonly observer: Observer | undefined;
}

function analyzed(
  analyzer: Analyzer,
  rows: Parameters<Analyzer['analyze']>[0],
  scope: Scope,
  observer: Observer | undefined,
): Conclusion {
  const step = observer?.begin('analysis', { analyzer: analyzer.id });
  try {
    const conclusion = analyzer.analyze(rows, scope);
    step?.end({});
    return conclusion;
  } catch (error) {
    step?.end({ failure: failureOf(error, undefined) });
    throw error;
  }
}

async function conclude(
  analyzer: Analyzer,
  scope: Scope,
  { queries, known, source, signal, lookUp, observer }: Asking,
): Promise<Conclusion> {
  const rows = await queries.rows(analyzer.needs(scope));
  try {
    const all = { ...rows, ...(await queries.rows(analyzer.follow(rows, scope))) };
    const ends = analyzer.ends?.(all, scope);
    const network = ends
      ? await known.about({ ...ends, subjects: [...everySubject(scope.request), ...(ends.subjects ?? [])] })
      : scope.network;
    const whole = { ...scope, network };
    const strangers = analyzer.strangers?.(all, whole) ?? [];
    const facts = strangers.length > 0 ? await lookUp?.(strangers) : undefined;
    const missing = missingOf(source);
    const told = { ...whole, ...(facts ? { facts } : {}), ...(missing.length > 0 ? { missing } : {}) };
    return analyzed(analyzer, all, told, observer);
  } catch (error) {
    if (error instanceof SourceError || error instanceof NotSpent || signal.aborted) throw error;
    return { findings: [failedFinding(analyzer, error)] };
  }
}

/** @throws SourceError when the source cannot be read; the signal's reason when it is aborted. */
export async function investigate(investigation: Investigation): Promise<Diagnosis> {
  const failed = new AbortController();
  try {
    return await investigated(investigation, failed.signal);
  } catch (error) {
    // Nobody waits for what is still being asked, and it would go on to cost.
    failed.abort(error);
    throw error;
  }
}

/** @param failed is aborted when it is known that there will be no answer; sources know a question by its own signal, so only queries have this one */
async function investigated(investigation: Investigation, failed: AbortSignal): Promise<Diagnosis> {
  const { request, analyzers, source, now, monotonic, signal, onProgress, asker, lookUp } = investigation;
  const { observer } = investigation;
  const began = monotonic();
  const known = new KnownNetwork(source, signal, observer);
  const [settings, network] = await Promise.all([
    source.flowLogSettings(signal),
    known.about({ subjects: everySubject(request), addresses: [], interfaceIds: [] }),
  ]);
  refuseUnplaced(request, network);
  const queries = new NeededQueries({
    engine: source.engine,
    options: {
      signal: AbortSignal.any([signal, failed]),
      ...(onProgress ? { onProgress } : {}),
      ...(asker === undefined ? {} : { asker }),
      ...(request.fresh ? { fresh: true } : {}),
      observer,
    },
    stages: 2 * analyzers.length + (request.file ? 1 : 0),
    spending: investigation.spending ?? null,
    // Both windows of a comparison would have to be narrowed, and it could be of something else then.
    window: request.versus ? null : request.window,
  });
  const detecting = investigation.detecting && {
    ...investigation.detecting,
    home:
      investigation.detecting.home ??
      (await homeOf(request, network, investigation.detecting.settings.inside, queries)),
  };
  const scope: Scope = {
    ...{ request, now, network, flowLogs: settings.flowLogs, source: source.name },
    ...(detecting ? { detecting } : {}),
  };
  const conclusions = await Promise.all(
    analyzers.map((analyzer) =>
      conclude(analyzer, scope, { queries, known, source, signal, lookUp, observer }),
    ),
  );
  for (const { observed } of conclusions) if (observed) investigation.onObserved?.(observed);
  const together = investigation.conclude?.(
    conclusions.flatMap((conclusion) => conclusion.findings),
    scope,
  );
  const listing = together?.listing ?? conclusions.find((conclusion) => conclusion.listing)?.listing;
  const wish = request.file && investigation.save && { form: request.file, save: investigation.save };
  const asking = { analyzers, scope, queries, signal, listing };
  const written = wish && (await writeFile(wish, asking));
  const concluded = together?.findings ?? conclusions.flatMap((conclusion) => conclusion.findings);
  // Detectors look again and again at what comes, and know themselves that nothing did.
  const told = detecting
    ? concluded
    : await ofOtherTimes(concluded, { request, source, conclusions, queries });
  const results = [...(await queries.finished()), ...(written?.result ? [written.result] : [])];

  const findings = withoutMissing(withoutOtherEnds(told, request, source), missingOf(source));
  const [first] = findings;
  if (!first) throw new TypeError(`no analyzer of ${request.verb} came to a conclusion`);
  const plan = conclusions.find((conclusion) => conclusion.plan)?.plan;
  const sections = conclusions.flatMap((conclusion) => conclusion.sections ?? []);
  const chart = conclusions.find((conclusion) => conclusion.chart)?.chart;
  return {
    verdict: first.verdict,
    confidence: first.confidence,
    summary: first.summary,
    blocker: first.blocker,
    evidence: first.evidence,
    findings,
    nextCheck: first.nextCheck,
    completeness: {
      ...completenessOf(request, conclusions, settings, known.reading, results),
      ...(source.outcomes ? { sources: source.outcomes() } : {}),
    },
    cost: costOf(results, known.reading?.calls ?? 0, monotonic() - began),
    ...(listing ? { columns: listing.columns, rows: listing.rows } : {}),
    ...(plan ? { plan } : {}),
    ...(sections.length > 0 ? { sections } : {}),
    ...(chart ? { chart } : {}),
    ...written?.told,
  };
}
