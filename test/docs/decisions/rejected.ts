/** What rejected packets mean, by what else is known. */
import type { DecisionGroup } from './decision.ts';

export const REJECTED: readonly DecisionGroup[] = [
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
        evidence: 'The security groups let it through, and the network ACL is not known: it must be that.',
        shownBy: '021-deny-before-allow',
        without: 'describe-network-acls',
        source: 'acls',
      },
      {
        evidence: 'The network ACL lets it through, and the security groups are not known: it must be those.',
        shownBy: '012-postgres-refused-by-group',
        without: 'describe-security-group',
        source: 'groups',
      },
      {
        evidence:
          'No configuration is known; connections that were open go on, and new ones are rejected: a security group lets tracked connections run on, a network ACL would have cut them.',
        shownBy: '017-rule-revoked-old-connections-live',
        without: 'all',
        source: 'tracking',
      },
      {
        evidence: 'No configuration is known; connections that were open were cut, too.',
        shownBy: '023-acl-changed-under-live-connections',
        without: 'all',
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
];
