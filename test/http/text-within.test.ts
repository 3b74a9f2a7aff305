import { describe, expect, it } from 'vitest';
import { textWithin } from '../../src/http/text-within.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A body that nobody has to read to its end. */
function sent(parts: readonly Uint8Array[]) {
  const told = { parts: 0, isCutOff: false };
  async function* body() {
    try {
      for (const part of parts) {
        told.parts += 1;
        yield part;
      }
    } finally {
      told.isCutOff = told.parts < parts.length;
    }
  }
  return { body: body(), told };
}

describe('a text within a limit of bytes', () => {
  it('is put together of its parts, also where one ends within a character', async () => {
    const whole = bytes('größe €');
    const parts = [...whole].map((byte) => Uint8Array.of(byte));

    expect(await textWithin(sent(parts).body, whole.byteLength)).toBe('größe €');
  });

  it('is empty where nothing is sent', async () => {
    expect(await textWithin(sent([]).body, 0)).toBe('');
  });

  it('is none where one byte more is sent, and the rest is not read', async () => {
    const { body, told } = sent([bytes('1234'), bytes('5'), bytes('6'), bytes('7')]);

    expect(await textWithin(body, 4)).toBeNull();
    expect(told).toEqual({ parts: 2, isCutOff: true });
  });

  it('ends the stream of an answer that is too long', async () => {
    const cancelled: unknown[] = [];
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('more')),
      cancel: (reason) => void cancelled.push(reason),
    });

    expect(await textWithin(endless, 10)).toBeNull();
    expect(cancelled).toHaveLength(1);
  });

  it('fails as its stream does', async () => {
    async function* broken() {
      yield bytes('half');
      throw new TypeError('terminated');
    }

    await expect(textWithin(broken(), 10)).rejects.toThrow('terminated');
  });
});
