/**
 * What it means that nothing is rejected. It never means "not blocked" by itself: first it is settled whether the log could have shown it.
 */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Evidence } from '../diagnosis/evidence.ts';
import type { Subject } from '../query/request.ts';
import type { Scope } from './analyzer.ts';
import { clauseWords } from './asked-words.ts';
import type { CoverageRow } from './coverage.ts';
import { flowEvidence } from './flow-evidence.ts';
import { incomplete, statusEvidence } from './incomplete.ts';
import { neverCaptured } from './never-captured.ts';
import { interfacesAsked, notLogged } from './not-logged.ts';
import type { Sighting } from './sighting.ts';
import { extentOf, subjectField, subjectText } from './subject.ts';
import { lookUpSubjects } from './subject-look-up.ts';

export interface SilenceFacts {
  readonly scope: Scope;
  readonly coverage: readonly CoverageRow[];
  /** Accepted traffic of the subject, the busiest first. */
  readonly traffic: readonly Sighting[];
  /** The newest record before or in the window, seconds since the epoch; null where there is none in the hours before either. */
  readonly newestEver: number | null;
  /** Records that have the field by which the subject is found, where it is not an address; null where that does not apply. */
  readonly recordsWithField: number | null;
}

/** Confidence where records of one end alone could show it. */
const MOST_OF_ONE_END = 0.7;
const CHECK_SENDER =
  'If traffic was expected, check on the sending host that it is sent, and to which address.';

/** `10.0.1.5 on port 443` */
function about({ request }: Scope): string {
  const { subjects } = request;
  const who = subjects.length === 0 ? 'anything' : subjects.map(subjectText).join(' and ');
  return `${who}${clauseWords(request)}`;
}

/** As a question has it. */
function wordOf(subject: Subject): string {
  const text = subjectText(subject);
  return /\s/.test(text) ? `"${text}"` : text;
}

/** Of what is asked about alone; where clauses narrow it, the rest of its traffic tells first whether it is logged. */
function whereNoTrace({ request }: Scope): string {
  const [first, ...others] = request.subjects;
  if (!first) return CHECK_SENDER;
  if (clauseWords(request) !== '')
    return `Ask what else is recorded of it: \`talk ${wordOf(first)}\`. Where that is something, its network interface is logged, and what was asked about was not sent.`;
  return lookUpSubjects([first, ...others]);
}

function finding(
  parts: Omit<Finding, 'blocker' | 'evidence'> & { readonly evidence?: readonly Evidence[] },
): Finding {
  return { blocker: null, evidence: [], ...parts, confidence: Math.round(parts.confidence * 100) / 100 };
}

function neverCapturedSubject({ request, network }: Scope): Finding | undefined {
  for (const subject of request.subjects) {
    if (subject.kind !== 'address') continue;
    const { port, protocol = null } = request;
    const found = neverCaptured(
      { source: null, destination: subject.text, port: port?.low ?? null, protocol },
      network,
    );
    if (found && found.confidence > 0.9) return found;
  }
  return undefined;
}

/** The interfaces at which the subject is seen, or which it is. */
function ownInterfaces({ scope, traffic }: SilenceFacts): ReadonlySet<string | null> {
  const asked = scope.request.subjects.flatMap((one) => (one.kind === 'network-interface' ? [one.id] : []));
  const configured = interfacesAsked(scope).map(({ id }) => id);
  return new Set([...traffic.map(({ interfaceId }) => interfaceId), ...asked, ...configured]);
}

/** Found by what its own interfaces log alone: what others reject of it is logged at theirs, by its addresses, which are not known. */
function isLoggedByItselfAlone({ request, network }: Scope): boolean {
  return request.subjects.some((subject) => subjectField(subject) && !extentOf(subject, network));
}

/** Ids that the configuration lacks; none where there is no configuration. */
function unknownIds({ request, network }: Scope): readonly string[] {
  if (!network) return [];
  return request.subjects.flatMap((subject) =>
    'id' in subject && !extentOf(subject, network) ? [subject.id] : [],
  );
}

