/**
 * Sources that are asked as the same caller in one region share what counts their requests, so that together they keep to their part of what the
 * account allows, and what was read of its network.
 */
import type { AwsSettings } from '../backends/ec2/aws-settings.ts';
import { createEc2Network, type Ec2Network } from '../backends/ec2/network.ts';

type Caller = Pick<AwsSettings, 'region' | 'profile' | 'role'>;

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
