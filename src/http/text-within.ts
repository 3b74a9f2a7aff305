/** Reads a body of HTTP that somebody else sends, who may send without end: no more of it is kept, or waited for, than is meant for us. */

/**
 * The text, in UTF-8; null where it is longer. Then the rest is not read, and whoever sends it is cut off.
 *
 * @param most bytes
 * @throws what the stream throws where it breaks off
 */
export async function textWithin(parts: AsyncIterable<Uint8Array>, most: number): Promise<string | null> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    size += part.byteLength;
    if (size > most) return null;
    kept.push(part);
  }
  return Buffer.concat(kept).toString('utf8');
}
