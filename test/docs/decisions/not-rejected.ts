/** What it means that nothing is rejected, by what was seen and what could have been. */
import type { DecisionGroup } from './decision.ts';

export const NOT_REJECTED: readonly DecisionGroup[] = [
  {
    title: 'Nothing is rejected, and one end or both were seen',
    decisions: [
      {
        evidence: 'Requests and replies are accepted, and data flows.',
        shownBy: '047-network-is-fine',
        source: null,
      },
      {
        evidence: 'The same, and the host then resets the connections.',
        shownBy: '048-server-resets-after-data',
        source: null,
      },
      {
        evidence: 'The host answers with resets.',
        shownBy: '044-connection-refused-flags',
        source: 'records',
      },
      {
        evidence: 'The format has no TCP flags, and the answers have the size of bare resets.',
        shownBy: '045-connection-refused-sizes',
        source: null,
      },
      {
        evidence: 'The request reached the destination’s interface, and nothing came back out of it.',
        shownBy: '046-server-never-answers',
        source: null,
      },
      {
        evidence:
          'The request left the source’s interface and never came to the destination’s, which writes records.',
        shownBy: '042-lost-between-networks',
        source: null,
      },
      {
        evidence: 'The same, and the source’s route table has no route there.',
        shownBy: '039-no-route-to-shared-network',
        source: 'routes',
      },
      {
        evidence: 'The same, and the route is a blackhole.',
        shownBy: '040-blackhole-transit-route',
        source: 'routes',
      },
      {
        evidence: 'The reply left the destination’s interface and never came to the source’s.',
        shownBy: '043-reply-lost-on-the-way',
        source: null,
      },
      {
        evidence: 'The same, and the destination’s route table has no route back.',
        shownBy: '041-no-route-back',
        source: 'routes',
      },
      {
        evidence: 'The request left the source’s interface, and the destination’s writes no records.',
        shownBy: '053-only-client-logged',
        source: null,
      },
      {
        evidence: 'Nothing is rejected at a host that is asked about, and its traffic is answered.',
        shownBy: '059-nothing-rejected',
        source: null,
      },
      {
        evidence: 'The same, and no reply is recorded.',
        shownBy: '001-example-ssh-accepted',
        source: null,
      },
    ],
  },
  {
    title: 'Nothing is recorded',
    decisions: [
      {
        evidence: 'Flow logs never record traffic to this address.',
        shownBy: '049-metadata-service-unseen',
        source: 'limitations',
      },
      {
        evidence: 'The address is that of the VPC’s resolver, by the VPC’s block.',
        shownBy: '050-resolver-unseen',
        source: 'limitations',
      },
      {
        evidence: 'No active flow log is attached to the interface, its subnet or its VPC.',
        shownBy: '051-host-has-no-flow-log',
        source: null,
      },
      {
        evidence: 'The flow log keeps the other action only.',
        shownBy: '052-log-keeps-rejects-only',
        source: null,
      },
      {
        evidence: 'AWS skipped more than a tenth of the records of these interfaces (SKIPDATA).',
        shownBy: '054-skipped-records',
        source: 'examples',
      },
      {
        evidence: 'The newest record is older than the time that was asked about.',
        shownBy: '055-past-delivery-horizon',
        source: null,
      },
      {
        evidence: 'The interface had no traffic at all, and said so (NODATA).',
        shownBy: '003-example-nodata',
        source: 'examples',
      },
      {
        evidence: 'Both ends’ interfaces write records, and none of these two.',
        shownBy: '056-never-sent',
        source: null,
      },
    ],
  },
];
