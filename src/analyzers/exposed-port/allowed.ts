/** Who may reach which sensitive port from outside, as the operator says: the office on SSH, partners on a database. */
import { z } from 'zod';
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { all, any, equals, inCidr, type Predicate } from '../../query/predicate.ts';
import { Blocks, blocksIn } from '../detection/blocks-parameter.ts';

export const Allowed = z
  .strictObject({
    from: Blocks.optional().describe('Addresses outside; everybody where none is named.'),
    to: Blocks.optional().describe('Addresses of ours; all where none is named.'),
    port: z.int().min(1).max(65_535).optional().describe('The port; every port where none is named.'),
  })
  // What names nothing would allow everything, and nobody would ever hear of a port.
  .refine((one) => Object.keys(one).length > 0, 'at least one of from, to and port');
export type Allowed = z.infer<typeof Allowed>;

/** Whether a record of that direction is between parties that may talk. */
export function isAllowed({ from, to, port }: Allowed, direction: 'asks' | 'answers'): Predicate {
  const [outside, ours] = direction === 'asks' ? [SOURCE, DESTINATION] : [DESTINATION, SOURCE];
  const server = field(direction === 'asks' ? 'dstPort' : 'srcPort');
  const within = (end: typeof SOURCE, blocks: readonly string[]) =>
    any(...blocksIn(blocks).map((block) => inCidr(end, block)));
  return all(
    ...(from ? [within(outside, from)] : []),
    ...(to ? [within(ours, to)] : []),
    ...(port === undefined ? [] : [equals(server, port)]),
  );
}
