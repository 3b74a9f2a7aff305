/** The answer of a look-up that the configuration cannot give, with the reason in words. */

export interface NotKnown {
  readonly notKnown: string;
}

export function isNotKnown<T extends object>(found: T | NotKnown): found is NotKnown {
  return 'notKnown' in found;
}
