import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { createFanOutSource } from '../../../src/investigation/fan-out/source.ts';
import type { FlowLogSettings, NetworkReading, Source } from '../../../src/investigation/source.ts';
import type { FlowLog } from '../../../src/network/flow-log.ts';
import { ABOUT } from '../../kit/about.ts';
import { network, networkInterface } from '../../kit/networks.ts';
import { flowLog } from '../../kit/scope.ts';

const signal = new AbortController().signal;
const NOTHING = { subjects: [], addresses: [], interfaceIds: [] };

function source(name: string, changes: Partial<Source> = {}): Source {
  return {
    name,
    about: ABOUT,
    engine: createMemoryEngine([]),
    flowLogSettings: async () => ({ flowLogs: [], notes: [] }),
    ...changes,
  };
}

function fanOut(...asked: readonly Source[]): Source {
  return createFanOutSource({ asked, notAsked: [], notes: [] });
}

function logging(name: string, flowLogs: readonly FlowLog[] | null, notes: readonly string[] = []): Source {
  return source(name, { flowLogSettings: async (): Promise<FlowLogSettings> => ({ flowLogs, notes }) });
}

describe('the flow logs of several sources', () => {
  const all = flowLog({ flowLogId: 'fl-1', keeps: 'ALL' });
  const rejects = flowLog({ flowLogId: 'fl-2', keeps: 'REJECT' });

  it('are all of them, each once', async () => {
    const settings = await fanOut(logging('a', [all]), logging('b', [all])).flowLogSettings(signal);

    expect(settings.flowLogs).toEqual([all]);
  });

  it('are not known as soon as those of one are not', async () => {
    const settings = await fanOut(logging('a', [all]), logging('b', null)).flowLogSettings(signal);

    expect(settings.flowLogs).toBeNull();
    expect(settings.notes).toEqual([expect.stringMatching(/^Which flow logs write to b is not known/)]);
  });

  it('keep together nothing that could be said of each, where they keep different things', async () => {
    const settings = await fanOut(logging('a', [all]), logging('b', [rejects])).flowLogSettings(signal);

    expect(settings.differ).toBe(true);
    expect(settings.notes).toContain('b: the flow log keeps rejected traffic only.');
  });

  it('have their notes under the name of the source, unless all have the same', async () => {
    const settings = await fanOut(
      logging('a', [], ['same', 'only a']),
      logging('b', [], ['same']),
    ).flowLogSettings(signal);

    expect(settings.notes).toEqual(['same', 'a: only a']);
  });

  it('tell that the records of one thing are in two of them, where they keep the same of it', async () => {
    const cold = flowLog({ flowLogId: 'fl-3', keeps: 'ALL', resourceId: all.resourceId });
    const accepts = flowLog({ flowLogId: 'fl-4', keeps: 'ACCEPT', resourceId: all.resourceId });
    const notesOf = async (...each: readonly Source[]) =>
      (await fanOut(...each).flowLogSettings(signal)).notes;

    expect(await notesOf(logging('hot', [all]), logging('cold', [cold]))).toEqual([
      `Records of ${all.resourceId} are in hot and cold: what both have is counted twice. Name one of them with \`in\`.`,
    ]);
    expect((await notesOf(logging('a', [rejects]), logging('b', [accepts]))).join()).not.toContain('twice');
  });

  it('fail no source where they cannot be read', async () => {
    const failing = source('b', { flowLogSettings: () => Promise.reject(new Error('gone')) });
    const settings = await fanOut(logging('a', [all]), failing).flowLogSettings(signal);

    expect(settings.flowLogs).toBeNull();
    expect(settings.notes).toContainEqual(expect.stringMatching(/^b: .*not known: gone$/));
  });
});

describe('the networks of several sources', () => {
  const near: NetworkReading = { network: network(), readAt: 100, calls: 3, notes: ['near note'] };
  const far: NetworkReading = {
    network: network({ networkInterfaces: [networkInterface({ id: 'eni-0far' })] }),
    readAt: 90,
    calls: 2,
    notes: [],
  };
  const reads = (name: string, reading: NetworkReading) => source(name, { network: async () => reading });

  it('are one, as old as its oldest part', async () => {
    const reading = await fanOut(reads('a', near), reads('b', far)).network?.(NOTHING, signal);

    expect(reading).toMatchObject({ readAt: 90, calls: 5, notes: ['a: near note'] });
    expect(reading?.network.networkInterfaces).toHaveLength(3);
  });

  it('are the same object as long as nothing more is read', async () => {
    const several = fanOut(reads('a', near), reads('b', far));

    const first = await several.network?.(NOTHING, signal);
    const second = await several.network?.(NOTHING, signal);

    expect(second?.network).toBe(first?.network);
  });

  it('count the calls once that sources of one account share', async () => {
    const reading = await fanOut(reads('a', near), reads('b', near), reads('c', far)).network?.(
      NOTHING,
      signal,
    );

    expect(reading?.calls).toBe(5);
  });

  it('are known of those that have one, and it is said whose is not', async () => {
    const failing = source('c', { network: () => Promise.reject(new Error('gone')) });
    const reading = await fanOut(reads('a', near), source('b'), failing).network?.(NOTHING, signal);

    expect(reading?.network.networkInterfaces).toHaveLength(2);
    expect(reading?.failed).toBe(true);
    expect(reading?.notes).toContainEqual(expect.stringMatching(/configuration of b is not known/));
    expect(reading?.notes).toContainEqual(expect.stringMatching(/^c: .*could not be read: gone$/));
  });

  it('do not miss in one what another has', async () => {
    const misses = (id: string) => `${id} is not there any more.`;
    const missing = {
      ...near,
      notes: [misses('eni-0far'), misses('eni-0old')],
      gone: { 'eni-0far': misses('eni-0far'), 'eni-0old': misses('eni-0old') },
    };
    const reading = await fanOut(reads('a', missing), reads('b', far)).network?.(NOTHING, signal);

    expect(reading?.notes).toEqual([`a: ${misses('eni-0old')}`]);
  });

  it('are not there where no source has one', () => {
    expect(fanOut(source('a'), source('b')).network).toBeUndefined();
  });
});

describe('one source that a question goes to', () => {
  it('answers as itself, and tells of those that were not asked', () => {
    const only = source('a');
    const alone = createFanOutSource({
      asked: [only],
      notAsked: [{ name: 'b', outcome: 'not-asked', because: 'its VPCs hold no 10.0.1.5' }],
      notes: [],
    });

    expect(alone.engine).toBe(only.engine);
    expect(alone.outcomes?.()).toEqual([
      { name: 'a', outcome: 'answered', because: null },
      { name: 'b', outcome: 'not-asked', because: 'its VPCs hold no 10.0.1.5' },
    ]);
  });
});
