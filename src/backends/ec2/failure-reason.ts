/** Why a call of EC2 failed, as the middle of a sentence. */
import type { AwsFailure } from './aws-failure.ts';

const WHY: Readonly<Record<Exclude<AwsFailure, 'access-denied'>, string>> = {
  'no-credentials': 'there are no AWS credentials',
  'expired-credentials': 'the AWS credentials have expired',
  'unknown-credentials': 'AWS does not accept the credentials',
  'no-region': 'no AWS region is set',
  throttled: 'AWS answers too many requests at the moment',
  unavailable: 'the EC2 API does not answer at the moment',
  unreachable: 'the EC2 API cannot be reached',
  other: 'the EC2 API refused',
};

/** @param operation as the API names it: `DescribeFlowLogs` */
export function failureReason(failure: AwsFailure, operation: string): string {
  return failure === 'access-denied' ? `the permission ec2:${operation} is missing` : WHY[failure];
}
