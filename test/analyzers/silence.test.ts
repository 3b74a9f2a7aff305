import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '../../src/analyzers/coverage.ts';
import { type SilenceFacts, silence } from '../../src/analyzers/silence.ts';
import { indexNetwork } from '../../src/network/find/index-network.ts';
import type { Subject } from '../../src/query/request.ts';
import { network } from '../kit/networks.ts';
import { address, flowLog, NOW, request, scope } from '../kit/scope.ts';
import { reversed, sighting } from '../kit/sightings.ts';

const OK: CoverageRow = {
  interfaceId: 'eni-0web',
  logStatus: 'OK',
  action: 'ACCEPT',
  records: 100,
  first: NOW - 3600,
  last: NOW - 400,
};

function facts(changes: Partial<SilenceFacts> = {}): SilenceFacts {
  return {
    scope: scope(),
    coverage: [OK],
    traffic: [],
    newestEver: NOW - 400,
    recordsWithField: null,
    ...changes,
  };
}

const traffic = [sighting({ interfaceId: 'eni-0web' }), reversed(sighting({ interfaceId: 'eni-0web' }))];

describe('nothing rejected', () => {
  it('is healthy where the subject’s traffic is accepted both ways', () => {
    expect(silence(facts({ traffic }))).toMatchObject({ verdict: 'healthy', confidence: 0.92 });
  });

  it('is less surely healthy where no reply was recorded, and says so', () => {
    const found = silence(facts({ traffic: traffic.slice(0, 1) }));

    expect(found).toMatchObject({ verdict: 'healthy', confidence: 0.8 });
    expect(found.summary).toContain('no reply');
  });

  it('is healthy for an interface that had no traffic', () => {
    const asked = request({ subjects: [{ kind: 'network-interface', id: 'eni-0idle' }] });
    const idle: CoverageRow = { ...OK, interfaceId: 'eni-0idle', logStatus: 'NODATA', action: null };

    expect(
      silence(facts({ scope: scope({ request: asked }), coverage: [idle], recordsWithField: 10 })).verdict,
    ).toBe('healthy');
  });

  it('is no proof where the subject left no trace at all', () => {
    expect(silence(facts()).verdict).toBe('no-records');
  });

  it('is told of the port alone that was asked about', () => {
    const asked = request({ subjects: [address('10.0.1.5')], port: { low: 443, high: 443 }, protocol: 6 });

    const found = silence(facts({ scope: scope({ request: asked }) }));

    expect(found.summary).toContain('there is no trace of 10.0.1.5 on tcp 443');
    expect(found.nextCheck).toContain('`talk 10.0.1.5`');
    expect(silence(facts({ traffic, scope: scope({ request: asked }) })).summary).toContain(
      'Nothing of 10.0.1.5 on tcp 443 is rejected',
    );
  });

  it('names every address that may have no interface', () => {
    const asked = request({ subjects: [address('10.0.1.5'), address('10.0.2.9')] });

    expect(silence(facts({ scope: scope({ request: asked }) })).nextCheck).toContain(
      'Values=10.0.1.5,10.0.2.9 ',
    );
  });

  it.each([
    [address('2001:db8::5'), 'Name=ipv6-addresses.ipv6-address,Values=2001:db8::5'],
    [{ kind: 'network-interface', id: 'eni-0aaa' }, 'Name=network-interface-id,Values=eni-0aaa'],
    [{ kind: 'instance', id: 'i-0aaa' }, 'Name=attachment.instance-id,Values=i-0aaa'],
    [{ kind: 'subnet', id: 'subnet-0aaa' }, 'Name=subnet-id,Values=subnet-0aaa'],
    [{ kind: 'vpc', id: 'vpc-0aaa' }, 'Name=vpc-id,Values=vpc-0aaa'],
    [{ kind: 'name', name: 'web; reboot' }, "'Name=tag:Name,Values=web; reboot'"],
    [{ kind: 'cidr', family: 4, text: '10.0.1.0/24', prefix: 24 }, 'aws ec2 describe-subnets'],
  ] as readonly (readonly [Subject, string])[])('looks %o up by what it is', (subject, expected) => {
    const asked = request({ subjects: [subject] });

    expect(silence(facts({ scope: scope({ request: asked }), recordsWithField: 10 })).nextCheck).toContain(
      expected,
    );
  });

  it('says which id the configuration does not have', () => {
    const asked = request({ subjects: [{ kind: 'instance', id: 'i-0gone' }] });
    const known = scope({ request: asked, network: indexNetwork(network()) });

    expect(silence(facts({ scope: known, recordsWithField: 10 })).summary).toContain(
      'configuration has no i-0gone',
    );
  });

  it('is surer that nothing was sent where its own interface wrote records of other traffic', () => {
    const asked = request({ subjects: [address('10.0.1.5')], port: { low: 22, high: 22 } });
    const known = scope({ request: asked, network: indexNetwork(network()) });

    expect(silence(facts({ scope: known }))).toMatchObject({
      verdict: 'no-records',
      confidence: 0.85,
      summary: expect.stringMatching(
        /on port 22 is recorded .* wrote records of other traffic: nothing was sent$/,
      ),
    });
  });

  it('is less sure of an id alone: what others reject of it is found by its address', () => {
    const asked = request({ subjects: [{ kind: 'network-interface', id: 'eni-0web' }] });

    const found = silence(facts({ traffic, scope: scope({ request: asked }), recordsWithField: 10 }));

    expect(found).toMatchObject({ verdict: 'healthy', confidence: 0.7 });
    expect(found.nextCheck).toMatch(/^Ask about its address/);
  });

  it('is never claimed of traffic that flow logs do not record', () => {
    const metadata = request({ subjects: [address('169.254.169.254')] });

    expect(silence(facts({ scope: scope({ request: metadata }) })).verdict).toBe('not-captured');
  });
});

