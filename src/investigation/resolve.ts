/** Refuses a question whose subjects nothing can place: they are not in records, and the configuration does not have them. */
import { everySubject, subjectText } from '../analyzers/subject.ts';
import { DETECTOR_IDS } from '../diagnosis/detection.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { knownNames } from '../network/find/named-things.ts';
import { resolveSubject } from '../network/find/resolve-subject.ts';
import { nearest } from '../query/nearest.ts';
import type { Request, Subject } from '../query/request.ts';
import { SourceError } from '../query/source-error.ts';

/** Names and security groups stand in no record. */
function needsConfiguration({ kind }: Subject): boolean {
  return kind === 'name' || kind === 'security-group';
}

function notPlaced(subject: Subject, happened: string, todo: string): SourceError {
  return new SourceError({
    code: 'not-found',
    attempted: `find what ${subjectText(subject)} stands for`,
    happened,
    todo,
    isOfSource: false,
  });
}

/** Where a detector was meant: in `scan` its name stands where a subject does. */
function runsAnyway({ verb }: Request, subject: Subject): string | undefined {
  const detector =
    verb === 'scan' && subject.kind === 'name' ? nearest(subject.name, DETECTOR_IDS) : undefined;
  return detector && `\`scan\` runs every detector, ${detector} too: leave its name out, or name a subject.`;
}

const BY_ADDRESS = 'Ask by address, CIDR block, or the id of a network interface, instance, subnet or VPC.';

/** @throws SourceError for the first subject that is in no record and in no configuration. */
export function refuseUnplaced(request: Request, network: NetworkIndex | null): void {
  for (const subject of everySubject(request).filter(needsConfiguration)) {
    if (!network) {
      throw notPlaced(
        subject,
        'names and security groups are not written in flow log records, and this source has no network configuration.',
        `${BY_ADDRESS} Or give the configuration with --inventory.`,
      );
    }
    const found = resolveSubject(network, subject);
    if (found.kind === 'none' || found.kind === 'not-known') {
      const near = subject.kind === 'name' ? nearest(subject.name, knownNames(network)) : undefined;
      const todo = near === undefined ? 'Check how it is spelled.' : `Did you mean ${near}?`;
      const hint = near === undefined ? runsAnyway(request, subject) : undefined;
      throw notPlaced(subject, `${found.because}.`, hint ?? `${todo} ${BY_ADDRESS}`);
    }
  }
}
