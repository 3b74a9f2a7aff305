/** One of ours sends far more to one network outside than it usually does, in an hour or slowly over a day. */
import { acquaintancesOf } from './detection/acquainted.ts';
import { isIn } from './detection/blocks-parameter.ts';
import { defineDetector } from './detection/detector.ts';
import { outboundPairs, pairsIn } from './detection/outbound-pairs.ts';
import { gatewaysSeen, isGatewayAmong } from './detection/passed-on.ts';
import { detectedIn } from './exfiltration/detected.ts';
import { type ExfiltrationScope, parameters } from './exfiltration/parameters.ts';
import { detailQueries, type SentRow, sentQuery } from './exfiltration/queries.ts';
import { type Total, totalsIn, type Upload, uploadsOf } from './exfiltration/uploads.ts';
import { samplesOf } from './exfiltration/usual.ts';

interface Rows {
  readonly pairs: { readonly rows: Parameters<typeof pairsIn>[0] };
  readonly sent: { readonly rows: readonly SentRow[]; readonly cutOff: boolean };
  readonly hours: { readonly rows: Parameters<typeof uploadsOf>[1]['hours'] };
  readonly received: { readonly rows: Parameters<typeof uploadsOf>[1]['received'] };
  readonly ports: { readonly rows: Parameters<typeof uploadsOf>[1]['ports'] };
}

/** A gateway sends the most, as it sends what everybody does, so it is left out before the most are chosen. */
function totalsOfHosts(
  { sent, pairs }: Pick<Rows, 'sent' | 'pairs'>,
  scope: ExfiltrationScope,
): readonly Total[] {
  const isGateway = isGatewayAmong(pairsIn(pairs.rows), scope);
  return totalsIn(sent.rows.filter(({ source }) => source === null || !isGateway(source)));
}

function uploadsIn(rows: Rows, scope: ExfiltrationScope): readonly Upload[] {
  const { hours, received, ports } = rows;
  return uploadsOf(totalsOfHosts(rows, scope), {
    hours: hours.rows,
    received: received.rows,
    ports: ports.rows,
  });
}

function foundIn(uploads: readonly Upload[], scope: ExfiltrationScope) {
  const isExpected = isIn(scope.parameters.expected);
  return detectedIn(
    uploads.filter(({ destinations }) => !destinations.every(isExpected)),
    scope,
  );
}

export const exfiltration = defineDetector({
  id: 'exfiltration',
  title: 'Exfiltration',
  summary: 'Far more than usual is sent to one network outside, in an hour or slowly over a day.',
  basis:
    'The robust z of the logarithm of the bytes sent against the same hour of the week, the producer-consumer ratio (Bullard and Gerth, FloCon 2014) without headers, and whether the destination is new, as GuardDuty’s TrafficVolumeUnusual has it.',
  quietBy:
    'At least 50 MB, 6 deviations above usual, mostly sent and to a new network or far less balanced than usual; without a history 500 MB and nearly all of it sent. AWS services, answers of our own servers and what is expected are left out.',
  benign:
    'Backups, a first synchronisation, log shipping to a new provider and large uploads on purpose look the same; the owner of the host knows.',
  pace: 'day',
  confirmed: 'at-once',
  parameters,
  needs: (scope) => ({ sent: sentQuery(scope), pairs: outboundPairs(scope) }),
  follow: (rows, scope) => detailQueries(totalsOfHosts(rows, scope), scope),
  strangers: (rows, scope) =>
    foundIn(uploadsIn(rows, scope), scope).flatMap(({ others }) => others.slice(0, 1)),
  detect(rows, scope) {
    const uploads = uploadsIn(rows, scope);
    const found = foundIn(uploads, scope);
    // What is unusual now is not to become usual by itself; where nobody knows yet what is usual, it may be.
    const unusual = new Set(
      found.flatMap(({ subject, class: network, measured }) =>
        measured.normal === null ? [] : [`${subject.id} ${network}`],
      ),
    );
    const usual = uploads.filter(({ source, network }) => !unusual.has(`${source} ${network}`));
    const meetings = rows.sent.rows.flatMap(({ source, destination, last }) =>
      source === null || destination === null || last === null ? [] : [{ source, destination, last }],
    );
    return {
      found,
      observed: {
        samples: samplesOf(usual, scope.request.window),
        acquaintances: [
          ...acquaintancesOf(meetings),
          ...gatewaysSeen(pairsIn(rows.pairs.rows), scope.request.window),
        ],
      },
      notes: rows.sent.cutOff
        ? ['What is sent to outside was looked at for the 5,000 largest pairs of hosts alone.']
        : [],
    };
  },
});
