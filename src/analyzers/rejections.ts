/** `reject`: what is being rejected, in which direction, by which kind of rule as far as records tell, and whether it still goes on. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { cidrContains } from '../record/address.ts';
import { acceptedSightings } from './accepted-records.ts';
import { addressHistory } from './address-history.ts';
import { type Conclusion, defineAnalyzer, type Scope } from './analyzer.ts';
import { backgroundScan } from './background-scan.ts';
import { conversations, earliest } from './conversation.ts';
import { coverageOf, newest } from './coverage.ts';
import { type AddressPairRow, ownAddresses, subnetsByAddress } from './interface-address.ts';
import { uncovered } from './not-logged.ts';
import { probesAmong } from './outside-traffic.ts';
import { type Rejection, rejectionsOf } from './rejection.ts';
import { findingsOf } from './rejection-finding.ts';
import { type FirstRows, follow, needs } from './rejection-queries.ts';
import { groupRejections } from './rejection-verdict.ts';
import { services } from './roles.ts';
import { sightings } from './sighting.ts';
import { silence } from './silence.ts';
import { subjectField } from './subject.ts';

function isSubject(scope: Scope): (address: string) => boolean {
  const { subjects, to } = scope.request;
  return (address) =>
    [...subjects, ...(to ? [to] : [])].some(
      (subject) =>
        (subject.kind === 'address' && subject.text === address) ||
        (subject.kind === 'cidr' && cidrContains(subject, address)),
    );
}

/** What is to be known of the addresses inside that were rejected. */
function history(
  {
    inside,
    pairs,
  }: { readonly inside: FirstRows['inside']; readonly pairs: { readonly rows: readonly AddressPairRow[] } },
  { network }: Scope,
): readonly string[] {
  const seen = sightings(inside.rows);
  return addressHistory({
    network,
    addresses: distinct(seen.flatMap(({ source, destination }) => [source, destination])),
    own: ownAddresses(pairs.rows),
    since: earliest(seen),
  });
}

/** What a person should read first: what stops traffic, then what disturbs it, then what is harmless. */
const URGENCY: Partial<Record<Verdict, number>> = {
  'idle-timeout': 1,
  'late-packets': 2,
  'background-scan': 3,
};

/** Ends whose configuration is looked up; the busiest come first. */
const MOST_ENDS = 100;

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, MOST_ENDS);
}

function byUrgency(a: Finding, b: Finding): number {
  const urgency = (URGENCY[a.verdict] ?? 0) - (URGENCY[b.verdict] ?? 0);
  if (urgency !== 0) return urgency;
  const ongoing = Number(b.occurrence?.ongoing ?? false) - Number(a.occurrence?.ongoing ?? false);
  if (ongoing !== 0) return ongoing;
  return (b.occurrence?.packets ?? 0) - (a.occurrence?.packets ?? 0);
}

export const rejections = defineAnalyzer({
  id: 'rejections',
  title: 'Rejected traffic',
  summary: 'What is rejected, where, since when, and by which kind of rule as far as the records tell.',
  needs,
  follow,
  ends({ inside, outsideTuples }) {
    const seen = [...sightings(inside.rows), ...sightings(outsideTuples.rows)];
    return {
      addresses: distinct(seen.flatMap(({ source, destination }) => [source, destination])),
      interfaceIds: distinct(seen.flatMap(({ interfaceId }) => interfaceId ?? [])),
    };
  },
  analyze(rows, scope): Conclusion {
    const needed = [rows.inside, rows.outside, rows.outsideTuples, rows.accepted];
    const coverage = {
      ...coverageOf(rows.coverage.rows, needed),
      interfacesNotLogged: uncovered(scope).map(({ id }) => id),
      notes: history(rows, scope),
    };
    const completeUntil = coverage.completeUntil ?? scope.now;
    const accepted = acceptedSightings(rows.accepted.rows);
    const followed = sightings(rows.outsideTuples.rows);
    const rejected = [...sightings(rows.inside.rows), ...followed];
    const all = conversations([...rejected, ...accepted]);
    const own = ownAddresses(rows.pairs.rows, scope.network);
    const known = services(conversations([...rejected, ...sightings(rows.sessions.rows)]));
    const subject = isSubject(scope);
    const found: readonly Rejection[] = all.flatMap((conversation) =>
      rejectionsOf(conversation, own, known, subject),
    );
    const surroundings = {
      subnets: subnetsByAddress(rows.pairs.rows, own, scope.network),
      sessions: sightings(rows.sessions.rows),
      completeUntil,
      network: scope.network,
    };
    const followedPairs = new Set(followed.map(({ source, destination }) => `${source} ${destination}`));
    const isProbe = probesAmong(rows.outside.rows, found, scope.request);
    const probes = rows.outside.rows.filter(
      (pair) => !followedPairs.has(`${pair.source} ${pair.destination}`) || isProbe(pair),
    );
    const scan = backgroundScan(probes, completeUntil);
    const worth = found.filter(({ rejected }) => !rejected.some(isProbe));
    const findings = [...findingsOf(groupRejections(worth), surroundings), ...(scan ? [scan] : [])].sort(
      byUrgency,
    );
    if (findings.length > 0) return { findings, coverage };
    const quiet = silence({
      scope,
      coverage: rows.coverage.rows,
      traffic: sightings(rows.traffic.rows),
      newestEver: newest(rows.newest.rows),
      recordsWithField: scope.request.subjects.some((one) => subjectField(one))
        ? (rows.withField.rows[0]?.records ?? 0)
        : null,
    });
    return { findings: [quiet], coverage };
  },
});
