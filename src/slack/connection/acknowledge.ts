/** Acknowledging what Slack delivered, which it wants within three seconds; a socket that just broke must not cost the answer. */
import type { Logger } from 'pino';

/** @returns whether Slack heard it, as far as the connection tells. */
export async function acknowledge(ack: () => Promise<void>, log: Logger): Promise<boolean> {
  try {
    await ack();
    return true;
  } catch (error) {
    log.warn({ err: error }, 'an acknowledgement could not be sent');
    return false;
  }
}
