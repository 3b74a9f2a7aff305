/** It is not known, or not yet, whether something is there: a worker that throws it is asked again after a while. */

export class Unsettled extends Error {
  override readonly name = 'Unsettled';
}
