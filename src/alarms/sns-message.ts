/**
 * What Amazon SNS posts to an HTTPS endpoint, and what must be true of it before anything in it is believed: the topic is one that we allow, the
 * certificate and the address that confirms a subscription are SNS's own in the topic's region, and it was signed lately
 * (SNS Developer Guide, "Verifying the signatures of Amazon SNS messages").
 */
import { z } from 'zod';

const Text = z.string().max(262_144);
const common = {
  MessageId: z.string().regex(/^[\w-]{1,100}$/),
  TopicArn: z.string().regex(/^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/),
  Message: Text,
  Timestamp: z.iso.datetime().max(40),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(4096),
  SigningCertURL: z.url().max(500),
};

export const SnsMessage = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), Subject: Text.optional(), ...common }),
  z.object({
    Type: z.enum(['SubscriptionConfirmation', 'UnsubscribeConfirmation']),
    Token: z.string().max(4096),
    SubscribeURL: z.url().max(4096),
    ...common,
  }),
]);
export type SnsMessage = z.infer<typeof SnsMessage>;

const OF_NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const OF_SUBSCRIPTION = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const;

/** The text that SNS signed: each name and value on a line of its own, in the alphabet's order; a subject only where there is one. */
export function signedText(message: SnsMessage): string {
  const keys: readonly string[] = message.Type === 'Notification' ? OF_NOTIFICATION : OF_SUBSCRIPTION;
  const values: Readonly<Record<string, string | undefined>> = message;
  return keys.flatMap((key) => (values[key] === undefined ? [] : [`${key}\n${values[key]}\n`])).join('');
}

/**
 * SNS delivers again to HTTPS for 3,600 seconds at most, which no delivery policy can exceed (SNS Developer Guide, "Message delivery retries"); what
 * somebody caught on its way is of no use later. Milliseconds.
 */
const OLDEST = 3_600_000;
/** Clocks differ. */
const AHEAD = 300_000;

/** SNS's host of the topic's own region, so that no other host of amazonaws.com, such as a bucket's, can stand in for it. */
function hostOf(topicArn: string): string {
  const [, partition = '', , region = ''] = topicArn.split(':');
  return `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

function isAt(text: string, host: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return isPlain && url.host === host ? url : null;
}

const CERTIFICATE = /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/;

/**
 * Why it is not to be believed, whatever its signature says; null where only that is left to check.
 *
 * @param topics ARNs of the topics that may be heard
 * @param now milliseconds since the epoch
 */
export function disbelief(message: SnsMessage, topics: readonly string[], now: number): string | null {
  const { TopicArn: topic, SigningCertURL: certificate, Timestamp: at } = message;
  if (!topics.includes(topic)) return 'its topic is not among alarms.topics';
  const age = now - Date.parse(at);
  if (age > OLDEST || age < -AHEAD) return `it was signed at ${at}, which is not now`;
  const url = isAt(certificate, hostOf(topic));
  if (!url || !CERTIFICATE.test(url.pathname) || url.search !== '')
    return 'its certificate is not one of SNS in the region of its topic';
  if (message.Type === 'Notification') return null;
  const confirm = isAt(message.SubscribeURL, hostOf(topic));
  const { searchParams } = confirm ?? {};
  const isOurs =
    searchParams?.get('Action') === 'ConfirmSubscription' && searchParams.get('TopicArn') === topic;
  return isOurs ? null : 'what would confirm the subscription is not an address of SNS for its topic';
}
