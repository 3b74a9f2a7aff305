import { describe, expect, it } from 'vitest';
import { gatewayQuery } from '../../../src/analyzers/path/gateway-records.ts';
import { isNever } from '../../../src/query/predicate.ts';
import { flowLog, scope } from '../../kit/scope.ts';

const ENDS = ['10.0.1.5', '10.0.2.9'];

describe('what is asked of transit gateways', () => {
  it('is their own records', () => {
    expect(gatewayQuery(scope(), ENDS).of).toBe('transit-gateway');
  });

  it('is nothing where it is known that none writes records here', () => {
    expect(isNever(gatewayQuery(scope({ flowLogs: [flowLog()] }), ENDS).where)).toBe(true);
  });

  it('is asked where one does, or where it is not known what writes here', () => {
    const ofGateway = flowLog({ resourceId: 'tgw-0a1b2c3d' });

    expect(isNever(gatewayQuery(scope({ flowLogs: [flowLog(), ofGateway] }), ENDS).where)).toBe(false);
    expect(isNever(gatewayQuery(scope({ flowLogs: null }), ENDS).where)).toBe(false);
  });

  it('is nothing where no address of the ends is known', () => {
    expect(isNever(gatewayQuery(scope(), []).where)).toBe(true);
  });
});
