/** An observer that writes down what it hears, one line for what has ended in what. */
import type { Facts, Observer, StepKind } from '../../src/query/observer.ts';

export interface Heard {
  /** As `answer > ask`, outermost first. */
  readonly path: string;
  /** All that was told of it. */
  readonly facts: Facts;
}

export function listening(): { readonly observer: Observer; readonly heard: readonly Heard[] } {
  const heard: Heard[] = [];
  const at = (outer: readonly StepKind[]): Observer => ({
    begin(kind, given) {
      const path = [...outer, kind];
      let facts = given;
      return {
        within: at(path),
        note: (more) => {
          facts = { ...facts, ...more };
        },
        end: (more) => void heard.push({ path: path.join(' > '), facts: { ...facts, ...more } }),
      };
    },
  });
  return { observer: at([]), heard };
}
