/** Whoever is asked about by an id gets the answer that they get by their address: it is the same host. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { diagnose, type Scenario, scenarios } from './kit/scenarios.ts';

const Described = z.object({
  NetworkInterfaces: z.array(
    z.object({
      NetworkInterfaceId: z.string(),
      PrivateIpAddress: z.string(),
      PrivateIpAddresses: z.array(z.unknown()).default([]),
      Attachment: z.object({ InstanceId: z.string().optional() }).optional(),
    }),
  ),
});

/** Network interfaces of one address, by it. */
function interfacesOf({ folder }: Scenario) {
  const file = new URL('aws/describe-network-interfaces.json', folder);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{"NetworkInterfaces":[]}';
  const { NetworkInterfaces: all } = Described.parse(JSON.parse(text));
  return new Map(
    all
      .filter(({ PrivateIpAddresses: addresses }) => addresses.length <= 1)
      .map((one) => [one.PrivateIpAddress, one] as const),
  );
}

/** What is asked, with ids in the place of addresses; null where none of them has one. */
function twin(scenario: Scenario, kind: 'network interface' | 'instance'): Scenario | null {
  const known = interfacesOf(scenario);
  const ask = scenario.ask.replaceAll(/(?<![\d./-])\d+\.\d+\.\d+\.\d+(?![\d./-])/g, (address) => {
    const one = known.get(address);
    const id = kind === 'instance' ? one?.Attachment?.InstanceId : one?.NetworkInterfaceId;
    return id ?? address;
  });
  return ask === scenario.ask ? null : { ...scenario, ask };
}

const twins = (['network interface', 'instance'] as const).flatMap((kind) =>
  scenarios().flatMap((scenario) => {
    const asked = twin(scenario, kind);
    return asked ? [{ kind, id: scenario.id, asked, scenario }] : [];
  }),
);

describe('a host that is asked about by the id of its', () => {
  it.each(twins)('$kind, as by its address: $id', async ({ asked, scenario }) => {
    const [byId, byAddress] = [await diagnose(asked), await diagnose(scenario)];

    expect([byId.verdict, byId.blocker?.id]).toEqual([byAddress.verdict, byAddress.blocker?.id]);
  });
});
