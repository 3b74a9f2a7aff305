/** Reads DescribeVpcEndpoints. */
import { z } from 'zod';
import type { VpcEndpoint } from '../vpc-endpoint.ts';
import { type Reading, type Response, readList } from './response.ts';
import { listOf, OptionalText } from './values.ts';

const Endpoint = z
  .object({
    VpcEndpointId: z.string(),
    VpcEndpointType: OptionalText,
    VpcId: OptionalText,
    ServiceName: OptionalText,
    State: OptionalText,
    NetworkInterfaceIds: listOf(z.string()),
  })
  .transform(
    (given): VpcEndpoint => ({
      id: given.VpcEndpointId,
      type: given.VpcEndpointType,
      vpcId: given.VpcId,
      service: given.ServiceName,
      state: given.State,
      networkInterfaceIds: given.NetworkInterfaceIds,
    }),
  );

export function readVpcEndpoints(response: Response): Reading<VpcEndpoint> {
  return readList(response, 'VpcEndpoints', 'VpcEndpointId', Endpoint);
}
