import { describe, expect, it } from 'vitest';
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { flow } from '../kit/asked-of-records.ts';
import { flows, NOW, source } from './kit.ts';

const AT = NOW / 1000 - 600;
const GRE = flow('10.0.1.5', '203.0.113.66', {
  ...{ protocol: 47, srcPort: 0, dstPort: 0, packets: 400, start: AT, end: AT + 59 },
});
const openSources = async () => [source(createMemoryEngine([GRE]))];

describe('flows scan', () => {
  it('finds by the defaults of detectors what nobody configured', async () => {
    const { stdout } = await flows(['scan'], { openSources });

    expect(stdout).toContain('uses gre');
  });

  it('goes by what the configuration sets for a detector', async () => {
    const parameters = { 'unusual-protocol': { expected: [47] } };
    const readDetection = async () => ({ ...DEFAULT_DETECTION, parameters });

    const { stdout } = await flows(['scan'], { openSources, readDetection });

    expect(stdout).not.toContain('uses gre');
  });

  it('tells which list of threats has the other side', async () => {
    const feeds = [
      { name: 'drop', readAt: 0, lookUp: (address: string) => (address === '203.0.113.66' ? address : null) },
    ];
    const readDetection = async () => ({ ...DEFAULT_DETECTION, feeds });

    const { stdout } = await flows(['scan'], { openSources, readDetection });

    expect(stdout.replace(/\s+/g, ' ')).toContain('203.0.113.66 is on the list drop');
  });

  it('is the only question for which lists are read', async () => {
    let reads = 0;
    const readDetection = async () => {
      reads += 1;
      return DEFAULT_DETECTION;
    };

    await flows(['top'], { openSources, readDetection });

    expect(reads).toBe(0);
  });
});
