/** Reads the instances' names from DescribeInstances. */
import { z } from 'zod';
import type { Instance } from '../instance.ts';
import { type Reading, type Response, readList } from './response.ts';
import { listOf, NameTag } from './values.ts';

const Reservation = z
  .object({ Instances: listOf(z.object({ InstanceId: z.string(), Tags: NameTag })) })
  .transform(({ Instances }): readonly Instance[] =>
    Instances.map(({ InstanceId, Tags }) => ({ id: InstanceId, name: Tags })),
  );

export function readInstances(response: Response): Reading<Instance> {
  const { things, notes } = readList(response, 'Reservations', 'ReservationId', Reservation);
  return { things: things.flat(), notes };
}
