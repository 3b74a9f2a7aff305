import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterFor } from '../../../src/analyzers/mirror/filter-rule.ts';
import { type MirrorPlan, planName, tcpdumpFilter, vniOf } from '../../../src/analyzers/mirror/plan.ts';
import { createScript, tearDownScript } from '../../../src/analyzers/mirror/shell.ts';
import { block } from '../../kit/networks.ts';

const PLAN: MirrorPlan = {
  sourceId: 'eni-0db',
  sourceAddress: '10.0.2.9',
  rules: filterFor({
    own: [block('10.0.2.9/32')],
    peer: [block('10.0.1.5/32')],
    protocol: 6,
    port: { low: 5432, high: 5432 },
  }).rules,
  amazonDns: false,
  about: 'tcp 5432 with web-1 (10.0.1.5), at eni-0db (db-1)',
};

/** A stand-in for the AWS CLI that writes its arguments down, and answers with an id. */
const STAND_IN = `aws() {
  { for word in "$@"; do printf '%s\\037' "$word"; done; printf '\\036'; } >&2
  case "$2" in describe-security-group-rules) printf 'sg-1\\tsgr-1\\n' ;; *) echo "made-by-$2" ;; esac
}
`;

interface Ran {
  readonly calls: readonly (readonly string[])[];
  readonly failed: boolean;
}

function run(script: string, env: Readonly<Record<string, string>> = { TARGET_ENI: 'eni-0target' }): Ran {
  // What a shell reads as the script's own text comes from a file of its own: the second argument is never text of the first.
  const inner = `exec 3>&1; eval "$1" 2>&1 >/dev/null 3>&-`;
  try {
    const printed = execFileSync('/bin/sh', ['-c', inner, 'sh', STAND_IN + script], { env }).toString('utf8');
    const calls = printed.split('\u001e').slice(0, -1);
    return { failed: false, calls: calls.map((call) => call.split('\u001f').slice(0, -1)) };
  } catch {
    return { failed: true, calls: [] };
  }
}

function option(call: readonly string[] | undefined, name: string): string | undefined {
  const at = call?.indexOf(`--${name}`) ?? -1;
  return at === -1 ? undefined : call?.[at + 1];
}

describe('the script of a capture', () => {
  it('makes the target, the filter, its rules and the session, and then lets the copies in', () => {
    const { calls } = run(createScript(PLAN));

    expect(calls.map(([, command]) => command)).toEqual([
      'create-traffic-mirror-target',
      'create-traffic-mirror-filter',
      'create-traffic-mirror-filter-rule',
      'create-traffic-mirror-filter-rule',
      'create-traffic-mirror-filter-rule',
      'create-traffic-mirror-filter-rule',
      'create-traffic-mirror-session',
      'describe-network-interfaces',
      'authorize-security-group-ingress',
    ]);
  });

  it('mirrors the interface to the target through what it made before', () => {
    const { calls } = run(createScript(PLAN));
    const session = calls.find(([, command]) => command === 'create-traffic-mirror-session');

    expect(option(session, 'network-interface-id')).toBe('eni-0db');
    expect(option(session, 'traffic-mirror-target-id')).toBe('made-by-create-traffic-mirror-target');
    expect(option(session, 'traffic-mirror-filter-id')).toBe('made-by-create-traffic-mirror-filter');
    expect(option(session, 'virtual-network-id')).toBe(String(vniOf(PLAN)));
    expect(option(calls[0], 'network-interface-id')).toBe('eni-0target');
  });

  it('opens VXLAN to the address of the interface that is copied, and to nobody else', () => {
    const rule = run(createScript(PLAN)).calls.at(-1);

    expect(option(rule, 'protocol')).toBe('udp');
    expect(option(rule, 'port')).toBe('4789');
    expect(option(rule, 'cidr')).toBe('10.0.2.9/32');
  });

  it('looks the address up where it is not known', () => {
    const { calls } = run(createScript({ ...PLAN, sourceAddress: null }));

    expect(option(calls.at(-3), 'network-interface-ids')).toBe('eni-0db');
    expect(option(calls.at(-1), 'cidr')).toBe('made-by-describe-network-interfaces/32');
  });

  it('copies DNS with Amazon’s resolver by the switch for it', () => {
    const { calls } = run(createScript({ ...PLAN, amazonDns: true }));
    const services = calls.find(([, command]) => command === 'modify-traffic-mirror-filter-network-services');

    expect(option(services, 'add-network-services')).toBe('amazon-dns');
  });

  it('makes nothing until the target is named', () => {
    expect(run(createScript(PLAN), {})).toEqual({ failed: true, calls: [] });
  });

  it('shows how to see the copies of this capture and of no other', () => {
    const script = createScript(PLAN);

    expect(script).toContain(`sudo tcpdump -nn -i any '${tcpdumpFilter(PLAN)}'`);
    expect(script).toContain(`vxlan.vni == ${vniOf(PLAN)}`);
    expect(tcpdumpFilter(PLAN)).toBe(`udp dst port 4789 and udp[12:4] = ${vniOf(PLAN) * 256}`);
  });
});

