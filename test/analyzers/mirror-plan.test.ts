import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/analyzers/analyzer.ts';
import type { AddressPairRow } from '../../src/analyzers/interface-address.ts';
import { MIRROR_USD_PER_HOUR } from '../../src/analyzers/mirror/plan.ts';
import { mirrorPlan } from '../../src/analyzers/mirror-plan.ts';
import type { Sighting } from '../../src/analyzers/sighting.ts';
import { isNever } from '../../src/query/predicate.ts';
import type { Request } from '../../src/query/request.ts';
import { DB, indexed, ipv4, networkInterface, WEB } from '../kit/networks.ts';
import { address, request, scope } from '../kit/scope.ts';
import { reversed, sighting } from '../kit/sightings.ts';

const WEB_TO_DB = { subjects: [address('10.0.1.5'), address('10.0.2.9')], port: { low: 5432, high: 5432 } };
const DB_FROM_WEB = { ...WEB_TO_DB, subjects: [address('10.0.2.9'), address('10.0.1.5')] };

const REQUEST_OUT = sighting({ interfaceId: 'eni-0web' });
const REFUSED = sighting({ action: 'REJECT', packets: 42 });

function asked(changes: Partial<Request>, rest: Partial<Scope> = {}): Scope {
  return scope({ request: request({ verb: 'capture', ...changes }), network: indexed(), ...rest });
}

function concluded(
  of: Scope,
  exchange: readonly Sighting[] = [],
  pairs: readonly (AddressPairRow & { readonly records: number })[] = [],
) {
  return mirrorPlan.analyze(
    { exchange: { rows: exchange, cutOff: false }, pairs: { rows: pairs, cutOff: false } },
    of,
  );
}

function partOf(conclusion: ReturnType<typeof concluded>, title: string): string {
  return conclusion.plan?.find((part) => part.title === title)?.text ?? '';
}

describe('what a capture asks of records', () => {
  it('is the exchange of the two, each way, and nothing more where the configuration has both', () => {
    const of = asked(WEB_TO_DB);

    expect(Object.keys(mirrorPlan.needs(of))).toEqual(['exchange']);
    expect(isNever(mirrorPlan.follow({ exchange: { rows: [], cutOff: false } }, of).pairs.where)).toBe(true);
  });

  it('is also whose the addresses are where no configuration places them', () => {
    const of = asked(WEB_TO_DB, { network: null });

    expect(isNever(mirrorPlan.follow({ exchange: { rows: [], cutOff: false } }, of).pairs.where)).toBe(false);
  });
});

