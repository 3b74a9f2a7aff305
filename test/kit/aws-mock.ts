/**
 * AWS on the wire: the JSON 1.1 of CloudWatch Logs and Athena and EC2's query protocol, answered by replies that a test names. A request without a reply, and a
 * reply without a request, fail the test with what is to be added or removed.
 */
import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';

export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };

/** The services that speak JSON, by host, with what stands before the names of their operations. */
const JSON_SERVICES = { logs: 'Logs_20140328.', athena: 'AmazonAthena.' } as const;

type Body = Readonly<Record<string, unknown>>;

export interface Reply {
  readonly status: number;
  /** JSON, or the text of XML. */
  readonly body: Body | string;
  /** Of XML, beside its type. */
  readonly headers?: Readonly<Record<string, string>>;
}

type Replier = Reply | ((request: Body) => Reply | Promise<Reply>);

interface Expected {
  readonly operation: string;
  readonly replier: Replier;
  readonly always: boolean;
  used: boolean;
}

export interface AwsMock {
  /** What was asked so far, in order. */
  readonly requests: readonly { readonly operation: string; readonly body: Body }[];
  /** The ids of the access keys that requests to EC2 and STS were signed with, in order. */
  readonly signers: readonly string[];
  /** The bodies of the requests of one operation. */
  of(operation: string): readonly Body[];
  /** Answers the next requests of an operation, one reply each. */
  reply(operation: string, ...repliers: readonly Replier[]): void;
  /** Answers every request of an operation for which no other reply is left. */
  always(operation: string, replier: Replier): void;
  /** As `always`, where it is no fault if nothing asks. */
  maybe(operation: string, replier: Replier): void;
  /** From now on no connection can be made. */
  breakConnections(code: string): void;
}

export function ok(body: Body | string): Reply {
  return { status: 200, body };
}

/** As CloudWatch Logs and Athena write their errors. */
export function logsError(type: string, message: string, more: Body = {}, status = 400): Reply {
  return { status, body: { __type: type, message, ...more } };
}

/** As STS answers AssumeRole (API Reference, "AssumeRole"). */
export function assumedRoleReply(accessKeyId: string, expiration: string): Reply {
  return ok(
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:flows</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/flows-reader/flows</Arn></AssumedRoleUser><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></AssumeRoleResponse>`,
  );
}

/** As STS writes its errors. */
export function stsError(code: string, message: string, status = 403): Reply {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;
  return { status, body };
}

/** As EC2 writes its errors. */
export function ec2Error(code: string, message: string, status = 403): Reply {
  const body = `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`;
  return { status, body };
}

/**
 * For a describe block: mocks AWS in each of its tests.
 *
 * @param prepare replies that every test has; those of a test itself come first
 */
export function mockAws(prepare: (aws: AwsMock) => void = () => undefined): AwsMock {
  let expected: Expected[] = [];
  let requests: { operation: string; body: Body }[] = [];
  let unexpected: string[] = [];
  let signers: string[] = [];

  async function answer(operation: string, body: Body): Promise<Reply> {
    requests.push({ operation, body });
    const fitting = expected.filter((one) => one.operation === operation && (one.always || !one.used));
    const next = fitting.find(({ always }) => !always) ?? fitting.at(-1);
    if (!next) {
      unexpected.push(`aws.reply('${operation}', ok({ … })); // for ${JSON.stringify(body)}`);
      return logsError('UnexpectedRequest', `no reply for ${operation}`);
    }
    next.used = true;
    return typeof next.replier === 'function' ? next.replier(body) : next.replier;
  }

  function listen(): void {
    for (const [host, prefix] of Object.entries(JSON_SERVICES)) {
      nock(`https://${host}.${REGION}.amazonaws.com`)
        .persist()
        .post('/')
        .reply(async function (_, body) {
          const [target] = [this.req.headers['x-amz-target']].flat();
          const { status, body: replied } = await answer(
            String(target).replace(prefix, ''),
            JSON.parse(String(body)),
          );
          return [status, replied, { 'content-type': 'application/x-amz-json-1.1' }];
        });
    }
    for (const service of ['ec2', 'sts']) {
      nock(`https://${service}.${REGION}.amazonaws.com`)
        .persist()
        .post('/')
        .reply(async function (_, body) {
          const form = Object.fromEntries(new URLSearchParams(body as string | Record<string, string>));
          const [authorization] = [this.req.headers['authorization']].flat();
          const key = /Credential=([^/]+)/.exec(String(authorization))?.[1];
          if (key !== undefined) signers.push(key);
          const { status, body: replied, headers } = await answer(form['Action'] ?? '', form);
          return [status, replied, { 'content-type': 'text/xml', ...headers }];
        });
    }
  }

  beforeEach(() => {
    expected = [];
    requests = [];
    unexpected = [];
    signers = [];
    nock.disableNetConnect();
    listen();
    prepare(mock);
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    const unused = expected.filter(({ used }) => !used).map(({ operation }) => operation);
    expect(unexpected.join('\n'), 'Requests without a reply; add to the test').toBe('');
    expect(unused.join('\n'), 'Replies that nothing asked for; remove from the test').toBe('');
  });

  const mock: AwsMock = {
    get requests() {
      return requests;
    },
    get signers() {
      return signers;
    },
    of: (operation) => requests.filter((one) => one.operation === operation).map(({ body }) => body),
    reply(operation, ...repliers) {
      for (const replier of repliers) expected.push({ operation, replier, always: false, used: false });
    },
    always(operation, replier) {
      expected.push({ operation, replier, always: true, used: false });
    },
    maybe(operation, replier) {
      expected.push({ operation, replier, always: true, used: true });
    },
    breakConnections(code) {
      nock.cleanAll();
      for (const host of Object.keys(JSON_SERVICES)) {
        nock(`https://${host}.${REGION}.amazonaws.com`)
          .persist()
          .post('/')
          .replyWithError(Object.assign(new Error(`connect ${code}`), { code }));
      }
    },
  };

  return mock;
}
