/** Which evidence leads to which verdict: each line with a network of test/scenarios that shows it, and the page that its rule comes from. */
import type { AwsPage } from './aws-pages.ts';

interface Decision {
  /** What records and configuration show. */
  readonly evidence: string;
  /** A folder of test/scenarios: what flows says of it is the rest of the line. */
  readonly shownBy: string;
  /** None: the rule follows from what records are. */
  readonly source: AwsPage | null;
}

interface DecisionGroup {
  readonly title: string;
  readonly decisions: readonly Decision[];
}

export const DECISIONS: readonly DecisionGroup[] = [
  {
    title: 'The records name the reason',
    decisions: [
      {
        evidence: 'The reject reason is `BPA`.',
        shownBy: '034-block-public-access',
        source: 'publicAccess',
      },
      {
        evidence: 'The reject reason is `EC`.',
        shownBy: '035-encryption-controls',
        source: 'encryption',
      },
    ],
  },
  {
    title: 'The request is rejected',
    decisions: [
      {
        evidence: 'On its way in; no configuration is known, and nothing else tells the two apart.',
        shownBy: '031-rejects-without-config',
        source: 'examples',
      },
      {
        evidence: 'The same, of one record that does not say which way it went.',
        shownBy: '002-example-rdp-rejected',
        source: 'examples',
      },
      {
        evidence: 'On its way out; no configuration is known.',
        shownBy: '033-client-blocked-without-config',
        source: 'records',
      },
      {
        evidence: 'On its way in, and the records show both ends in one subnet.',
        shownBy: '015-neighbours-in-one-subnet',
        source: 'acls',
      },
      {
        evidence: 'On its way out, and the records show both ends in one subnet.',
        shownBy: '020-egress-same-subnet',
        source: 'acls',
      },
      {
        evidence: 'No inbound rule of the destination’s security groups matches.',
        shownBy: '012-postgres-refused-by-group',
        source: 'groups',
      },
      {
        evidence: 'The same, and the network ACL, which comes first, is not known.',
        shownBy: '018-nacl-unknown-group-allows-not',
        source: 'groups',
      },
      {
        evidence: 'No outbound rule of the source’s security groups matches.',
        shownBy: '019-egress-rules-too-narrow',
        source: 'groups',
      },
      {
        evidence:
          'An inbound rule of the network ACL denies it, with a lower number than the one that allows it.',
        shownBy: '021-deny-before-allow',
        source: 'acls',
      },
      {
        evidence: 'No inbound rule of the network ACL matches, so that its default denies.',
        shownBy: '022-acl-lists-other-clients',
        source: 'acls',
      },
      {
        evidence: 'An outbound rule of the network ACL of the source’s subnet denies it.',
        shownBy: '024-acl-blocks-outbound',
        source: 'acls',
      },
      {
        evidence:
          'Connections that were open go on, and new ones are rejected: a security group lets tracked connections run on, a network ACL would have cut them. The configuration agrees.',
        shownBy: '017-rule-revoked-old-connections-live',
        source: 'tracking',
      },
      {
        evidence: 'Connections that were open were cut, too. The configuration agrees.',
        shownBy: '023-acl-changed-under-live-connections',
        source: 'tracking',
      },
      {
        evidence: 'Only addresses on the internet, which nothing here ever asked, probing ports or hosts.',
        shownBy: '057-internet-noise-50k',
        source: null,
      },
      {
        evidence: 'One of our own hosts among such probes.',
        shownBy: '058-blocked-client-in-noise',
        source: null,
      },
    ],
  },
  {
    title: 'The request is accepted, and the reply is rejected',
    decisions: [
      {
        evidence:
          'On its way out, at the interface that let the request in: a security group never rejects the reply.',
        shownBy: '028-replies-denied-no-config',
        source: 'examples',
      },
      {
        evidence: 'The same, and no outbound rule of the network ACL matches the client’s ephemeral ports.',
        shownBy: '026-replies-have-no-way-out',
        source: 'acls',
      },
      {
        evidence: 'The same for a part of the ephemeral ports.',
        shownBy: '027-lambda-fails-every-other-time',
        source: 'acls',
      },
      {
        evidence: 'On its way in, at the interface that let the request out.',
        shownBy: '030-reply-denied-at-client-no-config',
        source: 'examples',
      },
      {
        evidence: 'The same, and no inbound rule of the network ACL matches the ephemeral ports.',
        shownBy: '029-answers-from-internet-denied',
        source: 'acls',
      },
    ],
  },
  {
    title: 'A connection ran, and then packets of it are rejected or reset',
    decisions: [
      {
        evidence: 'A few packets, within two minutes of its end.',
        shownBy: '036-late-fin-rejects',
        source: 'records',
      },
      {
        evidence: 'The first packets after a silence that is longer than connections are tracked.',
        shownBy: '037-idle-connections-rejected',
        source: 'tracking',
      },
      {
        evidence: 'Resets after such a silence.',
        shownBy: '038-nat-resets-idle-connections',
        source: 'nat',
      },
    ],
  },
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
