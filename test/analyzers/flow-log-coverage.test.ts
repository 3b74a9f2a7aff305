import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/analyzers/analyzer.ts';
import type { CoverageRow } from '../../src/analyzers/coverage.ts';
import { flowLogCoverage } from '../../src/analyzers/flow-log-coverage.ts';
import { RECOMMENDED_FIELDS } from '../../src/analyzers/flow-logs/recommended-format.ts';
import type { FlowLog } from '../../src/network/flow-log.ts';
import type { Subject } from '../../src/query/request.ts';
import { FIELDS } from '../../src/record/fields.ts';
import { DB, indexed, networkInterface, WEB } from '../kit/networks.ts';
import { address, flowLog, NOW, request, scope } from '../kit/scope.ts';

const FORMAT = RECOMMENDED_FIELDS.map((key) => FIELDS[key].name);

/** A flow log to S3 with nothing to say against it. */
function good(changes: Partial<FlowLog> = {}): FlowLog {
  return flowLog({ format: FORMAT, destination: 's3', destinationName: 'arn:aws:s3:::logs', ...changes });
}

function wrote(...interfaceIds: readonly string[]): readonly CoverageRow[] {
  return interfaceIds.map((interfaceId) => ({
    interfaceId,
    logStatus: 'OK',
    action: 'ACCEPT',
    records: 1,
    first: NOW - 600,
    last: NOW - 400,
  }));
}

function concluded(
  changes: Partial<Scope>,
  rows: readonly CoverageRow[] = wrote('eni-0web', 'eni-0db'),
  cutOff = false,
) {
  const asked = scope({ request: request({ subjects: [] }), network: indexed(), ...changes });
  return flowLogCoverage.analyze({ wrote: { rows, cutOff } }, asked);
}

function about(subject: Subject): Partial<Scope> {
  return { request: request({ subjects: [subject] }) };
}

