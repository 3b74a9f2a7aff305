/**
 * Our part of what an account may do (CloudWatch Logs quotas: 100 queries at once, 10 StartQuery and 10 GetQueryResults requests a second).
 * 30 queries are six people's questions at once, and leave 70 for dashboards and consoles, which have no queue as patient as ours. Of the requests
 * two a second are left: others need few, and what is throttled is tried again on both sides.
 */
export const CONCURRENT_QUERIES = 30;
export const STARTS_PER_SECOND = 8;
export const POLLS_PER_SECOND = 8;
