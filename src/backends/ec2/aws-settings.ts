/** Where and as whom AWS is called. What is left out comes from the SDK's own chain: environment, profile, container, instance. */
import { assumedRole, type Role, type RoleProvider } from './assumed-role.ts';

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
  /** Assumed with the credentials of the chain, or those given. */
  readonly role?: Role | undefined;
}

/** The SDK would wait for minutes: a person who asks about a broken network is told sooner that AWS cannot be reached. Milliseconds. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** By the role as the settings name it: every client that is made of the same settings shares its credentials. */
const assumed = new WeakMap<Role, RoleProvider>();

function withoutRole({ region, profile, credentials }: AwsSettings) {
  return {
    requestHandler: TIMEOUTS,
    // Of files with credentials: the SDK would read each once in a process, and never see that they were renewed.
    ignoreCache: true,
    ...(region ? { region } : {}),
    ...(profile ? { profile } : {}),
    ...(credentials ? { credentials } : {}),
  };
}

/** The settings as a client of the SDK takes them. A role that cannot be assumed is a `SourceError` from whatever the client is asked. */
export function clientSettings(settings: AwsSettings) {
  const client = withoutRole(settings);
  const { role } = settings;
  if (!role) return client;
  const credentials = assumed.get(role) ?? assumedRole(role, client);
  assumed.set(role, credentials);
  return { ...client, credentials };
}
