/**
 * Ids of AWS's resources in records. Whoever writes records may put anything in their place, which is no network interface of ours, and which nobody
 * should paste into a shell: quotes would not do, as the AWS CLI takes what begins with `--` for an option, and reads the file that `file://` names
 * (its page on loading parameters from a file).
 */

/** What ids are made of, such as `eni-0a1b2c3d`; the longest of today have 35 characters (`tgw-attach-…`, `vpce-svc-…`). */
const ID = /^[a-z][0-9a-z-]{0,63}$/;

/** Null for what is no id. */
export function resourceId(text: string | null): string | null {
  return text !== null && ID.test(text) ? text : null;
}
