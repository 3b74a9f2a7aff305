/** What Slack names a delivery by: the same when it is delivered again. */

/** Null for what has no such name, and does nothing that would be wrong twice. */
export function deliveryKey(body: object): string | null {
  if ('event_id' in body && typeof body.event_id === 'string') return body.event_id;
  return 'trigger_id' in body && typeof body.trigger_id === 'string' ? body.trigger_id : null;
}
