/** Fetches from public places alone: the address that a name stands for is looked at as it is connected to, so that no other answer of DNS comes between. */
import { type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';
import { FeedError, type Fetch, SENDS_TO_PRIVATE } from './read-feed.ts';

/** What has been given out for use on the internet (RFC 4291, section 2.4); what is put aside in it is known by its range. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/** Where IPv6 alone is spoken, an address of IPv4 may stand in one of IPv6 (RFC 6052); or a mapped one (RFC 4291, section 2.5.5.2). */
function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  if (parsed.range() === 'rfc6052')
    return new ipaddr.IPv4(parsed.toByteArray().slice(-4)).range() === 'unicast';
  return parsed.range() === 'unicast' && parsed.match(GLOBAL);
}

/** As the system's, for connections that must not go to a private address: where one of many is, nobody is asked. */
export function publicLookup(lookup: Lookup): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      const refused =
        error ?? (found.every(({ address }) => isPublic(address)) ? null : new FeedError(SENDS_TO_PRIVATE));
      if (refused || !first) callback(refused ?? new FeedError('its server is not known'), '');
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}

type Lookup = (
  name: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: { address: string; family: number }[]) => void,
) => void;

/** Names alone: an address that is written as a number is connected to without a look. */
export function createPublicFetch(lookup: Lookup = systemLookup): Fetch {
  const dispatcher = new Agent({ connect: { lookup: publicLookup(lookup) } });
  return (url, request) => fetch(url, { ...request, dispatcher });
}