/** Its network interfaces wrote records of other traffic, each of them. */
function isLogged({ scope, coverage }: SilenceFacts): boolean {
  const writing = new Set(
    coverage.flatMap(({ interfaceId, logStatus }) => (logStatus === 'OK' ? [interfaceId] : [])),
  );
  const own = interfacesAsked(scope);
  return own.length > 0 && own.every(({ id }) => writing.has(id));
}

/** Some traffic ran both ways. */
function isAnswered(traffic: readonly Sighting[]): boolean {
  const ways = new Set(traffic.map(({ source, destination }) => `${source} ${destination}`));
  return traffic.some(({ source, destination }) => ways.has(`${destination} ${source}`));
}

/** The log could have shown it, and nothing is rejected. */
function nothingRejected(facts: SilenceFacts): Finding {
  const { scope, coverage, traffic } = facts;
  const idle = coverage.filter(
    ({ interfaceId, logStatus }) =>
      logStatus === 'NODATA' &&
      scope.request.subjects.some(
        (subject) => subject.kind === 'network-interface' && subject.id === interfaceId,
      ),
  );
  const skipped = coverage.some(({ logStatus }) => logStatus === 'SKIPDATA') ? 0.1 : 0;
  if (traffic.length > 0 || scope.request.subjects.length === 0) {
    const answered = scope.request.subjects.length === 0 || isAnswered(traffic);
    const isAlone = isLoggedByItselfAlone(scope);
    return finding({
      verdict: 'healthy',
      confidence: Math.min(answered ? 0.92 : 0.8, isAlone ? MOST_OF_ONE_END : 1) - skipped,
      summary:
        scope.request.subjects.length === 0
          ? `Nothing${clauseWords(scope.request)} is rejected in this window`
          : `Nothing of ${about(scope)} is rejected in this window, and its traffic is accepted${answered ? '' : ', though no reply to it was recorded'}${isAlone ? ', as far as its own interface logs' : ''}`,
      evidence: traffic.slice(0, 3).map(flowEvidence),
      nextCheck: isAlone
        ? 'Ask about its address: what is rejected of it at the other end is found by that.'
        : 'If it still fails, name the other end: ask for the pair, and look at the application.',
    });
  }
  if (idle.length > 0) {
    return finding({
      verdict: 'healthy',
      confidence: 0.85 - skipped,
      summary: `${about(scope)} had no traffic at all in this window (NODATA), so nothing was rejected`,
      evidence: statusEvidence(idle).slice(0, 3),
      nextCheck: CHECK_SENDER,
    });
  }
  const absence = {
    kind: 'absence',
    lookedFor: `traffic of ${about(scope)}`,
    where: 'every interface that wrote records in the window',
  } as const;
  if (isLogged(facts))
    return finding({
      verdict: 'no-records',
      confidence: 0.85 - skipped,
      summary: `Nothing of ${about(scope)} is recorded in this window, while its network interface wrote records of other traffic: nothing was sent`,
      evidence: [absence],
      nextCheck: CHECK_SENDER,
    });
  const unknown = unknownIds(scope);
  return finding({
    verdict: 'no-records',
    confidence: 0.75 - skipped,
    summary: `Other traffic is logged, and there is no trace of ${about(scope)}: nothing was sent, or its network interface is not logged by this source${unknown.length === 0 ? '' : `; the network’s configuration has no ${unknown.join(', ')}`}`,
    evidence: [absence],
    nextCheck: whereNoTrace(scope),
  });
}

export function silence(facts: SilenceFacts): Finding {
  const { scope, coverage, traffic, newestEver, recordsWithField } = facts;
  return (
    neverCapturedSubject(scope) ??
    notLogged({
      scope,
      lookedFor: 'rejections',
      isSeen: traffic.length > 0,
      hasRecords: coverage.length > 0,
      recordsWithField,
    }) ??
    incomplete({
      scope,
      coverage,
      interfaceIds: ownInterfaces(facts),
      newestEver,
      otherwise: 'nothing rejected',
    }) ??
    nothingRejected(facts)
  );
}
