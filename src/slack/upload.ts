/**
 * Adds a file to a conversation: a URL to write to, the bytes, and the step that makes it visible
 * (Slack's reference of `files.getUploadURLExternal` and `files.completeUploadExternal`).
 */
import type { WebClient } from '@slack/web-api';
import type { Address } from './address.ts';
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
  const { status } = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT) });
  if (status >= 500) throw new Error(`HTTP status ${status}`);
  return status;
}

/**
 * Nobody sees anything before the last step, so the first two may be made again; the last one is not, where it may have been carried out.
 * Never rejects.
 */
export async function upload(
  { client, outbox }: { readonly client: WebClient; readonly outbox: Outbox },
  { channel, thread }: Address,
  file: Attachment,
): Promise<Delivery<unknown>> {
  const { name: filename, content, altText, title } = file;
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
  return outbox.send({
    lane: `files.completeUploadExternal ${channel}`,
    repeatable: false,
    call: () => {
      const files: [{ id: string; title: string }] = [{ id, title }];
      const where = { channel_id: channel };
      return client.files.completeUploadExternal(
        thread === null ? { files, ...where } : { files, ...where, thread_ts: thread },
      );
    },
  });
}