describe('coverage of a network', () => {
  it('says that everything is logged, and that nothing is missing', () => {
    const { findings, listing, coverage } = concluded({ flowLogs: [good()] });

    expect(findings).toMatchObject([
      { verdict: 'listing', confidence: 1, summary: 'All 2 network interfaces are logged' },
    ]);
    expect(findings[0]?.nextCheck).toContain('Nothing is missing');
    expect(listing?.rows).toMatchObject([
      { where: 'eni-0web (web-1)', coverage: 'all traffic', missing: 'none', silent: 0 },
      { where: 'eni-0db (db-1)', coverage: 'all traffic' },
    ]);
    expect(coverage).toMatchObject({ interfacesNotLogged: [], notes: [], completeUntil: NOW - 400 });
  });

  it('names who is not logged, where, and the command that would log them', () => {
    const { findings, coverage } = concluded({ flowLogs: [good({ resourceId: 'subnet-0web' })] });

    expect(findings[0]?.summary).toBe(
      '1 of 2 network interfaces is logged; eni-0db (db-1) has no active flow log',
    );
    expect(findings[0]?.nextCheck).toMatch(
      /^aws ec2 create-flow-logs --resource-type Subnet --resource-ids subnet-0db --traffic-type ALL .*--log-destination arn:aws:s3:::logs .*\$\{reject-reason\}'$/,
    );
    expect(findings[1]).toMatchObject({
      verdict: 'not-logged',
      confidence: 0.95,
      evidence: [{ kind: 'absence', lookedFor: 'an active flow log for eni-0db (db-1)' }],
    });
    expect(coverage?.interfacesNotLogged).toEqual(['eni-0db']);
  });

  it('proposes one flow log for a VPC in which no subnet is logged', () => {
    const { findings } = concluded({ flowLogs: [] });

    expect(findings[0]?.summary).toContain('0 of 2 network interfaces are logged');
    expect(findings[0]?.nextCheck).toContain('--resource-type VPC --resource-ids vpc-0aaa ');
    expect(findings[0]?.nextCheck).toContain(`\${FLOW_LOGS_ROLE:?`);
  });

  it('tells that a flow log keeps one action only, and how to keep both', () => {
    const { findings } = concluded({ flowLogs: [good({ keeps: 'ACCEPT' })] });

    expect(findings[0]?.summary).toBe('All 2 network interfaces are logged; only accepted traffic is kept');
    expect(findings[1]).toMatchObject({
      verdict: 'not-logged',
      evidence: [{ kind: 'flow-log', keeps: 'ACCEPT' }],
    });
    expect(findings[1]?.summary).toContain('what is rejected is not there');
    expect(findings[0]?.nextCheck).toContain('--resource-ids vpc-0aaa --traffic-type ALL');
  });

  it('tells that records are not delivered, why, and where to look', () => {
    const { findings, listing } = concluded({ flowLogs: [good({ deliveryError: 'Access error' })] });

    expect(findings[0]?.summary).toContain('delivery fails for 2');
    expect(findings[1]).toMatchObject({ verdict: 'logs-incomplete' });
    expect(findings[1]?.summary).toContain('does not trust vpc-flow-logs.amazonaws.com');
    expect(findings[0]?.nextCheck).toContain('aws ec2 describe-flow-logs');
    expect(listing?.rows[0]).toMatchObject({ coverage: 'delivery fails: Access error' });
  });

  it('counts an inactive flow log as none', () => {
    const { findings, coverage } = concluded({ flowLogs: [good({ active: false })] });

    expect(findings[1]?.summary).toContain('the flow logs of 2 of them are not active');
    expect(coverage?.interfacesNotLogged).toEqual(['eni-0web', 'eni-0db']);
  });

  it('names the fields that a format lacks and what answers lose by it', () => {
    const { findings, coverage } = concluded({
      flowLogs: [good({ format: FORMAT.filter((name) => name !== 'tcp-flags') })],
    });

    expect(findings[0]?.summary).toContain('the format of fl-0aaa lacks tcp-flags');
    expect(findings[0]?.nextCheck).toContain(`\${tcp-flags}`);
    expect(coverage?.notes[0]).toContain('who opened a connection and whether it was refused (tcp-flags)');
  });

  it('names an aggregation interval of ten minutes', () => {
    const { coverage } = concluded({ flowLogs: [good({ aggregationInterval: 600 })] });

    expect(coverage?.notes[0]).toContain('A record of fl-0aaa can stand for 10 minutes');
  });

  it('counts those that are covered and wrote nothing, where records tell', () => {
    const { listing, coverage } = concluded({ flowLogs: [good()] }, wrote('eni-0web'));

    expect(listing?.rows.map(({ silent }) => silent)).toEqual([0, 1]);
    expect(coverage?.notes.join()).toContain('1 network interface that a flow log covers left no record');
  });

  it('says nothing of silence where the list of who wrote was cut off', () => {
    const { listing } = concluded({ flowLogs: [good()] }, wrote('eni-0web'), true);

    expect(listing?.rows.map(({ silent }) => silent)).toEqual([null, null]);
  });

  it('is less sure of gaps where only the flow logs of log groups are known', () => {
    const { findings, coverage } = concluded({ flowLogs: [flowLog({ resourceId: 'subnet-0web' })] });

    expect(findings[0]?.confidence).toBe(0.85);
    expect(coverage?.notes.join()).toContain('others may deliver to S3 or Firehose');
  });

  it('leaves flow logs of transit gateways out, and says so', () => {
    const { coverage } = concluded({
      flowLogs: [good(), good({ flowLogId: 'fl-0tgw', resourceId: 'tgw-0aaa' })],
    });

    expect(coverage?.notes.join()).toContain('fl-0tgw (tgw-0aaa)');
  });
});

