/** What kind of failure a call of AWS ended in, from the names that its services and SDK give their errors. */

export type AwsFailure =
  | 'access-denied'
  | 'no-credentials'
  | 'expired-credentials'
  | 'unknown-credentials'
  | 'no-region'
  | 'throttled'
  | 'unavailable'
  | 'unreachable'
  | 'other';

/** By error name: the JSON and query protocols name the same thing differently, and EC2 has names of its own. */
const BY_NAME: Readonly<Record<string, AwsFailure>> = {
  AccessDeniedException: 'access-denied',
  AccessDenied: 'access-denied',
  UnauthorizedOperation: 'access-denied',
  CredentialsProviderError: 'no-credentials',
  TokenProviderError: 'no-credentials',
  // A role that could not be assumed: the message says why.
  SourceError: 'no-credentials',
  MissingAuthenticationToken: 'no-credentials',
  MissingAuthenticationTokenException: 'no-credentials',
  ExpiredTokenException: 'expired-credentials',
  ExpiredToken: 'expired-credentials',
  RequestExpired: 'expired-credentials',
  UnrecognizedClientException: 'unknown-credentials',
  InvalidClientTokenId: 'unknown-credentials',
  InvalidSignatureException: 'unknown-credentials',
  SignatureDoesNotMatch: 'unknown-credentials',
  AuthFailure: 'unknown-credentials',
  OptInRequired: 'access-denied',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  ServiceUnavailableException: 'unavailable',
  ServiceUnavailable: 'unavailable',
  InternalServerException: 'unavailable',
  InternalFailure: 'unavailable',
  InternalError: 'unavailable',
  TimeoutError: 'unreachable',
};

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** A property of an error, if it is there. */
function property(error: unknown, key: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
}

/** What the SDK adds to the error of its parser where an answer is cut off, or is a proxy's page: advice for programmers. */
const UNREADABLE = 'Deserialization error: ';

export function awsFailure(error: unknown): AwsFailure {
  const named = BY_NAME[String(property(error, 'name'))] ?? BY_NAME[String(property(error, 'Code'))];
  if (named) return named;
  if (UNREACHABLE.has(String(property(error, 'code')))) return 'unreachable';
  // The SDK throws a plain Error with this sentence where no region is configured.
  if (/^Region is missing/.test(failureText(error))) return 'no-region';
  if (error instanceof Error && error.message.includes(UNREADABLE)) return 'unavailable';
  const status = property(property(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' && status >= 500 ? 'unavailable' : 'other';
}

/** Where a signature is wrong, AWS repeats the request that it read, with the session token in its headers (General Reference, "Signature Version 4"). */
const REPEATED = 'The Canonical String for this request ';

/** What the service or the SDK said, in one line, without what it repeats of the request. */
export function failureText(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  if (text.includes(UNREADABLE)) return `its answer cannot be read: ${upTo(text, UNREADABLE)}`;
  return upTo(text.replaceAll(/\s+/g, ' '), REPEATED);
}

function upTo(text: string, mark: string): string {
  const [before = ''] = text.split(mark, 1);
  return before.trim();
}
