/** Amazon SNS as far as an HTTPS endpoint sees it: a certificate where it is fetched from, and messages that are signed with its key. */
import { createSign } from 'node:crypto';
import { generate } from 'selfsigned';
import type { SnsMessage } from '../../src/alarms/sns-message.ts';

export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';
const HOST = 'https://sns.eu-west-1.amazonaws.com';
export const CERTIFICATE_URL = `${HOST}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`;
export const CONFIRM_URL = `${HOST}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336412f37fb`;

const { cert, private: key } = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
  notBeforeDate: new Date(Date.now() - 86_400_000),
});
/** What is at CERTIFICATE_URL. */
export const CERTIFICATE = cert;

/** By the developer guide's words, not by the code under test: names and values, each on a line, in the order of the alphabet. */
function signature(fields: Readonly<Record<string, string>>, version: '1' | '2'): string {
  const names = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const isControl = fields['Type'] !== 'Notification';
  const signed = names.filter((name) => name in fields && (isControl || name !== 'SubscribeURL'));
  const text = signed.map((name) => `${name}\n${fields[name]}\n`).join('');
  return createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
    .update(text)
    .sign(key, 'base64');
}

let made = 0;

/** As SNS posts it, with headers left out. @param at milliseconds since the epoch */
export function snsMessage(
  fields: Partial<Record<keyof SnsMessage | 'Subject' | 'Token' | 'SubscribeURL', string>>,
  at: number,
  version: '1' | '2' = '2',
): Readonly<Record<string, string>> {
  made += 1;
  const whole = {
    Type: 'Notification',
    MessageId: `22b80b92-fdea-4c2c-8f9d-${String(made).padStart(12, '0')}`,
    TopicArn: TOPIC,
    Message: 'web-1 is down',
    Timestamp: new Date(at).toISOString(),
    ...fields,
  };
  return {
    ...whole,
    SignatureVersion: version,
    Signature: signature(whole, version),
    SigningCertURL: CERTIFICATE_URL,
  };
}

/** CloudWatch's own message about an alarm. */
export function cloudWatchMessage(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    AlarmName: 'web-1 rejects',
    AlarmDescription: null,
    AWSAccountId: '111122223333',
    AlarmConfigurationUpdatedTimestamp: '2026-11-20T10:00:00.000+0000',
    NewStateValue: 'ALARM',
    NewStateReason:
      'Threshold Crossed: 1 out of the last 1 datapoints [99.0] was greater than the threshold (50.0).',
    StateChangeTime: '2026-11-25T14:00:00.000+0000',
    Region: 'EU (Ireland)',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-1 rejects',
    OldStateValue: 'OK',
    Trigger: {
      MetricName: 'CPUUtilization',
      Namespace: 'AWS/EC2',
      Statistic: 'AVERAGE',
      Dimensions: [{ value: 'i-0123456789abcdef0', name: 'InstanceId' }],
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 50,
    },
    ...changes,
  });
}

/** A finding of GuardDuty as EventBridge hands it to SNS. */
export function guardDutyMessage(detail: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    version: '0',
    id: 'c8c4daa7-a20c-2f03-0070-b7393dd542ad',
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account: '111122223333',
    time: '2026-11-25T14:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      schemaVersion: '2.0',
      accountId: '111122223333',
      region: 'eu-west-1',
      id: '16afba5c5c43e07c9e3e5e2e544e95df',
      type: 'UnauthorizedAccess:EC2/SSHBruteForce',
      severity: 2,
      title: '203.0.113.9 is performing SSH brute force attacks against i-0123456789abcdef0.',
      description: '203.0.113.9 is performing SSH brute force attacks against i-0123456789abcdef0.',
      resource: {
        resourceType: 'Instance',
        instanceDetails: {
          instanceId: 'i-0123456789abcdef0',
          networkInterfaces: [
            { networkInterfaceId: 'eni-0123456789abcdef0', privateIpAddress: '10.0.1.5', ipv6Addresses: [] },
          ],
        },
      },
      service: {
        action: {
          actionType: 'NETWORK_CONNECTION',
          networkConnectionAction: {
            connectionDirection: 'INBOUND',
            protocol: 'TCP',
            blocked: false,
            localPortDetails: { port: 22, portName: 'SSH' },
            remotePortDetails: { port: 41_000, portName: 'Unknown' },
            remoteIpDetails: { ipAddressV4: '203.0.113.9' },
          },
        },
        archived: false,
        count: 3,
        eventFirstSeen: '2026-11-25T13:30:00Z',
        eventLastSeen: '2026-11-25T13:58:00Z',
      },
      ...detail,
    },
  });
}
