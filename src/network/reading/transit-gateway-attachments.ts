/** Reads DescribeTransitGatewayVpcAttachments, and the VPCs' part of DescribeTransitGatewayAttachments. */
import { z } from 'zod';
import type { TransitGatewayAttachment } from '../transit-gateway-attachment.ts';
import { type Reading, type Response, readList } from './response.ts';
import { OptionalText } from './values.ts';

const VpcAttachment = z
  .object({
    TransitGatewayAttachmentId: z.string(),
    TransitGatewayId: OptionalText,
    VpcId: OptionalText,
    State: OptionalText,
    SubnetIds: z.array(z.string()).nullish(),
    Options: z.object({ SecurityGroupReferencingSupport: OptionalText }).nullish(),
  })
  .transform((given): TransitGatewayAttachment => {
    const referencing = given.Options?.SecurityGroupReferencingSupport ?? null;
    return {
      id: given.TransitGatewayAttachmentId,
      transitGatewayId: given.TransitGatewayId,
      vpcId: given.VpcId,
      state: given.State,
      subnetIds: given.SubnetIds ?? null,
      securityGroupReferencing: referencing === null ? null : referencing === 'enable',
    };
  });

export function readTransitGatewayVpcAttachments(response: Response): Reading<TransitGatewayAttachment> {
  return readList(response, 'TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', VpcAttachment);
}

const AnyAttachment = z
  .object({
    TransitGatewayAttachmentId: z.string(),
    TransitGatewayId: OptionalText,
    ResourceType: OptionalText,
    ResourceId: OptionalText,
    State: OptionalText,
  })
  .transform((given): readonly TransitGatewayAttachment[] => {
    if (given.ResourceType !== 'vpc') return [];
    return [
      {
        id: given.TransitGatewayAttachmentId,
        transitGatewayId: given.TransitGatewayId,
        vpcId: given.ResourceId,
        state: given.State,
        subnetIds: null,
        securityGroupReferencing: null,
      },
    ];
  });

export function readTransitGatewayAttachments(response: Response): Reading<TransitGatewayAttachment> {
  const { things, notes } = readList(
    response,
    'TransitGatewayAttachments',
    'TransitGatewayAttachmentId',
    AnyAttachment,
  );
  return { things: things.flat(), notes };
}
