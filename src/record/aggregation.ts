/** How long a record may be: what is counted in slots of it misses none of a flow that goes on, whichever interval its flow log has. */

/** Seconds; MaxAggregationInterval is 60 or 600 (EC2 API Reference, CreateFlowLogs). */
export const LONGEST_AGGREGATION = 600;
