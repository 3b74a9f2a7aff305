/** Services that one client asks, in a folder of records: at the end of each span of time another one of them is blocked for a while. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const CLIENT = '10.0.1.5';
const HOUR = 3600;
/** Each service is asked so often, and blocked for so long. Seconds. */
const ASKED_EVERY = 60;
const BLOCKED_FOR = 300;

/** Longer than half an hour, so that no three of them are blocked within one and are told together. Seconds. */
const SPAN = 2100;

export interface BlockedServices {
  readonly folder: string;
  /** The end of the newest record, seconds since the epoch. */
  upTo(): number;
  /** Records one span more. @returns the address of the service that is blocked at its end */
  block(): Promise<string>;
}

function addressOf(service: number): string {
  return `10.0.2.${10 + service}`;
}

/** As the interface of the service logs it. */
function exchange(start: number, service: number, isBlocked: boolean): readonly string[] {
  const port = 40_000 + ((start / ASKED_EVERY) % 20_000);
  const line = (of: string, action: string) =>
    `2 111122223333 eni-0service${service} ${of} 6 5 900 ${start} ${start + ASKED_EVERY} ${action} OK`;
  const asked = `${CLIENT} ${addressOf(service)} ${port} 5432`;
  if (isBlocked) return [line(asked, 'REJECT')];
  return [line(asked, 'ACCEPT'), line(`${addressOf(service)} ${CLIENT} 5432 ${port}`, 'ACCEPT')];
}

/** @param begin seconds since the epoch; a quiet hour is recorded before it */
export async function blockedServices(count: number, begin: number): Promise<BlockedServices> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-blocked-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const services = Array.from({ length: count }, (_, service) => service);
  let upTo = begin;
  let blocked = 0;

  async function record(from: number, to: number, isBlocked: (start: number, service: number) => boolean) {
    const lines: string[] = [];
    for (let start = from; start < to; start += ASKED_EVERY)
      for (const service of services) lines.push(...exchange(start, service, isBlocked(start, service)));
    await writeFile(join(folder, `${from}.log`), `${lines.join('\n')}\n`);
  }

  await record(begin - HOUR, begin, () => false);
  return {
    folder,
    upTo: () => upTo,
    async block() {
      const [now, from, to] = [blocked, upTo, upTo + SPAN];
      await record(from, to, (start, service) => service === now && start >= to - BLOCKED_FOR);
      blocked += 1;
      upTo = to;
      return addressOf(now);
    },
  };
}
