/** What happens to everything that Slack delivers, whoever listens to it. Each part changes how the next one is told, so their order is kept here. */
import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { createHandled } from '../store/handled.ts';
import { isSharedStore } from '../store/kind.ts';
import { createLeases } from '../store/leases.ts';
import { type NoticeParts, noticeConversations } from './access/notice.ts';
import type { BotParts } from './bot-parts.ts';
import { createClaims } from './connection/claims.ts';
import { handleOnce } from './connection/handle-once.ts';
import { type InHand, keepInHand } from './connection/in-hand.ts';
import { acknowledgeLate } from './connection/late-acknowledgement.ts';
import { type DeliveriesParts, followDeliveries } from './health/deliveries.ts';
import { measureAcknowledgements } from './health/measured.ts';
import type { Metrics } from './health/metrics.ts';

export interface ReceivingParts extends DeliveriesParts, Pick<BotParts, 'store' | 'now'> {
  readonly metrics: Pick<Metrics, 'acknowledged'>;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
  /** What each delivery tells of its conversation goes to these. */
  readonly notices: NoticeParts;
}

/** Before any listener is added. @returns what is not dealt with yet */
export function receive(app: App, parts: ReceivingParts): InHand {
  const { store, now, log, monotonic, metrics, ending, notices } = parts;
  acknowledgeLate(app, log);
  const inHand = keepInHand(app);
  measureAcknowledgements(app, metrics, monotonic);
  followDeliveries(app, parts);
  const claims = createClaims({
    handled: createHandled(store.db),
    leases: isSharedStore(store) ? createLeases(store) : null,
    ...{ owner: randomUUID(), now, log },
  });
  handleOnce(app, { claims, log, ending });
  noticeConversations(app, notices);
  return inHand;
}
