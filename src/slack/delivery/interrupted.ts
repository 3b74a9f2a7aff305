/** Work that this process leaves where it is, because it ends or because another one does it now. What is done of it is remembered. */

export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('the work is left to another process');
  }
}
