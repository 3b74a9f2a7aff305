/** What a question's subject stands for: which interfaces, which addresses. */
import type { Cidr, IpAddress } from '../../record/address.ts';
import { addressNumber, blockContains } from '../block.ts';
import { ownAddresses } from '../network-interface.ts';
import { holdersOf } from './address-holder.ts';
import { type Extent, extentOf, type ResourceKind, resourceIn } from './extent.ts';
import type { AddressHolder, NetworkIndex } from './index-network.ts';
import { interfaceLabel } from './label.ts';
import { type NamedThing, thingsNamed } from './named-things.ts';

export type NetworkSubject =
  | IpAddress
  | Cidr
  | { readonly kind: ResourceKind; readonly id: string }
  | { readonly kind: 'name'; readonly name: string };

export type Resolution =
  | ({
      readonly kind: 'one';
      /** Of the resource, or of the interface that has the address; null without one. */
      readonly name: string | null;
    } & Extent)
  /** Several things have the name: the extent is all of theirs. */
  | ({ readonly kind: 'several'; readonly things: readonly NamedThing[] } & Extent)
  /** The configuration has no such thing, or it has no interface. */
  | { readonly kind: 'none'; readonly because: string }
  /** What would tell was not read. */
  | { readonly kind: 'not-known'; readonly because: string };

/** The address itself and the one that an internet gateway translates it to or from: records show the private one. */
function shownFor({ interface: of }: AddressHolder, address: string): readonly string[] {
  const pair = of.ipv4.find((own) => own.address === address || own.publicAddress === address);
  return pair?.publicAddress ? [pair.address, pair.publicAddress] : [];
}

/** An address is one thing even where nothing in the configuration has it. */
function ofAddress(index: NetworkIndex, { text }: IpAddress): Resolution {
  const holders = holdersOf(index, text);
  const [first] = holders;
  return {
    kind: 'one',
    name: first ? interfaceLabel(index, first.interface) : null,
    interfaces: holders.map((holder) => holder.interface),
    addresses: [...new Set([text, ...holders.flatMap((holder) => shownFor(holder, text))])],
    blocks: [],
  };
}

function ofBlock(index: NetworkIndex, block: Cidr): Resolution {
  const interfaces = (index.network.networkInterfaces ?? []).filter((of) =>
    ownAddresses(of).some((address) => {
      const number = addressNumber(address);
      return number !== undefined && blockContains(block, number);
    }),
  );
  return { kind: 'one', name: null, interfaces, addresses: [], blocks: [block] };
}

function missing(index: NetworkIndex, because: string): Resolution {
  return index.network.networkInterfaces === null
    ? { kind: 'not-known', because: 'the network interfaces were not read' }
    : { kind: 'none', because };
}

function ofResource(index: NetworkIndex, kind: ResourceKind, id: string): Resolution {
  const found = resourceIn(index, kind, id);
  if (!found) return missing(index, `the configuration has no ${kind.replaceAll('-', ' ')} ${id}`);
  if (found.interfaces.length === 0 && found.blocks.length === 0)
    return missing(index, `no network interface in the configuration belongs to ${id}`);
  return { kind: 'one', ...found };
}

function ofName(index: NetworkIndex, name: string): Resolution {
  const things = thingsNamed(index, name);
  const [only, ...others] = things;
  if (!only) return missing(index, `nothing in the configuration is named ${name}`);
  if (others.length === 0) return ofResource(index, only.kind, only.id);
  const found = things.flatMap(({ kind, id }) => resourceIn(index, kind, id) ?? []);
  const interfaces = [...new Set(found.flatMap((of) => of.interfaces))];
  const blocks = [...new Set(found.flatMap((of) => of.blocks))];
  return { kind: 'several', things, ...extentOf(interfaces), blocks };
}

export function resolveSubject(index: NetworkIndex, subject: NetworkSubject): Resolution {
  switch (subject.kind) {
    case 'address':
      return ofAddress(index, subject);
    case 'cidr':
      return ofBlock(index, subject);
    case 'name':
      return ofName(index, subject.name);
    default:
      return ofResource(index, subject.kind, subject.id);
  }
}
