/** The sources that a question goes to, as one source. */
import type { SourceOutcome } from '../../diagnosis/diagnosis.ts';
import { UNKNOWN_NETWORK } from '../../network/network.ts';
import type { FlowLogSettings, NetworkReading, NetworkWanted, Source } from '../source.ts';
import { createFanOutEngine } from './engine.ts';
import { createOutcomes } from './outcomes.ts';
import { createReadings } from './readings.ts';
import { mergedSettings } from './settings.ts';

export interface FanOut {
  /** At least one. */
  readonly asked: readonly Source[];
  readonly notAsked: readonly SourceOutcome[];
  /** What the reader should know about the choice. */
  readonly notes: readonly string[];
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** That they cannot be read fails no source: its records say themselves whether they can be read. */
async function settingsOf(source: Source, signal: AbortSignal): Promise<FlowLogSettings> {
  try {
    return await source.flowLogSettings(signal);
  } catch (error) {
    signal.throwIfAborted();
    return { flowLogs: null, notes: [`The settings of the flow logs are not known: ${reasonOf(error)}`] };
  }
}

async function readingOf(
  source: Source,
  wanted: NetworkWanted,
  signal: AbortSignal,
): Promise<NetworkReading | null> {
  try {
    return (await source.network?.(wanted, signal)) ?? null;
  } catch (error) {
    signal.throwIfAborted();
    const notes = [`The network’s configuration could not be read: ${reasonOf(error)}`];
    return { network: UNKNOWN_NETWORK, readAt: null, calls: 0, notes, failed: true };
  }
}

/** One source answers as itself, and tells of those that were not asked. */
function alone(source: Source, { notAsked, notes }: FanOut): Source {
  return {
    ...source,
    async flowLogSettings(signal) {
      const settings = await source.flowLogSettings(signal);
      return { ...settings, notes: [...notes, ...settings.notes] };
    },
    outcomes: () => [{ name: source.name, outcome: 'answered', because: null }, ...notAsked],
  };
}

/** For one question: what fails once is not asked again. */
export function createFanOutSource(fanOut: FanOut): Source {
  const { asked, notAsked, notes } = fanOut;
  const [only, ...others] = asked;
  if (only && others.length === 0) return alone(only, fanOut);
  const names = asked.map(({ name }) => name);
  const outcomes = createOutcomes(names, notAsked);
  const readings = createReadings();

  async function network(wanted: NetworkWanted, signal: AbortSignal): Promise<NetworkReading> {
    return readings.merge(
      await Promise.all(
        asked.map(async (source) => ({
          source: source.name,
          reading: await readingOf(source, wanted, signal),
        })),
      ),
    );
  }

  return {
    name: names.join(', '),
    about: { kind: 'fan-out', account: null, region: null, tags: {} },
    engine: createFanOutEngine(asked, outcomes),
    async flowLogSettings(signal) {
      const each = await Promise.all(
        asked.map(async (source) => ({ source: source.name, settings: await settingsOf(source, signal) })),
      );
      const settings = mergedSettings(each);
      return { ...settings, notes: [...notes, ...settings.notes] };
    },
    ...(asked.some((source) => source.network) ? { network } : {}),
    outcomes: () => outcomes.list(),
  };
}
