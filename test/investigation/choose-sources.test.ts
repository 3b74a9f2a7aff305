import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { understand } from '../../src/commands/answer.ts';
import { chooseSources } from '../../src/investigation/choose-sources.ts';
import type { Source } from '../../src/investigation/source.ts';
import type { Network } from '../../src/network/network.ts';
import type { Request } from '../../src/query/request.ts';
import { ABOUT } from '../kit/about.ts';
import { ipv4, network, networkInterface, subnet, vpc } from '../kit/networks.ts';
import { flowLog, NOW } from '../kit/scope.ts';

const signal = new AbortController().signal;

function source(name: string, of?: Network): Source {
  const reading = of && { network: of, readAt: null, calls: 0, notes: [] };
  return {
    name,
    about: ABOUT,
    engine: createMemoryEngine([]),
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    ...(reading ? { network: async () => reading } : {}),
  };
}

/** 10.0.0.0/16, and 10.7.0.0/16 with peer-1 at 10.7.1.5. */
const NEAR = source('near', network({ instances: [] }));
const FAR = source(
  'far',
  network({
    instances: [],
    networkInterfaces: [
      networkInterface({ id: 'eni-0peer', name: 'peer-1', ipv4: [ipv4('10.7.1.5')], vpcId: 'vpc-0far' }),
    ],
    subnets: [subnet('subnet-0far', '10.7.1.0/24', { vpcId: 'vpc-0far' })],
    vpcs: [vpc('vpc-0far', '10.7.0.0/16')],
  }),
);
const BLIND = source('blind');

function request(text: string): Request {
  const understood = understand(text, { now: NOW, timeZone: 'UTC' });
  if (understood.kind !== 'question') throw new TypeError(text);
  return understood.request;
}

async function chosen(text: string, sources: readonly Source[]) {
  const { asked, notAsked, notes } = await chooseSources(request(text), sources, signal);
  return { asked: asked.map(({ name }) => name), notAsked, notes };
}

describe('a question that names no source', () => {
  it('goes to the one whose VPC holds the subject, and says why not to the other', async () => {
    expect(await chosen('reject 10.7.1.9', [NEAR, FAR])).toEqual({
      asked: ['far'],
      notAsked: [{ name: 'near', outcome: 'not-asked', because: 'its VPCs hold no 10.7.1.9' }],
      notes: [],
    });
  });

  it('goes to the one that knows the name', async () => {
    expect(await chosen('reject peer-1', [NEAR, FAR])).toMatchObject({
      asked: ['far'],
      notAsked: [{ because: 'its network has no peer-1' }],
    });
  });

  it('goes to those that hold either end', async () => {
    expect((await chosen('trace 10.0.1.5 10.7.1.5', [NEAR, FAR])).asked).toEqual(['near', 'far']);
    expect((await chosen('trace 10.0.1.5 203.0.113.7', [NEAR, FAR])).asked).toEqual(['near']);
  });

  it('about two ends goes to the records of a transit gateway too, which may be between them', async () => {
    const gateway: Source = {
      ...source('gateway', network({ instances: [], networkInterfaces: [], subnets: [], vpcs: [] })),
      flowLogSettings: async () => ({ flowLogs: [flowLog({ resourceId: 'tgw-0a' })], notes: [] }),
    };

    expect((await chosen('trace 10.0.1.5 10.7.1.5', [NEAR, FAR, gateway])).asked).toEqual([
      'near',
      'far',
      'gateway',
    ]);
    expect((await chosen('reject 10.0.1.5', [NEAR, FAR, gateway])).asked).toEqual(['near']);
  });

  it('goes to one whose configuration is not known, too', async () => {
    expect((await chosen('reject 10.7.1.9', [NEAR, FAR, BLIND])).asked).toEqual(['far', 'blind']);
  });

  it('goes to all where it is about nothing in particular', async () => {
    expect((await chosen('top by bytes', [NEAR, FAR])).asked).toEqual(['near', 'far']);
  });

  it('goes to all where no network holds the subject, and says that it may be a peer', async () => {
    expect(await chosen('reject 10.99.0.1', [NEAR, FAR])).toEqual({
      asked: ['near', 'far'],
      notAsked: [],
      notes: ['No source’s network holds 10.99.0.1, so all were asked: it may be a peer in their records.'],
    });
    expect((await chosen('reject 203.0.113.7', [NEAR, FAR])).notes).toEqual([]);
  });

  it('goes to one whose configuration cannot be read, which says so itself', async () => {
    const failing = { ...source('failing'), network: () => Promise.reject(new Error('gone')) };

    expect((await chosen('reject 10.7.1.9', [FAR, failing])).asked).toEqual(['far', 'failing']);
  });

  it('is not answered once it is cancelled', async () => {
    const stop = new AbortController();
    const slow = {
      ...source('slow'),
      network: () => {
        stop.abort(new Error('somebody pressed Cancel'));
        return Promise.reject(new Error('stream closed'));
      },
    };

    await expect(chooseSources(request('reject 10.7.1.9'), [FAR, slow], stop.signal)).rejects.toThrow(
      'somebody pressed Cancel',
    );
  });
});
