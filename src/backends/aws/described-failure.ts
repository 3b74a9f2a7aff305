/** What every service of AWS fails in alike, said once: a backend adds its own name, and what its permissions and limits are. */
import type { SourceErrorCode } from '../../query/source-error.ts';
import { SourceError } from '../../query/source-error.ts';
import type { AwsFailure } from '../ec2/aws-failure.ts';
import { bytesText } from './quantity.ts';

/** A SourceError without what was attempted. */
export interface Described {
  readonly code: SourceErrorCode;
  readonly happened: string;
  readonly todo: string;
}

export function inRegion(region: string | null): string {
  return region === null ? '' : ` in ${region}`;
}

type Common = Exclude<AwsFailure, 'access-denied' | 'no-region' | 'throttled'>;

/** `said` is what the service or the SDK said; `service` as people name it: `Athena`. */
export function commonFailure(
  failure: Common,
  {
    said,
    service,
    region,
  }: { readonly said: string; readonly service: string; readonly region: string | null },
): Described {
  switch (failure) {
    case 'no-credentials':
      return {
        code: 'no-credentials',
        happened: `there are no AWS credentials (${said}).`,
        todo: 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in the source, or give the machine a role.',
      };
    case 'expired-credentials':
      return {
        code: 'no-credentials',
        happened: `the AWS credentials have expired (${said}).`,
        todo: 'Renew the credentials that flows runs with, for example with `aws sso login`, and ask again: it reads them anew.',
      };
    case 'unknown-credentials':
      return {
        code: 'no-credentials',
        happened: `AWS does not accept the credentials (${said}).`,
        todo: 'Check the access key and the secret, that the key is active, and the clock of this machine; `aws sts get-caller-identity` tells who AWS thinks is asking.',
      };
    case 'unavailable':
      return {
        code: 'unavailable',
        happened: `${service} did not answer properly (${said}).`,
        todo: 'Ask again in a minute; https://health.aws.amazon.com tells of disturbances.',
      };
    case 'unreachable':
      return {
        code: 'unavailable',
        happened: `${service}${inRegion(region)} cannot be reached (${said}).`,
        todo: 'Check the network of this machine, the region, and AWS_ENDPOINT_URL and proxy settings.',
      };
    case 'other':
      return {
        code: 'unavailable',
        happened: `AWS refused: ${said.replace(/\.$/, '')}.`,
        todo: 'If it stays so, report it with this sentence.',
      };
  }
}

/** Of a query that was stopped here because it scanned more than one may. `scanned` and `allowed` are bytes, `usd` is null where the price is not known. */
export function scannedTooMuch(
  {
    scanned,
    allowed,
    usd,
  }: { readonly scanned: number; readonly allowed: number; readonly usd: number | null },
  { attempted, todo }: { readonly attempted: string; readonly todo: string },
): SourceError {
  const cost = usd === null ? '' : `, about $${usd.toFixed(2)}`;
  return new SourceError({
    code: 'rejected-query',
    attempted,
    happened: `it had scanned ${bytesText(scanned)}${cost}, when it was stopped: a query may scan ${bytesText(allowed)} here.`,
    todo,
  });
}

/** Of a query that ran when its source was closed. */
export function sourceClosed(service: string): SourceError {
  return new SourceError({
    code: 'unavailable',
    attempted: `finish a query of ${service}`,
    happened: 'the source was closed while it ran.',
    todo: 'Ask again.',
  });
}
