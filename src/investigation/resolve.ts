/** Refuses a question whose subjects nothing can place: they are not in records, and the configuration does not have them. */
import { everySubject, subjectText } from '../analyzers/subject.ts';
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
  });
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
      throw notPlaced(subject, `${found.because}.`, `${todo} ${BY_ADDRESS}`);
    }
  }
}
