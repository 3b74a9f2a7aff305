/** What AWS posts in practice, field by field as its documents and its samples have it, beside what it posts most. */
import { describe, expect, it } from 'vitest';
import { alarmQuestion } from '../../src/alarms/question.ts';
import { alarmIn } from '../../src/alarms/read.ts';
import { SnsMessage } from '../../src/alarms/sns-message.ts';
import { cloudWatchMessage, guardDutyMessage, snsMessage } from '../kit/sns.ts';

const AT = Date.parse('2026-11-25T14:00:00Z');
const INSTANCE = 'i-0123456789abcdef0';
const CHILD = `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu ${INSTANCE}`;

function read(Message: string) {
  const message = SnsMessage.parse(snsMessage({ Message }, AT));
  if (message.Type !== 'Notification') throw new TypeError('that is no notification');
  return alarmIn(message);
}

function questionOf(Message: string): string | null {
  return alarmQuestion(read(Message), AT / 1000 + 60);
}

describe('an alarm of CloudWatch', () => {
  it.each([
    [
      'of metric math',
      {
        Metrics: [
          { Id: 'e1', Expression: 'm1 + m2', Label: 'all', ReturnData: true },
          { Id: 'm1', MetricStat: { Metric: { Dimensions: [{ value: INSTANCE, name: 'InstanceId' }] } } },
        ],
      },
    ],
    [
      'of an anomaly band',
      {
        Metrics: [
          { Id: 'm1', MetricStat: { Metric: { Dimensions: [{ value: INSTANCE, name: 'InstanceId' }] } } },
          { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
        ],
        ThresholdMetricId: 'ad1',
      },
    ],
  ])('%s names what its metrics are of', (_, Trigger) => {
    expect(read(cloudWatchMessage({ Trigger }))).toMatchObject({ kind: 'cloudwatch', ours: INSTANCE });
  });

  it('that is composite names what the alarms are of that it is made of', () => {
    const composite = { Trigger: undefined, AlarmName: 'web is down', NewStateReason: 'a child' };
    const triggered = { TriggeringChildren: [{ Arn: CHILD, State: { Value: 'ALARM' } }] };

    expect(read(cloudWatchMessage({ ...composite, ...triggered }))).toMatchObject({ ours: INSTANCE });
    expect(read(cloudWatchMessage({ ...composite, AlarmRule: `ALARM("cpu ${INSTANCE}")` }))).toMatchObject({
      ours: INSTANCE,
    });
  });

  it('is one also where it says nothing in some places', () => {
    const nulls = { NewStateReason: null, StateChangeTime: null, AWSAccountId: null, Trigger: null };

    expect(read(cloudWatchMessage(nulls))).toMatchObject({
      ...{ kind: 'cloudwatch', title: 'web-1 rejects', reason: '', at: AT / 1000, account: '111122223333' },
    });
  });
});

function called(action: object, resource: object = {}): string {
  return guardDutyMessage({ resource, service: { action, archived: false, count: 1 } });
}

describe('a finding of GuardDuty', () => {
  it('is one also where parts of it are null or of another kind, and names what the others name', () => {
    const networkConnectionAction = {
      ...{ connectionDirection: 'OUTBOUND', protocol: null, localPortDetails: null, localIpDetails: null },
      ...{ remotePortDetails: { port: 443 }, remoteIpDetails: { ipAddressV4: '203.0.113.9', country: null } },
    };
    const finding = {
      ...{ severity: null, title: null, accountId: null },
      resource: {
        instanceDetails: {
          instanceId: INSTANCE,
          networkInterfaces: [
            { networkInterfaceId: null, privateIpAddress: '10.0.1.5', ipv6Addresses: null },
          ],
        },
      },
      service: { action: { networkConnectionAction }, count: null, archived: null, eventLastSeen: null },
    };

    expect(read(guardDutyMessage(finding))).toMatchObject({
      ...{ kind: 'guardduty', severity: null, account: '111122223333', state: 'firing', count: null },
      ...{ ours: '10.0.1.5', other: '203.0.113.9', opened: 'ours', port: { port: { low: 443, high: 443 } } },
      reason: expect.stringContaining('brute force'),
    });
  });

  it('of a connection over IPv6 names both ends', () => {
    const networkConnectionAction = {
      ...{ connectionDirection: 'INBOUND', protocol: 'TCP', localPortDetails: { port: 22 } },
      remoteIpDetails: { ipAddressV4: null, ipAddressV6: '2001:db8::9' },
      localIpDetails: { ipAddressV4: null, ipAddressV6: '2001:db8::5' },
    };

    expect(questionOf(called({ networkConnectionAction }))).toMatch(
      /^trace 2001:db8::9 2001:db8::5 port 22 proto tcp /,
    );
  });

  it('of a probe names who probed, and what of', () => {
    const probe = {
      localPortDetails: { port: 9200 },
      localIpDetails: { ipAddressV4: '10.0.1.5' },
      remoteIpDetails: { ipAddressV4: '203.0.113.9' },
    };
    const portProbeAction = { blocked: false, portProbeDetails: [null, probe] };

    expect(questionOf(called({ portProbeAction }))).toMatch(/^trace 203\.0\.113\.9 10\.0\.1\.5 port 9200 /);
  });

  it('at an instance with several interfaces is about the instance, where it does not say which one', () => {
    const interfaceOf = (at: number) => ({
      networkInterfaceId: `eni-0123456789abcdef${at}`,
      privateIpAddress: `10.0.${at}.5`,
    });
    const instanceDetails = { instanceId: INSTANCE, networkInterfaces: [interfaceOf(1), interfaceOf(2)] };

    expect(read(guardDutyMessage({ resource: { instanceDetails } }))).toMatchObject({ ours: INSTANCE });
  });

  it.each([
    ['awsApiCallAction', 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS'],
    ['kubernetesApiCallAction', 'Discovery:Kubernetes/MaliciousIPCaller'],
    ['rdsLoginAttemptAction', 'CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin'],
  ])('of %s asks what else the caller does in this network', (action) => {
    const finding = called({ [action]: { remoteIpDetails: { ipAddressV4: '198.51.100.7' } } });

    expect(read(finding)).toMatchObject({ kind: 'guardduty', ours: null, other: '198.51.100.7' });
    expect(questionOf(finding)).toMatch(/^talk 198\.51\.100\.7 /);
  });

  it('that names no address is not asked about', () => {
    const resource = { resourceType: 'S3Object', s3BucketDetails: [{ name: 'reports' }] };

    expect(questionOf(called({}, resource))).toBeNull();
  });
});

describe('an event of another service of AWS', () => {
  const health = {
    ...{ version: '0', id: 'c8c4daa7', 'detail-type': 'AWS Health Event', source: 'aws.health' },
    ...{ account: '111122223333', region: 'eu-west-1', time: '2026-11-25T13:50:00Z' },
    detail: { eventTypeCode: 'AWS_EC2_ISSUE', affectedEntities: [{ entityValue: INSTANCE }] },
  };

  it('is told by its name, and put to the sources of its account', () => {
    expect(read(JSON.stringify(health, null, 2))).toMatchObject({
      ...{ kind: 'other', id: 'c8c4daa7', title: 'AWS Health Event', account: '111122223333' },
      ...{ region: 'eu-west-1', at: Date.parse('2026-11-25T13:50:00Z') / 1000, ours: INSTANCE },
      reason: expect.stringContaining('AWS_EC2_ISSUE'),
    });
  });

  it('is a text like any other where it has another form', () => {
    expect(read(JSON.stringify({ check: 'disk', host: '10.0.1.5' }, null, 2))).toMatchObject({
      ...{ kind: 'other', title: '{"check":"disk","host":"10.0.1.5"}', ours: '10.0.1.5' },
    });
  });
});
