/** Where something goes in Slack. */

/** `thread` is the `ts` of the message that is answered; null for the channel itself. */
export interface Address {
  readonly channel: string;
  readonly thread: string | null;
}