describe('the plan', () => {
  it('mirrors the interface of the first subject, for this conversation and at this price', () => {
    const conclusion = concluded(asked(WEB_TO_DB), [REQUEST_OUT, reversed(REQUEST_OUT)]);

    expect(conclusion.findings).toMatchObject([
      {
        verdict: 'listing',
        confidence: 0.9,
        summary: `A mirror of eni-0web (web-1) would show tcp 5432 (postgresql) with db-1 (10.0.2.9), for about $${MIRROR_USD_PER_HOUR} an hour`,
      },
    ]);
    expect(conclusion.plan?.map(({ title, language }) => [title, language])).toEqual([
      ['AWS CLI', 'shell'],
      ['Terraform', 'hcl'],
      ['Tear-down', 'shell'],
    ]);
    expect(partOf(conclusion, 'AWS CLI')).toContain('SOURCE_ENI=eni-0web');
    expect(partOf(conclusion, 'AWS CLI')).toContain(
      '--traffic-direction ingress --rule-number 100 --rule-action accept --protocol 6 --source-cidr-block 10.0.2.9/32 --destination-cidr-block 10.0.1.5/32',
    );
    expect(conclusion.listing?.rows.map(({ part }) => part)).toEqual([
      'Mirrors',
      'Copies',
      'Arrives as',
      'Costs',
    ]);
  });

  it('says what the copies cost, what cuts them, and what AWS refuses', () => {
    const notes = concluded(asked(WEB_TO_DB), [REQUEST_OUT]).coverage?.notes.join(' ');

    expect(notes).toContain('US East (Ohio)');
    expect(notes).toContain('54 bytes below');
    expect(notes).toContain('bare metal');
  });

  it('copies everything of one subject alone, and counts what was rejected there', () => {
    const { findings } = concluded(asked({ subjects: [address('10.0.2.9')] }), [REFUSED]);

    expect(findings[0]?.summary).toContain('with whoever it talks to');
    expect(findings[0]?.summary).toContain(
      'what is rejected there is not in the copy: 42 packets in this window were rejected',
    );
  });

  it('works with the id of an interface and no configuration, and is less sure of it', () => {
    const of = asked({ subjects: [{ kind: 'network-interface', id: 'eni-0a1b2c3d' }] }, { network: null });

    const conclusion = concluded(of);

    expect(conclusion.findings[0]).toMatchObject({ verdict: 'listing', confidence: 0.7 });
    expect(partOf(conclusion, 'AWS CLI')).toContain('SOURCE_ENI=eni-0a1b2c3d');
    expect(partOf(conclusion, 'Terraform')).toContain('data "aws_network_interface" "source"');
    expect(conclusion.coverage?.notes[0]).toContain('Nothing is known of this network interface but its id');
  });

  it('finds the interface of an address in records where there is no configuration', () => {
    const pair = (srcAddr: string, dstAddr: string) => ({
      interfaceId: 'eni-0seen',
      subnetId: null,
      srcAddr,
      dstAddr,
      flowDirection: null,
      records: 1,
    });

    const conclusion = concluded(
      asked({ subjects: [address('10.0.1.5')] }, { network: null }),
      [],
      [pair('10.0.1.5', '10.0.2.9'), pair('10.0.3.7', '10.0.1.5')],
    );

    expect(partOf(conclusion, 'AWS CLI')).toContain('SOURCE_ENI=eni-0seen');
  });

  it('copies the private address of a host that was asked about by its public one', () => {
    const shown = networkInterface({ ipv4: [ipv4('10.0.1.5', { publicAddress: '203.0.113.7' })] });
    const of = asked(
      { subjects: [address('203.0.113.7'), address('198.51.100.9')] },
      { network: indexed({ networkInterfaces: [shown, DB] }) },
    );

    expect(partOf(concluded(of), 'AWS CLI')).toContain(
      '--source-cidr-block 198.51.100.9/32 --destination-cidr-block 10.0.1.5/32',
    );
  });

  it('mirrors the other end where the first is not of this network', () => {
    const of = asked({ subjects: [address('198.51.100.9'), address('10.0.1.5')] });

    expect(partOf(concluded(of), 'AWS CLI')).toContain('SOURCE_ENI=eni-0web');
  });

  it('copies DNS with Amazon’s resolver, which flow logs never hold', () => {
    const of = asked({ subjects: [address('10.0.1.5'), address('10.0.0.2')], port: { low: 53, high: 53 } });

    const conclusion = concluded(of);

    expect(partOf(conclusion, 'AWS CLI')).toContain('--add-network-services amazon-dns');
    expect(conclusion.findings[0]?.summary).not.toContain('is recorded');
  });

  it('says so where it takes the protocol for granted', () => {
    const of = asked({ ...WEB_TO_DB, port: { low: 40_001, high: 40_002 } });

    expect(concluded(of, [REQUEST_OUT]).coverage?.notes.join()).not.toContain('copies tcp only');
    expect(concluded(of).coverage?.notes[0]).toContain('The filter copies tcp only');
  });

  it('is about the first two ends where more are named, and says so', () => {
    const of = asked({ ...WEB_TO_DB, from: address('10.0.1.9') });

    expect(concluded(of, [REQUEST_OUT]).coverage?.notes[0]).toContain('the first two that were named');
  });

  it('warns that nothing of the two is recorded', () => {
    expect(concluded(asked(WEB_TO_DB)).findings[0]?.summary).toContain(
      'nothing of these two on port 5432 is recorded in this window',
    );
  });
});