describe('coverage of one thing', () => {
  it('is a sentence about it', () => {
    const { findings } = concluded({ ...about(address('10.0.1.5')), flowLogs: [good()] });

    expect(findings[0]?.summary).toBe(
      'eni-0web (web-1) is logged: all traffic, by fl-0aaa of its VPC, to S3 arn:aws:s3:::logs',
    );
  });

  it('proposes a flow log of that interface and not of its whole VPC', () => {
    const { findings } = concluded({ ...about(address('10.0.1.5')), flowLogs: [] });

    expect(findings).toHaveLength(1);
    expect(findings[0]?.summary).toBe('No active flow log covers eni-0web (web-1)');
    expect(findings[0]?.nextCheck).toContain('--resource-type NetworkInterface --resource-ids eni-0web ');
  });

  it('proposes a flow log of the subnet that was asked about', () => {
    const { findings } = concluded({ ...about({ kind: 'subnet', id: 'subnet-0db' }), flowLogs: [] });

    expect(findings[0]?.nextCheck).toContain('--resource-type Subnet --resource-ids subnet-0db ');
  });

  it('that the configuration does not have is not judged', () => {
    const subject = { kind: 'network-interface', id: 'eni-0gone' } as const;

    const { findings } = concluded({ ...about(subject), flowLogs: [good()] }, wrote('eni-0gone'));

    expect(findings[0]?.summary).toContain('has no network interface of eni-0gone');
    expect(findings[0]?.summary).toContain('it wrote records in this window, so one does');
  });
});

describe('coverage where something was not read', () => {
  it('says what is not known and how to give it, with the permissions by name', () => {
    const { findings } = concluded({ flowLogs: null, network: null });

    expect(findings[0]?.summary).toContain('2 network interfaces wrote records in this window');
    for (const wanted of [
      '--flow-logs',
      '--inventory',
      'ec2:DescribeFlowLogs',
      'ec2:DescribeNetworkInterfaces',
    ])
      expect(findings[0]?.nextCheck).toContain(wanted);
  });

  it('tells by records who is covered where the flow logs are not known', () => {
    const { findings, listing } = concluded({ flowLogs: null }, wrote('eni-0web'));

    expect(findings[0]?.summary).toContain('1 of 2 network interfaces wrote records');
    expect(listing?.rows).toMatchObject([
      { where: 'eni-0db (db-1)', coverage: 'not known: no records' },
      { where: 'those that wrote', interfaces: 1 },
    ]);
  });

  it('lists the flow logs where the interfaces are not known', () => {
    const { findings, listing } = concluded({ flowLogs: [good()], network: null });

    expect(findings[0]?.summary).toContain('1 flow log: fl-0aaa (VPC vpc-0aaa)');
    expect(listing?.rows).toMatchObject([{ where: 'vpc-0aaa', coverage: 'all traffic' }]);
  });

  it('knows that a flow log attached to the subject itself covers it', () => {
    const subject = { kind: 'network-interface', id: 'eni-0web' } as const;

    const { findings } = concluded({
      ...about(subject),
      flowLogs: [good({ resourceId: 'eni-0web' })],
      network: null,
    });

    expect(findings[0]?.summary).toContain('fl-0aaa is attached to eni-0web itself');
  });
});

describe('the conclusion', () => {
  it('is plain data, the same on every run', () => {
    const flowLogs = [good({ resourceId: 'eni-0web', keeps: 'REJECT' })];
    const first = concluded({ flowLogs });

    expect(JSON.parse(JSON.stringify(first))).toEqual(concluded({ flowLogs }));
  });

  it('of an empty network is that there is nothing', () => {
    const { findings } = concluded({ network: indexed({ networkInterfaces: [] }), flowLogs: [good()] });

    expect(findings[0]?.summary).toContain('no network interface of the network');
  });

  it('takes interfaces that are in no subnet', () => {
    const regional = networkInterface({ id: 'eni-0x', subnetId: null, vpcId: null });

    const { findings } = concluded({
      network: indexed({ networkInterfaces: [WEB, DB, regional] }),
      flowLogs: [good()],
    });

    expect(findings[0]?.nextCheck).toContain('--resource-type NetworkInterface --resource-ids eni-0x ');
  });
});
