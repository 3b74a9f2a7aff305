/** What a flow log is set to record: the part of `DescribeFlowLogs` that decides what an answer can say. */

/** How the files of a flow log lie in S3 (CreateFlowLogs, `DestinationOptions`). */
export interface FlowLogFiles {
  readonly fileFormat: 'plain-text' | 'parquet';
  readonly hivePartitions: boolean;
  readonly hourly: boolean;
}

export interface FlowLog {
  readonly flowLogId: string;
  /** What it is attached to: a VPC, subnet, network interface, transit gateway or one of a transit gateway's attachments. */
  readonly resourceId: string;
  readonly keeps: 'ALL' | 'ACCEPT' | 'REJECT';
  /** The field names of `LogFormat` in order, as AWS writes them. */
  readonly format: readonly string[];
  /** Seconds: 60 or 600. Interfaces on Nitro instances never take longer than 60. */
  readonly aggregationInterval: number;
  readonly destination: 'cloud-watch-logs' | 's3' | 'kinesis-data-firehose';
  /** The log group's name, the bucket's ARN, or the delivery stream's ARN. */
  readonly destinationName: string | null;
  /** The ARN of the IAM role that writes to CloudWatch Logs; absent where none was given. */
  readonly deliveryRole?: string;
  /** Absent where it was not given: then AWS's defaults hold. */
  readonly files?: FlowLogFiles;
  /** `Rate limited`, `Access error`, `Unknown error`; null when delivery works. */
  readonly deliveryError: string | null;
  readonly active: boolean;
  /** When it was made, seconds since the epoch; absent where that was not told. */
  readonly createdAt?: number;
  /** Whose it is and where, 12 digits and `eu-west-1`: DescribeFlowLogs does not say, so they are known only where the one who asked it knows. */
  readonly account?: string;
  readonly region?: string;
}

/** Whether its records are a transit gateway's, which have no action: they say what was lost on the way, and nothing of what policy lets through. */
export function isOfTransitGateway({ resourceId }: Pick<FlowLog, 'resourceId'>): boolean {
  return resourceId.startsWith('tgw-');
}
