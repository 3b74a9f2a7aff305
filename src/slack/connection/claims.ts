/**
 * Who of several processes handles what Slack brings to more than one of them: it hands anything again that was not acknowledged in time, or whose
 * socket closed, and to another socket. Whoever is first has a lease on it; the others wait until it is handled, and handle it where the first died.
 */
import type { Logger } from 'pino';
import type { Handled } from '../../store/handled.ts';
import { type Lease, type Leases, OF_DELIVERIES } from '../../store/leases.ts';
import { wait } from '../wait.ts';

/** A process that has not been heard of for so long is taken for dead; milliseconds. */
const LEASE = 10_000;
const RENEWED = 3000;

export interface Claim {
  /** It is handled: nobody does so again. Never rejects. */
  done(): Promise<void>;
  /** It came to nothing, and whoever is brought it again may try. Never rejects. */
  drop(): Promise<void>;
}

export interface Claims {
  /**
   * Never rejects: what the store does not tell is handled.
   *
   * @returns `handled` where nothing is left to do, `elsewhere` where another process is at it
   */
  claim(key: string): Promise<Claim | 'handled' | 'elsewhere'>;
}

export interface ClaimParts {
  readonly handled: Handled;
  /** Null where no other process can be at it. */
  readonly leases: Leases | null;
  /** Names this process: no other has the same. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

export function createClaims({ handled, leases, owner, now, log }: ClaimParts): Claims {
  async function enter(key: string): Promise<void> {
    try {
      await handled.enter(key, now());
    } catch (error) {
      log.error({ err: error }, 'it cannot be remembered that this was handled');
    }
  }

  async function keep(lease: Lease, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await wait(RENEWED, over);
      if (over.aborted) return;
      // Where the store is away, others do not get it either.
      await leases?.renew(lease, LEASE).catch(() => false);
    }
  }

  function claimOf(key: string, lease: Lease | null): Claim {
    const over = new AbortController();
    if (lease) void keep(lease, over.signal);
    const end = async () => {
      over.abort();
      if (lease)
        await leases
          ?.end(lease)
          .catch((error: unknown) => log.warn({ err: error }, 'a lease runs out by itself'));
    };
    return {
      async done() {
        await enter(key);
        await end();
      },
      drop: end,
    };
  }

  return {
    async claim(key) {
      let claim = claimOf(key, null);
      try {
        const lease = leases ? await leases.acquire(`${OF_DELIVERIES}${key}`, owner, LEASE) : null;
        if (leases && !lease) return (await handled.has(key)) ? 'handled' : 'elsewhere';
        claim = claimOf(key, lease);
        if (!(await handled.has(key))) return claim;
      } catch (error) {
        log.error({ err: error }, 'it cannot be told whether that was handled before');
        return claim;
      }
      await claim.drop();
      return 'handled';
    },
  };
}
