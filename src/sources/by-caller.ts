/**
 * Sources that are asked as the same caller in one region share what counts their requests, so that together they keep to their part of what the
 * account allows, and what was read of its network.
 */
import type { Clock } from '../backends/aws/pace.ts';
import type { AwsSettings } from '../backends/ec2/aws-settings.ts';
import { createEc2Network, type Ec2Network } from '../backends/ec2/network.ts';
import type { SourceSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { aboutOf } from './about.ts';

type Caller = Pick<AwsSettings, 'region' | 'profile' | 'role'>;

export interface AwsContext {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** How queues wait for their turn; on the process's own timers where it is not told. */
  readonly clock?: Clock | undefined;
  /** Reads a text file; rejects where there is none. */
  readonly readText: (path: string) => Promise<string>;
}

interface Shared<S> {
  readonly service: S;
  readonly network: Ec2Network;
  /** One object for all of them, by which their clients share its credentials. */
  readonly role: Caller['role'];
  /** Closes the service when the last source that has it is closed. */
  release(): Promise<void>;
}

/** When rules are read, and when records have been delivered, is a fact of the clock, whatever time a question is asked for. Seconds since the epoch. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** @param create makes the service of a caller that had none */
export function sharedByCaller<S extends { close(): Promise<void> }>(
  create: (caller: Caller) => S,
): (caller: Caller) => Shared<S> {
  const byCaller = new Map<string, { readonly shared: Shared<S>; users: number }>();

  return ({ region, profile, role }) => {
    const caller = { region, profile, role };
    const key = JSON.stringify(caller);
    const known = byCaller.get(key);
    if (known) {
      known.users += 1;
      return known.shared;
    }
    const service = create(caller);
    const shared: Shared<S> = {
      service,
      role,
      network: createEc2Network({ ...caller, now }),
      async release() {
        opened.users -= 1;
        if (opened.users === 0) await service.close();
      },
    };
    const opened = { shared, users: 1 };
    byCaller.set(key, opened);
    return shared;
  };
}

/** What a backend made of the settings, as a source that gives back what it shares when it is closed. */
export function asSource(
  settings: SourceSettings,
  { engine, flowLogSettings }: Pick<Source, 'engine' | 'flowLogSettings'>,
  { network, release }: Pick<Shared<unknown>, 'network' | 'release'>,
): Source {
  return {
    name: settings.name,
    about: aboutOf(settings),
    flowLogSettings,
    network,
    engine: {
      ...engine,
      async close() {
        await engine.close();
        await release();
      },
    },
  };
}
