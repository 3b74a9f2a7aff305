/**
 * How far a question has come that takes several queries, as one progress: their figures added up, so that none is shown that is smaller than the
 * one before.
 */

import type { Progress } from '../query/engine.ts';
import { sumOfKnown } from '../query/sums.ts';

/** One query's part of it. */
export interface QueryProgress {
  readonly note: (progress: Progress) => void;
  readonly end: () => void;
}

interface Part {
  latest: Progress;
  hasEnded: boolean;
}

interface Stage {
  readonly parts: readonly Part[];
}

/** The figures of a query never go back: a service may count anew when it begins to run what it had scheduled. */
function later(before: Progress, now: Progress): Progress {
  const most = (one: number | undefined, other: number | undefined) =>
    one === undefined && other === undefined ? undefined : Math.max(one ?? 0, other ?? 0);
  const [bytes, records] = [
    most(before.bytesScanned, now.bytesScanned),
    most(before.recordsScanned, now.recordsScanned),
  ];
  const done = most(before.done, now.done);
  return {
    ...now,
    ...(bytes === undefined ? {} : { bytesScanned: bytes }),
    ...(records === undefined ? {} : { recordsScanned: records }),
    ...(done === undefined ? {} : { done }),
  };
}

/** How much of a stage is done, 0 to 1; a query that does not tell has done nothing until it has ended. */
function shareOf({ parts }: Stage): number {
  const done = parts.map(({ latest, hasEnded }) => (hasEnded ? 1 : (latest.done ?? 0)));
  return (sumOfKnown(done) ?? 0) / parts.length;
}

export class CombinedProgress {
  readonly #show: (progress: Progress) => void;
  readonly #expected: number;
  readonly #stages: Stage[] = [];
  #done = 0;

  /** @param expected how many stages the question has at most; one that it turns out not to need is no loss */
  constructor(show: (progress: Progress) => void, expected: number) {
    this.#show = show;
    this.#expected = expected;
  }

  /** Queries that begin together. */
  stage(queries: number): readonly QueryProgress[] {
    const parts = Array.from({ length: queries }, (): Part => ({ latest: { text: '' }, hasEnded: false }));
    this.#stages.push({ parts });
    return parts.map((part) => ({
      note: (progress) => {
        part.latest = later(part.latest, progress);
        this.#tell();
      },
      end: () => {
        part.hasEnded = true;
        if (this.#open().length > 0) this.#tell();
      },
    }));
  }

  #parts(): readonly Part[] {
    return this.#stages.flatMap(({ parts }) => parts);
  }

  #open(): readonly Part[] {
    return this.#parts().filter(({ hasEnded }) => !hasEnded);
  }

  #tell(): void {
    const all = this.#parts();
    const [bytes, records] = [
      sumOfKnown(all.map(({ latest }) => latest.bytesScanned)),
      sumOfKnown(all.map(({ latest }) => latest.recordsScanned)),
    ];
    const ahead = this.#ahead();
    const done = this.#share();
    this.#show({
      text: this.#text(),
      ...(bytes === undefined ? {} : { bytesScanned: bytes }),
      ...(records === undefined ? {} : { recordsScanned: records }),
      ...(done === undefined ? {} : { done }),
      ...(ahead === undefined ? {} : { ahead }),
    });
  }

  /** What keeps any of them; else what the next to begin says as long as all wait; else what all say alike, or how many have answered. */
  #text(): string {
    const open = this.#open().map(({ latest }) => latest);
    const kept = open.find(({ trouble }) => trouble !== undefined);
    if (kept?.trouble !== undefined) return kept.trouble;
    const ahead = this.#ahead();
    const next = ahead === undefined ? undefined : open.find((latest) => latest.ahead === ahead);
    if (next) return next.text;
    const texts = new Set(open.map(({ text }) => text).filter((text) => text !== ''));
    const [text] = texts;
    if (text !== undefined && texts.size === 1) return text;
    const all = this.#parts();
    return `${all.length - open.length} of ${all.length} queries answered`;
  }

  /** The place of the next to begin, as long as all wait. */
  #ahead(): number | undefined {
    const places = this.#open().map(({ latest }) => latest.ahead);
    const waiting = places.filter((place) => place !== undefined && place > 0);
    return waiting.length === places.length ? Math.min(...waiting.map((place) => place ?? 0)) : undefined;
  }

  #share(): number | undefined {
    if (!this.#open().some(({ latest }) => latest.done !== undefined)) return undefined;
    const share =
      (sumOfKnown(this.#stages.map(shareOf)) ?? 0) / Math.max(this.#expected, this.#stages.length);
    this.#done = Math.max(this.#done, share);
    return this.#done;
  }
}
