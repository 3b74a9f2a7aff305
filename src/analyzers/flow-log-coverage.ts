/** `coverage`: which network interfaces are logged, by which flow logs and how well, what is missing, and the command that closes the worst gap. */
import type { NetworkIndex } from '../network/find/index-network.ts';
import { thingsNamed } from '../network/find/named-things.ts';
import type { FlowLog } from '../network/flow-log.ts';
import type { NetworkInterface } from '../network/network-interface.ts';
import type { Subject } from '../query/request.ts';
import { type Conclusion, type Coverage, defineAnalyzer, type Scope } from './analyzer.ts';
import { coverageOf, coverageQuery } from './coverage.ts';
import { coverageListing } from './flow-logs/coverage-listing.ts';
import { areOnlyLogGroups, coverageNotes } from './flow-logs/coverage-notes.ts';
import { summaryOf } from './flow-logs/coverage-summary.ts';
import type { FlowLogResources } from './flow-logs/create-command.ts';
import { gapFindings } from './flow-logs/gaps.ts';
import { improvements } from './flow-logs/improvements.ts';
import { flowLogsNotKnown, networkNotKnown, nothingKnown, type Wrote } from './flow-logs/not-known.ts';
import { type Cover, coverOf, hasNoFlowLog, isLogged } from './flow-logs/standing.ts';
import { flowLogEvidence, interfacesAsked } from './not-logged.ts';
import { everySubject, subjectText } from './subject.ts';

/** A source that reads log groups knows no flow logs but those that write there. */
const ONLY_LOG_GROUPS_CONFIDENCE = 0.85;

function aboutText({ request }: Scope): string {
  const subjects = everySubject(request);
  return subjects.length === 0 ? 'the network' : subjects.map(subjectText).join(' and ');
}

/** The largest thing that can be logged as a whole and is no more than what was asked about. */
function widestOf(subject: Subject | undefined, index: NetworkIndex): FlowLogResources['type'] {
  if (!subject) return 'VPC';
  const named = subject.kind === 'name' ? thingsNamed(index, subject.name)[0]?.kind : subject.kind;
  if (named === 'vpc') return 'VPC';
  return named === 'subnet' ? 'Subnet' : 'NetworkInterface';
}

/** Whether an interface that is logged left no record. Interfaces that are attached to nothing have no traffic. */
function silence(rows: Coverage, wrote: Wrote): ((cover: Cover) => boolean) | null {
  if (wrote.size === 0 || rows.cutOff) return null;
  return (cover) => isLogged(cover) && cover.of.status !== 'available' && !wrote.has(cover.of.id);
}

function nothingThere(scope: Scope, wrote: Wrote): Conclusion {
  const about = aboutText(scope);
  const though = wrote.has(about) ? ', though it wrote records in this window, so one does' : '';
  return {
    findings: [
      {
        verdict: 'listing',
        confidence: 0.9,
        summary: `The configuration has no network interface of ${about}, so which flow logs cover it is not known${though}`,
        blocker: null,
        evidence: [
          {
            kind: 'absence',
            lookedFor: `a network interface of ${about}`,
            where: 'the network’s configuration',
          },
        ],
        nextCheck:
          'Ask `coverage` without a subject for everything that is known, or check the account and region.',
      },
    ],
  };
}

const RESOURCES = { vpc: 'vpc', subnet: 'subnet', eni: 'network-interface' } as const;

function isResource(prefix: string): prefix is keyof typeof RESOURCES {
  return prefix in RESOURCES;
}

/** Without a subject the question is about everything that flow logs are attached to: a source that reads an API lists no account. */
function attachedTo({ request, flowLogs }: Scope): readonly Subject[] {
  if (everySubject(request).length > 0) return [];
  const ids = new Set((flowLogs ?? []).map(({ resourceId }) => resourceId));
  return [...ids].flatMap((id) => {
    const [prefix = ''] = id.split('-');
    return isResource(prefix) ? [{ kind: RESOURCES[prefix], id }] : [];
  });
}

interface Seen {
  readonly scope: Scope;
  readonly coverage: Coverage;
  readonly wrote: Wrote;
}

function concluded(
  index: NetworkIndex,
  interfaces: readonly NetworkInterface[],
  flowLogs: readonly FlowLog[],
  { scope, coverage, wrote }: Seen,
): Conclusion {
  const covers = interfaces.map((of) => coverOf(of, flowLogs));
  const gaps = gapFindings({
    covers,
    index,
    flowLogs,
    widest: widestOf(everySubject(scope.request)[0], index),
    confidence: areOnlyLogGroups(flowLogs) ? ONLY_LOG_GROUPS_CONFIDENCE : 0.95,
  });
  const better = improvements(covers);
  const isSilent = silence(coverage, wrote);
  const silent = isSilent ? covers.filter(isSilent).length : 0;
  const nextCheck = gaps[0]?.nextCheck ?? better.find(({ command }) => command !== undefined)?.command;
  const proposesOne = nextCheck?.includes('create-flow-logs') ?? false;
  return {
    findings: [
      {
        verdict: 'listing',
        confidence: gaps[0]?.confidence ?? 1,
        summary: summaryOf({ index, covers, gaps, better }),
        blocker: null,
        evidence: flowLogEvidence([...new Set(covers.flatMap((cover) => cover.flowLogs))]),
        nextCheck:
          nextCheck ?? 'Nothing is missing: ask `reject` or `trace` about what these interfaces recorded.',
      },
      // Of a single interface the first finding says it all.
      ...(covers.length > 1 ? gaps : gaps.slice(1)),
    ],
    listing: coverageListing(index, covers, isSilent),
    coverage: {
      ...coverage,
      interfacesNotLogged: covers.filter(hasNoFlowLog).map(({ of }) => of.id),
      notes: coverageNotes(flowLogs, { better, silent, proposesOne }),
    },
  };
}

export const flowLogCoverage = defineAnalyzer({
  id: 'flow-log-coverage',
  title: 'Flow log coverage',
  summary: 'Which network interfaces are logged, how well, and what is missing.',
  needs: (scope) => ({ wrote: coverageQuery(scope.request.window) }),
  follow: () => ({}),
  ends: (_rows, scope) => ({ addresses: [], interfaceIds: [], subjects: attachedTo(scope) }),
  analyze(rows, scope): Conclusion {
    const { network: index, flowLogs, request } = scope;
    const coverage = { ...coverageOf(rows.wrote.rows, []), cutOff: rows.wrote.cutOff };
    const wrote: Wrote = new Set(rows.wrote.rows.flatMap(({ interfaceId }) => interfaceId ?? []));
    const about = aboutText(scope);
    const all = index?.network.networkInterfaces ?? null;
    if (!index || !all) {
      const found = flowLogs
        ? networkNotKnown(flowLogs, wrote, everySubject(request)[0])
        : nothingKnown(wrote, about);
      return { ...found, coverage };
    }
    const interfaces = everySubject(request).length === 0 ? all : [...new Set(interfacesAsked(scope))];
    if (interfaces.length === 0) return { ...nothingThere(scope, wrote), coverage };
    if (!flowLogs) return { ...flowLogsNotKnown(index, interfaces, wrote), coverage };
    return concluded(index, interfaces, flowLogs, { scope, coverage, wrote });
  },
});
