/** Reads DescribeVpcEncryptionControls. */
import { z } from 'zod';
import type { EncryptionControl } from '../encryption-control.ts';
import { type Reading, type Response, readList } from './response.ts';
import { OptionalText } from './values.ts';

const Control = z
  .object({
    VpcEncryptionControlId: OptionalText,
    VpcId: z.string(),
    Mode: z.enum(['monitor', 'enforce']),
    State: OptionalText,
  })
  .transform(
    ({ VpcEncryptionControlId, VpcId, Mode, State }): EncryptionControl => ({
      id: VpcEncryptionControlId,
      vpcId: VpcId,
      mode: Mode,
      state: State,
    }),
  );

export function readEncryptionControls(response: Response): Reading<EncryptionControl> {
  return readList(response, 'VpcEncryptionControls', 'VpcEncryptionControlId', Control);
}
