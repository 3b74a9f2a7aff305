/** The network's configuration, as far as a question has needed it so far. */
import { indexNetwork, type NetworkIndex } from '../network/find/index-network.ts';
import type { NetworkReading, NetworkWanted, Source } from './source.ts';

export class KnownNetwork {
  readonly #source: Source;
  readonly #signal: AbortSignal;
  #reading: NetworkReading | undefined;
  #index: NetworkIndex | null = null;

  constructor(source: Source, signal: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  /** What was read last; undefined where the source has no configuration. */
  get reading(): NetworkReading | undefined {
    return this.#reading;
  }

  /** Reads what is not known yet of this part. Null where the source has no configuration. */
  async about(wanted: NetworkWanted): Promise<NetworkIndex | null> {
    const reading = await this.#source.network?.(wanted, this.#signal);
    // The index is made anew only when there is more in it.
    if (reading && reading.network !== this.#reading?.network) this.#index = indexNetwork(reading.network);
    this.#reading = reading;
    return this.#index;
  }
}
