/** What it means that a traced exchange left no record: it could not be logged, records are missing, or it was never sent. */

import type { Finding } from '../diagnosis/diagnosis.ts';
import { TCP } from '../record/protocols.ts';
import type { Scope } from './analyzer.ts';
import { evaluated, pathSteps } from './chain.ts';
import type { CoverageRow } from './coverage.ts';
import { incomplete } from './incomplete.ts';
import { neverCaptured } from './never-captured.ts';
import { notLogged } from './not-logged.ts';
import { serviceText } from './service-text.ts';
import type { Ends } from './trace-ends.ts';

export interface UntracedFacts {
  readonly scope: Scope;
  readonly ends: Ends;
  readonly coverage: readonly CoverageRow[];
  readonly newestEver: number | null;
}

function captured({ scope, ends }: UntracedFacts): Finding | undefined {
  const { port, protocol = null } = scope.request;
  const [source = null] = ends.source.addresses;
  const [destination] = ends.destination.addresses;
  if (destination === undefined) return undefined;
  return neverCaptured({ source, destination, port: port?.low ?? null, protocol }, scope.network);
}

/** What the configuration would say to such a packet, had one been sent. */
function wouldBe({ scope, ends }: UntracedFacts) {
  const { port, protocol = TCP } = scope.request;
  const [source] = ends.source.addresses;
  const [destination] = ends.destination.addresses;
  if (source === undefined || destination === undefined) return undefined;
  const party = (address: string) => ({ address, name: null, interfaceId: null });
  return evaluated(scope.network, {
    initiator: party(source),
    responder: party(destination),
    protocol,
    port: port && port.low === port.high ? port.low : null,
    initiatorPorts: null,
  });
}

function neverSent(facts: UntracedFacts): Finding {
  const { scope, ends, coverage } = facts;
  const { port, protocol = null } = scope.request;
  const service = port && port.low === port.high ? ` on ${serviceText(protocol, port.low)}` : '';
  const wrote = new Set(coverage.map(({ interfaceId }) => interfaceId));
  const isSourceLogged = [...ends.source.interfaceIds].some((id) => wrote.has(id));
  const evaluation = wouldBe(facts);
  const stop = evaluation?.blockedBy?.step;
  const would = stop ? `; if it were sent, this would stop it: ${stop.because}` : '';
  return {
    verdict: 'no-records',
    confidence: isSourceLogged ? 0.88 : 0.7,
    summary: `Nothing of ${ends.source.text} to ${ends.destination.text}${service} is recorded, while other traffic is: ${
      isSourceLogged ? 'it was never sent' : 'it was never sent, or no interface of these two is logged here'
    }${would}`,
    blocker: null,
    evidence: [
      {
        kind: 'absence',
        lookedFor: `traffic of ${ends.source.text} to ${ends.destination.text}${service}`,
        where: 'every interface that wrote records in the window',
      },
    ],
    nextCheck: `On ${ends.source.text}: does the name resolve to ${ends.destination.text} (dig), does the application try (ss -tnp), does its own firewall let it out?`,
    ...(evaluation ? { steps: pathSteps(evaluation) } : {}),
  };
}

export function untraced(facts: UntracedFacts): Finding {
  const { scope, ends, coverage, newestEver } = facts;
  return (
    captured(facts) ??
    notLogged({
      scope,
      lookedFor: 'traffic',
      isSeen: false,
      hasRecords: coverage.length > 0,
      recordsWithField: null,
    }) ??
    incomplete({
      scope,
      coverage,
      interfaceIds: new Set([...ends.source.interfaceIds, ...ends.destination.interfaceIds]),
      newestEver,
      otherwise: 'nothing of the two',
    }) ??
    neverSent(facts)
  );
}
