import { describe, expect, it } from 'vitest';
import { fine, warning } from '../../../src/setup/doctor/check.ts';
import { inRegion } from '../../../src/setup/doctor/in-region.ts';

const todoOf = (todo: string, region?: string) =>
  inRegion(warning('source a', 'It is so.', todo), region).todo;

describe('a command that mends something of a source', () => {
  it('names the source’s region, and so does one that follows it', () => {
    expect(
      todoOf(
        'aws ec2 create-flow-logs --resource-ids vpc-1, and then: aws ec2 delete-flow-logs',
        'eu-west-1',
      ),
    ).toBe(
      'aws ec2 create-flow-logs --region eu-west-1 --resource-ids vpc-1, and then: aws ec2 delete-flow-logs --region eu-west-1',
    );
  });

  it('stands as it is where the source names no region, or the command names one already', () => {
    expect(todoOf('aws logs describe-log-groups')).toBe('aws logs describe-log-groups');
    expect(todoOf('aws logs describe-log-groups --region eu-west-2', 'eu-west-1')).toBe(
      'aws logs describe-log-groups --region eu-west-2',
    );
  });

  it('is left alone where it is no command of a region', () => {
    expect(todoOf('aws sso login', 'eu-west-1')).toBe('aws sso login');
    expect(inRegion(fine('source a', 'It is well.'), 'eu-west-1').todo).toBeNull();
  });
});
