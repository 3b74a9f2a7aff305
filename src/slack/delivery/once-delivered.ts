/**
 * Delivers what has a key once, over crashes too: what is remembered as sent or refused is not sent again, and of what may have arrived it is looked
 * whether it did. Only what is not there is sent again.
 */
import type { Deliveries, RememberedDelivery } from '../../store/deliveries.ts';
import type { Address } from '../address.ts';
import type { wait } from '../wait.ts';
import { type Failure, failureText } from './failure.ts';
import { Interrupted } from './interrupted.ts';
import type { Lookout, Seen, Sighting } from './lookout.ts';
import type { Delivery } from './outbox.ts';
import { passUnlessToken } from './token-refused.ts';

/** Where it is now; no `ts` for what is no message of its own. */
interface Arrived {
  readonly channel: string;
  readonly ts: string | null;
}

export interface OnceDeliveredParts {
  readonly deliveries: Deliveries;
  readonly look: Lookout;
  /** Slack may still be taking what it gave no clear answer about: so many milliseconds are waited before each look. */
  readonly settling: readonly number[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly waitFor: typeof wait;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
}

interface Parcel {
  readonly key: string;
  readonly to: Address;
  /** JSON-safe. */
  readonly content: unknown;
  /** Whether a message is this one. */
  readonly isIt: (message: Seen, remembered: RememberedDelivery) => boolean;
  /** Sends it, and awaits `onSending` right before each call that may make it arrive. */
  readonly send: (
    remembered: RememberedDelivery,
    onSending: () => Promise<void>,
  ) => Promise<Delivery<Arrived>>;
}

/** So often it is sent at most, each time after twice the patience. */
const MOST_ATTEMPTS = 5;

/** @throws Interrupted where the process ends before it is clear, and where Slack does not take its token */
export type DeliverOnce = (parcel: Parcel) => Promise<Delivery<Arrived>>;

export function createDeliverOnce(parts: OnceDeliveredParts): DeliverOnce {
  const { deliveries, look, settling, now, waitFor, ending } = parts;

  const recall = ({ key, to, content }: Parcel) =>
    deliveries.begin({ key, ...to, content: JSON.stringify(content), at: now() });

  async function lookFor(parcel: Parcel, attempt: number): Promise<Sighting> {
    const remembered = await recall(parcel);
    const { sendingAt } = remembered;
    if (sendingAt === null) return { kind: 'absent' };
    let sighting: Sighting = { kind: 'absent' };
    for (const pause of settling) {
      await waitFor(pause * 2 ** attempt, ending);
      if (!ending.aborted)
        sighting = await look(parcel.to, sendingAt, (message) => parcel.isIt(message, remembered));
      if (sighting.kind === 'there') break;
      if (ending.aborted) throw new Interrupted();
      if (sighting.kind === 'unknown') break;
    }
    return sighting;
  }

  async function arrived(key: string, value: Arrived): Promise<Delivery<Arrived>> {
    await deliveries.sent(key, value);
    return { ok: true, value };
  }

  async function missing(key: string, failure: Failure): Promise<Delivery<Arrived>> {
    await deliveries.refused(key, JSON.stringify(failure));
    return { ok: false, failure };
  }

  /** Null where it is not there, so that it may be sent again. */
  async function found(parcel: Parcel, attempt: number): Promise<Delivery<Arrived> | null> {
    const { key, to } = parcel;
    const sighting = await lookFor(parcel, attempt);
    if (sighting.kind === 'absent') return null;
    if (sighting.kind === 'unknown') passUnlessToken(sighting.failure);
    if (sighting.kind === 'there') return arrived(key, { channel: to.channel, ts: sighting.ts });
    const reason = `it cannot be seen whether it arrived: ${failureText(sighting.failure)}`;
    return missing(key, { kind: 'unclear', reason });
  }

  async function deliver(parcel: Parcel, isUnclear: boolean): Promise<Delivery<Arrived>> {
    const { key, send } = parcel;
    let mayBeThere = isUnclear;
    for (let attempt = 0; ; attempt += 1) {
      const seen = mayBeThere ? await found(parcel, attempt) : null;
      if (seen) return seen;
      const delivery = await send(await recall(parcel), async () => {
        // Its turn came only because nothing is waited for any more: the next process has one too.
        if (ending.aborted) throw new Interrupted();
        await deliveries.sending(key, now());
      });
      if (delivery.ok) return arrived(key, delivery.value);
      const { failure } = delivery;
      passUnlessToken(failure);
      if (failure.kind === 'refused') return missing(key, failure);
      if (ending.aborted) throw new Interrupted();
      mayBeThere ||= failure.kind === 'unclear';
      if (attempt + 1 < MOST_ATTEMPTS) continue;
      return (mayBeThere ? await found(parcel, attempt) : null) ?? missing(key, failure);
    }
  }

  return async (parcel) => {
    const { state, channel, ts, failure } = await recall(parcel);
    if (state === 'sent') return { ok: true, value: { channel, ts } };
    if (state === 'refused') return { ok: false, failure: JSON.parse(failure ?? 'null') as Failure };
    return deliver(parcel, state === 'sending');
  };
}