describe('where packets are rejected', () => {
  it('on the way in, the one who sends them is mirrored', () => {
    const conclusion = concluded(asked(DB_FROM_WEB), [REFUSED]);

    expect(conclusion.findings[0]).toMatchObject({
      verdict: 'listing',
      evidence: [{ action: 'REJECT', packets: 42 }],
    });
    expect(conclusion.findings[0]?.summary).toBe(
      `42 packets from web-1 (10.0.1.5) were rejected on the way in to db-1 (10.0.2.9), and what a security group or network ACL drops is not mirrored there, so this plan mirrors web-1 (10.0.1.5), which sends them (eni-0web, about $${MIRROR_USD_PER_HOUR} an hour)`,
    );
    expect(partOf(conclusion, 'AWS CLI')).toContain('SOURCE_ENI=eni-0web');
  });

  it('on the way in from a host that is not known, a mirror shows nothing', () => {
    const of = asked({ ...DB_FROM_WEB, subjects: [address('10.0.2.9'), address('198.51.100.9')] });
    const rejected = sighting({ source: '198.51.100.9', action: 'REJECT', packets: 7 });

    const conclusion = concluded(of, [rejected]);

    expect(conclusion.findings[0]).toMatchObject({ verdict: 'not-captured', confidence: 0.9 });
    expect(conclusion.findings[0]?.nextCheck).toContain(
      "sudo tcpdump -nn -i any 'host 10.0.2.9 and tcp port 5432'",
    );
    expect(conclusion.plan).toBeUndefined();
  });

  it('a few late packets of connections that work change nothing', () => {
    const conclusion = concluded(asked(DB_FROM_WEB), [
      sighting({ packets: 1000 }),
      sighting({ action: 'REJECT', packets: 2 }),
    ]);

    expect(partOf(conclusion, 'AWS CLI')).toContain('SOURCE_ENI=eni-0db');
  });

  it('at the other end, the copy shows that nothing comes back', () => {
    const { findings } = concluded(asked(WEB_TO_DB), [REQUEST_OUT, REFUSED]);

    expect(findings[0]?.summary).toContain('db-1 (10.0.2.9) rejects it on the way in');
  });

  it('on the way out, only the host itself sees them', () => {
    const dropped = sighting({ interfaceId: 'eni-0web', action: 'REJECT', packets: 5 });

    const { findings } = concluded(asked(WEB_TO_DB), [dropped]);

    expect(findings[0]).toMatchObject({ verdict: 'not-captured' });
    expect(findings[0]?.nextCheck).toContain('On web-1 (10.0.1.5) itself, sudo tcpdump');
  });

  it('on the way out after requests came in, the copy has the requests', () => {
    const dropped = reversed(sighting(), { action: 'REJECT', packets: 40 });

    const conclusion = concluded(asked(DB_FROM_WEB), [sighting(), dropped]);

    expect(conclusion.findings[0]?.verdict).toBe('listing');
    expect(conclusion.findings[0]?.summary).toContain('the copy has only the rest');
  });
});

describe('where mirroring cannot be', () => {
  const balancer = networkInterface({
    id: 'eni-0nlb',
    type: 'network_load_balancer',
    name: 'nlb',
    ipv4: [ipv4('10.0.1.9')],
  });
  const network = indexed({ networkInterfaces: [WEB, DB, balancer] });

  it('there is no plan, and another place to look', () => {
    const { findings, plan } = concluded(asked({ subjects: [address('10.0.1.9')] }, { network }));

    expect(findings[0]).toMatchObject({ verdict: 'not-captured' });
    expect(findings[0]?.summary).toContain('nlb (10.0.1.9) cannot be mirrored');
    expect(findings[0]?.nextCheck).toContain('its targets');
    expect(plan).toBeUndefined();
  });

  it('the other end is mirrored where that one can be', () => {
    const of = asked({ subjects: [address('10.0.1.9'), address('10.0.2.9')] }, { network });

    const conclusion = concluded(of);

    expect(conclusion.findings[0]?.summary).toContain('so this plan mirrors db-1 (10.0.2.9)');
    expect(partOf(conclusion, 'AWS CLI')).toContain('SOURCE_ENI=eni-0db');
  });

  it('traffic that AWS never copies is named, with where to see it', () => {
    const { findings } = concluded(asked({ subjects: [address('10.0.1.5'), address('169.254.169.254')] }));

    expect(findings).toMatchObject([{ verdict: 'not-captured', confidence: 0.95 }]);
    expect(findings[0]?.nextCheck).toContain('curl');
  });
});

describe('what has to be known first', () => {
  it('is the interface of an address that nothing places', () => {
    const { findings, plan } = concluded(asked({ subjects: [address('10.0.1.5')] }, { network: null }));

    expect(plan).toBeUndefined();
    expect(findings[0]?.summary).toContain(
      'this source has no network configuration, and no record shows it',
    );
    expect(findings[0]?.nextCheck).toBe(
      "aws ec2 describe-network-interfaces --filters Name=addresses.private-ip-address,Values=10.0.1.5 --query 'NetworkInterfaces[].[NetworkInterfaceId,InterfaceType,Description]' --output table",
    );
  });

  it('is which of several interfaces, unless records show the traffic at one', () => {
    const subject = { kind: 'vpc', id: 'vpc-0aaa' } as const;
    const of = asked({ subjects: [subject] });

    expect(concluded(of).listing?.rows).toEqual([
      { interface: 'eni-0web (web-1)' },
      { interface: 'eni-0db (db-1)' },
    ]);
    expect(partOf(concluded(of, [sighting()]), 'AWS CLI')).toContain('SOURCE_ENI=eni-0db');
  });
});

describe('the conclusion', () => {
  it('is plain data, the same on every run', () => {
    const of = asked(DB_FROM_WEB);

    expect(JSON.parse(JSON.stringify(concluded(of, [REFUSED])))).toEqual(concluded(of, [REFUSED]));
  });
});
