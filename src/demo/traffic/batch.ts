/** The batch worker: it stores results out on the internet, reads the replica, and since a new release tries a cache that does not let it in. */
import { HTTPS, LINUX_EPHEMERAL, POSTGRES, REDIS } from '../policy.ts';
import { whole } from '../random.ts';
import { run } from '../tcp.ts';
import { HOSTS } from '../topology.ts';
import type { Wire } from '../wire.ts';
import { type Span, scattered, shortPort } from './schedule.ts';

interface Errand {
  readonly address: string;
  readonly port: number;
  readonly perMinute: number;
  /** Bytes. */
  readonly up: number;
  readonly down: number;
  /** Seconds. */
  readonly latency: number;
}

const OBJECT_STORE = '198.51.100.240';

const ERRANDS: readonly Errand[] = [
  { address: OBJECT_STORE, port: HTTPS, perMinute: 4, up: 60_000, down: 900, latency: 0.012 },
  { address: HOSTS.db2.address, port: POSTGRES, perMinute: 2, up: 400, down: 30_000, latency: 0.001 },
];
const CACHED: Errand = {
  ...{ address: HOSTS.cache.address, port: REDIS, perMinute: 3 },
  ...{ up: 200, down: 200, latency: 0.001 },
};

export function batchWork(span: Span, wire: Wire): void {
  for (const errand of ERRANDS) goOn(errand, span, wire);
}

/** @param released seconds since the epoch */
export function newRelease({ from, until }: Span, released: number, wire: Wire): void {
  goOn(CACHED, { from: Math.max(from, released), until }, wire);
}

function goOn({ address, port, perMinute, up, down, latency }: Errand, span: Span, wire: Wire): void {
  scattered(`batch ${address}`, perMinute, span, (opens, draw, number) => {
    run(
      {
        client: { address: HOSTS.worker.address, port: shortPort(LINUX_EPHEMERAL, number) },
        server: { address, port },
        opens,
        latency,
        requests: [0.1, 0.7],
        up: whole(draw, up / 2, up),
        down: whole(draw, down / 2, down),
        closes: 1 + 4 * draw(),
      },
      wire,
    );
  });
}
