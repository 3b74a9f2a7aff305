/** The network's configuration, as far as a question has needed it so far. */
import { indexNetwork, type NetworkIndex } from '../network/find/index-network.ts';
import { type Observer, observed } from '../query/observer.ts';
import type { NetworkReading, NetworkWanted, Source } from './source.ts';

export class KnownNetwork {
  readonly #source: Source;
  readonly #signal: AbortSignal;
  readonly #observer: Observer | undefined;
  #reading: NetworkReading | undefined;
  #index: NetworkIndex | null = null;

  /** @param observer hears of each reading */
  constructor(source: Source, signal: AbortSignal, observer?: Observer) {
    this.#source = source;
    this.#signal = signal;
    this.#observer = observer;
  }

  /** What was read last; undefined where the source has no configuration. */
  get reading(): NetworkReading | undefined {
    return this.#reading;
  }

  /** Reads what is not known yet of this part. Null where the source has no configuration. */
  async about(wanted: NetworkWanted): Promise<NetworkIndex | null> {
    const reading = this.#source.network && (await this.#read(wanted));
    // The index is made anew only when there is more in it.
    if (reading && reading.network !== this.#reading?.network) this.#index = indexNetwork(reading.network);
    this.#reading = reading;
    return this.#index;
  }

  #read(wanted: NetworkWanted): Promise<NetworkReading | undefined> {
    return observed(
      {
        observer: this.#observer,
        kind: 'network',
        facts: { source: this.#source.name },
        signal: this.#signal,
      },
      async () => this.#source.network?.(wanted, this.#signal),
      (reading) => (reading ? { calls: reading.calls } : {}),
    );
  }
}
