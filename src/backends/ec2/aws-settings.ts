/** Where and as whom AWS is called. What is left out comes from the SDK's own chain: environment, profile, container, instance. */

interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsSettings {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** Instead of the chain. */
  readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>) | undefined;
}

/** The SDK would wait for minutes: a person who asks about a broken network is told sooner that AWS cannot be reached. Milliseconds. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The settings as a client of the SDK takes them. */
export function clientSettings({ region, profile, credentials }: AwsSettings) {
  return {
    requestHandler: TIMEOUTS,
    ...(region ? { region } : {}),
    ...(profile ? { profile } : {}),
    ...(credentials ? { credentials } : {}),
  };
}
