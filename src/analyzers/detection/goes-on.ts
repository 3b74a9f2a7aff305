/** Whether something was seen in the newest part of what was delivered. */

/** Delivery takes about 5 minutes to CloudWatch Logs and 10 to S3 (VPC User Guide, "Flow log records"), and a record may cover 10. */
const NEWEST_SECONDS = 900;

/** Both times in seconds since the epoch. @param within longer for what says something more seldom, seconds */
export function goesOn(last: number, windowEnd: number, within = NEWEST_SECONDS): boolean {
  return windowEnd - last <= within;
}
