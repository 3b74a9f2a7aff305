import { describe, expect, it } from 'vitest';
import type { PathStep } from '../../src/diagnosis/diagnosis.ts';
import { chainOf } from '../../src/present/chain.ts';
import { chainMrkdwn } from '../../src/present/chain-blocks.ts';
import { chainLines } from '../../src/present/chain-text.ts';
import { DROPPED_BY_RULE } from '../kit/answers.ts';

const ALLOWED: PathStep = {
  leg: 'request',
  kind: 'network-acl',
  direction: 'outbound',
  ids: ['acl-0a1b2c3d'],
  outcome: 'allow',
  because: 'outbound rule 100 allows tcp 5432 to 10.0.2.9',
};

const UNREAD: PathStep = {
  ...ALLOWED,
  ids: [],
  outcome: 'unknown',
  because: 'the network ACLs were not read',
};

const SAME_SUBNET: PathStep = {
  ...ALLOWED,
  ids: [],
  outcome: 'skipped',
  because: 'both ends are in subnet-0b22, and network ACLs do not filter inside a subnet',
};

function chainWith(...steps: readonly PathStep[]) {
  return chainOf({ ...DROPPED_BY_RULE, steps });
}

describe('the chain of an answer', () => {
  it('numbers the steps over request and reply, and marks the one that blocks', () => {
    const chain = chainOf(DROPPED_BY_RULE);

    expect(chain.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(chain.filter(({ blocks }) => blocks)).toMatchObject([
      { number: 6, leg: 'reply', name: 'acl-0c5f0f9cec20d52d5' },
    ]);
  });

  it('is silent about security groups that let replies pass, as they always do', () => {
    const reply = chainOf(DROPPED_BY_RULE).filter(({ leg }) => leg === 'reply');

    expect(reply.map(({ kind }) => kind)).toEqual(['network-acl', 'route', 'network-acl']);
  });

  it('says once why network ACLs are skipped inside a subnet', () => {
    const chain = chainWith(SAME_SUBNET, { ...SAME_SUBNET, direction: 'inbound' });

    expect(chain).toMatchObject([{ name: 'network ACL', way: 'out', outcome: 'skipped' }]);
  });

  it('marks the reply where the same network ACL denies both ways and the verdict is about the reply', () => {
    const denied = { ...ALLOWED, ids: ['acl-0c5f0f9cec20d52d5'], outcome: 'deny' } as const;

    const chain = chainWith(denied, { ...denied, leg: 'reply' });

    expect(chain.map(({ blocks }) => blocks)).toEqual([false, true]);
  });

  it('marks a step of which nothing is known where the records show that it blocks', () => {
    const chain = chainWith(ALLOWED, { ...UNREAD, leg: 'reply' });

    expect(chain.map(({ blocks }) => blocks)).toEqual([false, true]);
  });

  it('is not shown where nothing of it is known', () => {
    expect(chainWith(UNREAD, { ...UNREAD, direction: 'inbound' })).toEqual([]);
  });

  it('marks nothing where the rules let through what the records show was rejected', () => {
    expect(chainWith(ALLOWED).some(({ blocks }) => blocks)).toBe(false);
  });
});

describe('a chain in the terminal', () => {
  const text = (width: number) => chainLines(chainOf(DROPPED_BY_RULE), width).map((line) => line.text);

  it('has a line for each step, in columns, under its direction', () => {
    expect(text(110)).toEqual([
      'Request',
      '1 ✓ out  sg-0855132091f8c3ebc (web)  allows all traffic to 0.0.0.0/0',
      '2 ✓ out  acl-0c764fcb78694c052       rule 100 allows tcp 5432 to 10.0.2.9',
      '3 ✓ out  rtb-0ef2129b801cf36d5       routes 10.0.0.0/16 to the VPC itself',
      '4 ✓ in   acl-0c5f0f9cec20d52d5       rule 200 allows tcp 5432 from 10.0.1.5',
      '5 ✓ in   sg-031a2fb4708a92eb6 (db)   allows tcp 5432 from sg-0855132091f8c3ebc (web)',
      'Reply',
      '6 ✗ out  acl-0c5f0f9cec20d52d5       no outbound rule allows tcp 32768–60999 to 10.0.1.5   ◀ blocks here',
      '7 ✓ out  rtb-00366634857df08c7       routes 10.0.0.0/16 to the VPC itself',
      '8 ✓ in   acl-0c764fcb78694c052       rule 100 allows tcp 32768–60999 from 10.0.2.9',
    ]);
  });

  it('gives up its columns where a terminal is too narrow for them', () => {
    expect(text(60).slice(1, 4)).toEqual([
      '1 ✓ out  sg-0855132091f8c3ebc (web)  allows all traffic to',
      '         0.0.0.0/0',
      '2 ✓ out  acl-0c764fcb78694c052  rule 100 allows tcp 5432 to',
    ]);
  });
});

describe('a chain in Slack', () => {
  it('folds what plainly allows around the step that blocks', () => {
    const lines = chainMrkdwn(chainOf(DROPPED_BY_RULE), '');

    expect(lines).toEqual([
      '*Request*  1–5 ✓ security groups out, network ACL out, route table, network ACL in, security groups in',
      expect.stringMatching(
        /^\*Reply\* {2}6 ✗ out {2}<https:.*> {2}no outbound rule allows tcp .* ← \*blocks here\*$/,
      ),
      '7–8 ✓ route table, network ACL in',
    ]);
  });

  it('does not say twice what the blocker says', () => {
    const told =
      'acl-0c5f0f9cec20d52d5  outbound rule *  no outbound rule allows tcp 32768–60999 to 10.0.1.5';

    const lines = chainMrkdwn(chainOf(DROPPED_BY_RULE), told);

    expect(lines[1]).toBe('*Reply*  6 ✗ network ACL out ← *blocks here*');
  });

  it('folds what is not known', () => {
    const lines = chainMrkdwn(chainWith(ALLOWED, UNREAD, { ...UNREAD, direction: 'inbound' }), '');

    expect(lines.slice(1)).toEqual(['2–3 ? network ACL out, network ACL in: not known']);
  });

  it('shows every step where nothing blocks', () => {
    const lines = chainMrkdwn(chainWith(ALLOWED, { ...ALLOWED, direction: 'inbound' }), '');

    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).not.toContain('blocks here');
  });
});
