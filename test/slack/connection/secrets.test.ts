import { describe, expect, it } from 'vitest';
import { withoutPastedSecrets } from '../../../src/slack/connection/secrets.ts';

// Put together, so that no scanner takes this file for a leak.
const KEY_ID = `AKIA${'IOSFODNN7EXAMPLE'}`;
const SECRET = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`;
const SESSION = `FwoGZXIvYXdzE${'Ab1/'.repeat(40)}==`;
const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxIn0'}.${'c2lnbmF0dXJl'}`;
const SLACK = `xoxb-${'1234-5678-abcdef'}`;
const GITHUB = `ghp_${'a1B2'.repeat(9)}`;
const TOKEN = `ghtoken${'1234567890abcd'}`;
const HOOK = `https://hooks.slack.com/services/${'T0/B0/abcdef'}`;

describe('what people paste by mistake', () => {
  it.each([
    [`reject 10.0.1.5 ${KEY_ID}`, KEY_ID.slice(4)],
    [`top ${SECRET} by bytes`, SECRET],
    [`AWS_SECRET_ACCESS_KEY=${SECRET.slice(0, 20)}`, SECRET.slice(0, 20)],
    [`aws_session_token = "${SESSION}"`, SESSION.slice(0, 20)],
    [SESSION, SESSION.slice(0, 20)],
    [`curl -H 'Authorization: Bearer ${JWT}'`, 'eyJ'],
    [JWT, 'eyJ'],
    ['Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    [SLACK, '1234'],
    [GITHUB, 'a1B2'],
    [HOOK, 'abcdef'],
    [`https://hooks.slack.com/workflows/${'T0/A0/123/abcdef'}`, 'abcdef'],
    [`https://hooks.slack.com/triggers/${'T0/123/abcdef'}`, 'abcdef'],
    ['postgres://flows:hunter2@db.internal/flows', 'hunter2'],
    ['postgres://flows@corp:hunter2@db.internal/flows', 'hunter2'],
    ['postgres://flows@corp:1234567@db.internal/flows', '1234567'],
    ['postgres://flows:hunter@hunter2@db.internal/flows', 'hunter2'],
    ['postgres://flows:hun://ter2@db.internal/flows', 'ter2'],
    ['redis://:hunter2@db.internal', 'hunter2'],
    [`https://${TOKEN}@github.com/x`, TOKEN],
    [`https://${TOKEN}@github.com:8443/x`, TOKEN],
    [`https://${TOKEN}:x-oauth-basic@github.com/x`, TOKEN],
    ['{"password": "hunter2"}', 'hunter2'],
    ['password: hunter2', 'hunter2'],
    ['api-key=hunter2', 'hunter2'],
    ['my access key : "hunter2"', 'hunter2'],
    ['a=b,password=hunter2 c=d', 'hunter2'],
    ['http://a:hunter2@x,http://b:hunter2@y', 'hunter2'],
    [`https://b.s3.amazonaws.com/x?X-Amz-Signature=${'ab12'.repeat(16)}&X-Amz-Expires=60`, 'ab12'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\n-----END RSA PRIVATE KEY-----', 'MIIE'],
  ])('is not kept: %#', (text, secret) => {
    expect(withoutPastedSecrets(text)).not.toContain(secret);
  });

  it.each([
    'reject 10.0.1.5 port 443 last 2h',
    'records eni-0b11c2d3e4f5a6b7c to 2001:db8::9 since 14:00',
    'coverage tgw-attach-0123456789abcdef0 in team=payments',
    'top arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188',
    'talk "payments/prod/api-gateway-internal-loadbalancer" by bytes',
    `decode 2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK`,
    'reject from ssh://git@github.com:22/x.git to https://lists.example/x?mail=a@b',
    'records of postgres://flows@db.internal:5432/flows?application_name=a@b',
    `commit ${'0123456789abcdef'.repeat(2)}01234567`,
  ])('is told from what is asked: %s', (text) => {
    expect(withoutPastedSecrets(text)).toBe(text);
  });
});
