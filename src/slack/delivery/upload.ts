/**
 * Adds a file to a conversation: a URL to write to, the bytes, and the step that makes it visible
 * (Slack's reference of `files.getUploadURLExternal` and `files.completeUploadExternal`).
 */
import type { WebClient } from '@slack/web-api';
import type { Address } from '../address.ts';
import { TooOften } from './failure.ts';
import type { Delivery, Outbox } from './outbox.ts';

export interface Attachment {
  /** As it is saved by who downloads it: `timeline.png`. */
  readonly name: string;
  readonly title: string;
  /** What a picture shows, for who cannot see it; null for what is no picture. */
  readonly altText: string | null;
  /** May lie on disk: then it is read as it is sent. */
  readonly content: Blob;
}

/** Of the bytes alone, milliseconds: they may be many megabytes. */
const TIMEOUT = 120_000;
/** Slack takes 1000 characters at most. */
const ALT_TEXT = 1000;

async function put(url: string, body: Blob): Promise<number> {
  const answer = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT) });
  const { status } = answer;
  if (status === 429) throw new TooOften(answer.headers.get('retry-after'));
  if (status >= 500) throw new Error(`HTTP status ${status}`);
  return status;
}

interface UploadParts {
  readonly client: WebClient;
  readonly outbox: Outbox;
}

/** Hands Slack the bytes, which nobody sees yet, so all of it may be done again. @returns what Slack calls the file. Never rejects. */
export async function handOver(
  { client, outbox }: UploadParts,
  channel: string,
  { name: filename, content, altText }: Attachment,
): Promise<Delivery<string>> {
  const alt = altText === null ? {} : { alt_text: altText.slice(0, ALT_TEXT) };
  const place = await outbox.send({
    lane: `files.getUploadURLExternal ${channel}`,
    repeatable: true,
    call: () => client.files.getUploadURLExternal({ filename, length: content.size, ...alt }),
  });
  if (!place.ok) return place;
  const { upload_url: url = '', file_id: id = '' } = place.value;
  const lane = `upload ${channel}`;
  const sent = await outbox.send({ lane, repeatable: true, call: () => put(url, content) });
  if (!sent.ok) return sent;
  if (sent.value !== 200)
    return { ok: false, failure: { kind: 'refused', code: `http_${sent.value}`, needed: null } };
  return { ok: true, value: id };
}

/** Makes a file visible that was handed over. Not done again where it may have been carried out. Never rejects. */
export function makeVisible(
  { client, outbox }: UploadParts,
  { channel, thread }: Address,
  file: { readonly id: string; readonly title: string },
  onSending: () => Promise<void> = async () => {},
): Promise<Delivery<unknown>> {
  return outbox.send({
    lane: `files.completeUploadExternal ${channel}`,
    repeatable: false,
    call: async () => {
      await onSending();
      const files: [{ id: string; title: string }] = [{ id: file.id, title: file.title }];
      const where = { channel_id: channel };
      return client.files.completeUploadExternal(
        thread === null ? { files, ...where } : { files, ...where, thread_ts: thread },
      );
    },
  });
}

/** Adds it. Never rejects. */
export async function upload(parts: UploadParts, to: Address, file: Attachment): Promise<Delivery<unknown>> {
  const id = await handOver(parts, to.channel, file);
  return id.ok ? makeVisible(parts, to, { id: id.value, title: file.title }) : id;
}