describe('the tear-down', () => {
  it('deletes the session first, then what it used, found by the name that the script gave', () => {
    const { calls } = run(tearDownScript(PLAN));

    expect(calls.map(([, command]) => command)).toEqual([
      'describe-traffic-mirror-sessions',
      'delete-traffic-mirror-session',
      'describe-traffic-mirror-filters',
      'delete-traffic-mirror-filter',
      'describe-traffic-mirror-targets',
      'delete-traffic-mirror-target',
      'describe-security-group-rules',
      'revoke-security-group-ingress',
    ]);
    expect(option(calls[0], 'filters')).toBe(`Name=description,Values=${planName(PLAN)}`);
    expect(option(calls.at(-1), 'security-group-rule-ids')).toBe('sgr-1');
  });

  it('looks for the description that every part was made with', () => {
    const made = run(createScript(PLAN)).calls.filter(([, command]) =>
      /^create-.*(target|filter|session)$/.test(command ?? ''),
    );

    expect(made.map((call) => option(call, 'description'))).toEqual(Array(3).fill(planName(PLAN)));
  });
});

describe('a name or an id that means something to a shell', () => {
  it('changes nothing that the script does', () => {
    const plain = run(createScript(PLAN));
    const hostile = fc
      .oneof(
        fc.string(),
        fc.constantFrom(
          '\n aws ec2 terminate-instances',
          '$(aws x y)',
          '`aws x y`',
          "'; aws x y #",
          '"\r\naws x y',
          '\u2028aws x y',
        ),
      )
      .filter(
        (text) => !['\0', '\u001e', '\u001f'].some((mark) => text.includes(mark)) && !/\p{Cs}/u.test(text),
      );
    fc.assert(
      fc.property(hostile, (about) => {
        expect(run(createScript({ ...PLAN, about }))).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  it('reaches the AWS CLI as one argument', () => {
    const hostile = fc.constantFrom(
      'eni-0; aws x y',
      '$(aws x y)',
      '`aws x y`',
      "eni-'0",
      'eni 0',
      'eni\n0',
      '',
    );
    fc.assert(
      fc.property(hostile, (sourceId) => {
        const { calls } = run(createScript({ ...PLAN, sourceId }));

        expect(calls).toHaveLength(9);
        expect(option(calls[6], 'network-interface-id')).toBe(sourceId);
      }),
    );
  });
});

describe('the VXLAN identifier', () => {
  it('is one that VXLAN has, and the same for the same plan', () => {
    fc.assert(
      fc.property(fc.string(), (sourceId) => {
        const vni = vniOf({ ...PLAN, sourceId });

        expect(vni).toBe(vniOf({ ...PLAN, sourceId }));
        expect(vni).toBeGreaterThanOrEqual(1);
        expect(vni).toBeLessThan(2 ** 24);
      }),
    );
  });

  it('does not depend on what things are called', () => {
    expect(vniOf({ ...PLAN, about: 'renamed' } as MirrorPlan)).toBe(vniOf(PLAN));
    expect(vniOf({ ...PLAN, sourceId: 'eni-0other' })).not.toBe(vniOf(PLAN));
  });
});