describe('a log that could not have shown it', () => {
  it('keeps accepted traffic only', () => {
    expect(
      silence(facts({ traffic, scope: scope({ flowLogs: [flowLog({ keeps: 'ACCEPT' })] }) })).verdict,
    ).toBe('not-logged');
  });

  it('does not exist', () => {
    expect(silence(facts({ scope: scope({ flowLogs: [] }) })).verdict).toBe('not-logged');
  });

  it('is attached to other interfaces', () => {
    const asked = request({ subjects: [{ kind: 'network-interface', id: 'eni-0web' }] });
    const flowLogs = [flowLog({ resourceId: 'eni-0other' })];

    expect(silence(facts({ scope: scope({ request: asked, flowLogs }), recordsWithField: 5 })).verdict).toBe(
      'not-logged',
    );
  });

  it('lacks the field by which the subject would be found', () => {
    const asked = request({ subjects: [{ kind: 'subnet', id: 'subnet-0a' }] });

    expect(silence(facts({ scope: scope({ request: asked }), recordsWithField: 0 })).verdict).toBe(
      'not-logged',
    );
  });
});

describe('an incomplete log', () => {
  it('has no record in the window', () => {
    const found = silence(facts({ coverage: [], newestEver: NOW - 7200 }));

    expect(found.verdict).toBe('logs-incomplete');
    expect(found.summary).toContain('120 minutes');
  });

  it('skipped records of the interface in question', () => {
    const skipped: CoverageRow = { ...OK, logStatus: 'SKIPDATA', action: null, records: 30 };

    expect(silence(facts({ coverage: [OK, skipped], traffic })).verdict).toBe('logs-incomplete');
  });

  it('is believed where the skipped records are another interface’s', () => {
    const skipped: CoverageRow = {
      ...OK,
      interfaceId: 'eni-0other',
      logStatus: 'SKIPDATA',
      action: null,
      records: 30,
    };

    expect(silence(facts({ coverage: [OK, skipped], traffic }))).toMatchObject({
      verdict: 'healthy',
      confidence: 0.82,
    });
  });

  it('ends before half of the window', () => {
    expect(silence(facts({ coverage: [{ ...OK, last: NOW - 2000 }], traffic })).verdict).toBe(
      'logs-incomplete',
    );
  });
});
