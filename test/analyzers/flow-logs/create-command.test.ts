import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlowLogs, usualDestination } from '../../../src/analyzers/flow-logs/create-command.ts';
import { recommendedLogFormat } from '../../../src/analyzers/flow-logs/recommended-format.ts';
import { flowLog } from '../../kit/scope.ts';

const VPC = { type: 'VPC', ids: ['vpc-0aaa'] } as const;

/** The arguments that `aws` gets when a shell runs a command. */
function argumentsOf(command: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const script = `aws() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  const printed = execFileSync('/bin/sh', ['-c', script], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  return printed.toString('utf8').split('\0').slice(0, -1);
}

function option(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(`--${name}`);
  return at === -1 ? undefined : words[at + 1];
}

describe('the command that makes a flow log', () => {
  it('keeps all traffic, aggregates over a minute and writes every recommended field', () => {
    const words = argumentsOf(createFlowLogs(VPC, flowLog({ deliveryRole: 'arn:aws:iam::1:role/flow' })));

    expect(words.slice(0, 2)).toEqual(['ec2', 'create-flow-logs']);
    expect(option(words, 'resource-type')).toBe('VPC');
    expect(option(words, 'resource-ids')).toBe('vpc-0aaa');
    expect(option(words, 'traffic-type')).toBe('ALL');
    expect(option(words, 'max-aggregation-interval')).toBe('60');
    expect(option(words, 'log-format')).toBe(recommendedLogFormat());
  });

  it('writes to the log group of a flow log that works, with its role', () => {
    const words = argumentsOf(createFlowLogs(VPC, flowLog({ deliveryRole: 'arn:aws:iam::1:role/flow' })));

    expect(option(words, 'log-group-name')).toBe('/vpc/flow');
    expect(option(words, 'deliver-logs-permission-arn')).toBe('arn:aws:iam::1:role/flow');
  });

  it('writes to the bucket of one, in the same layout', () => {
    const like = flowLog({
      destination: 's3',
      destinationName: 'arn:aws:s3:::logs/vpc/',
      files: { fileFormat: 'parquet', hivePartitions: true, hourly: false },
    });

    const words = argumentsOf(createFlowLogs(VPC, like));

    expect(option(words, 'log-destination-type')).toBe('s3');
    expect(option(words, 'log-destination')).toBe('arn:aws:s3:::logs/vpc/');
    expect(option(words, 'destination-options')).toBe(
      'FileFormat=parquet,HiveCompatiblePartitions=true,PerHourPartition=false',
    );
    expect(words).not.toContain('--deliver-logs-permission-arn');
  });

  it('stops with a message where only the person can know the role', () => {
    const command = createFlowLogs(VPC, undefined);

    expect(() => argumentsOf(command)).toThrow();
    expect(option(argumentsOf(command, { FLOW_LOGS_ROLE: 'arn:x' }), 'deliver-logs-permission-arn')).toBe(
      'arn:x',
    );
  });

  it('names several resources of one type', () => {
    const words = argumentsOf(
      createFlowLogs({ type: 'Subnet', ids: ['subnet-1', 'subnet-2'] }, flowLog({ deliveryRole: 'arn:x' })),
    );

    expect(words.slice(words.indexOf('--resource-ids') + 1, words.indexOf('--traffic-type'))).toEqual([
      'subnet-1',
      'subnet-2',
    ]);
  });

  it('gives the shell what was read and nothing else, whatever was read', () => {
    const text = fc
      .oneof(
        fc.string({ minLength: 1 }),
        fc.constantFrom('$(reboot)', '`id`', "a'b", 'a"b', 'a\nb', ';rm -rf /', '$HOME'),
      )
      .filter((one) => !one.includes('\0') && !/[\uD800-\uDFFF]/.test(one));
    fc.assert(
      fc.property(text, text, text, (id, name, role) => {
        const like = flowLog({ destinationName: name, deliveryRole: role });

        const words = argumentsOf(createFlowLogs({ type: 'VPC', ids: [id] }, like));

        expect(option(words, 'resource-ids')).toBe(id);
        expect(option(words, 'log-group-name')).toBe(name);
        expect(option(words, 'deliver-logs-permission-arn')).toBe(role);
        expect(words).toHaveLength(16);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the usual destination', () => {
  it('is the one that most working flow logs share', () => {
    const s3 = { destination: 's3', destinationName: 'arn:aws:s3:::logs' } as const;
    const two = [flowLog({ flowLogId: 'fl-2', ...s3 }), flowLog({ flowLogId: 'fl-3', ...s3 })];

    expect(usualDestination([flowLog(), ...two])?.flowLogId).toBe('fl-2');
  });

  it('is none of a flow log that does not deliver', () => {
    const broken = [flowLog({ active: false }), flowLog({ deliveryError: 'Access error' })];

    expect(usualDestination(broken)).toBeUndefined();
  });
});
