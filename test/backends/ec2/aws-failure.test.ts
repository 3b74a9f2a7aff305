import { describe, expect, it } from 'vitest';
import { failureText } from '../../../src/backends/ec2/aws-failure.ts';

describe('what AWS said', () => {
  it('is one line', () => {
    expect(failureText(new Error('not\n  authorized'))).toBe('not authorized');
  });

  it('is told without the request that AWS repeats where a signature is wrong, which holds the session token', () => {
    const repeated =
      "The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nx-amz-security-token:FwoGZXIv'";

    expect(failureText(new Error(repeated))).toBe('The request signature we calculated does not match.');
  });
});
