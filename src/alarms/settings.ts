/** Which alarms of other tools are heard, and where they are told. */
export interface AlarmSettings {
  /** ARNs of the SNS topics that may be heard; without one there is no endpoint. */
  readonly topics: readonly string[];
  /** A Slack channel id. */
  readonly channel: string | null;
  /** So many are told within an hour; of more only their number. */
  readonly perHour: number;
}

export const ALARM_DEFAULTS: AlarmSettings = { topics: [], channel: null, perHour: 30 };
