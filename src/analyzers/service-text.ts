/** A service in a sentence: `tcp 5432 (postgresql)`. */
import { serviceName } from '../record/ports.ts';
import { protocolName } from '../record/protocols.ts';

export function serviceText(protocol: number | null, port: number | null): string {
  const kind = protocol === null ? undefined : protocolName(protocol);
  if (port === null || port === 0) return kind ?? 'any traffic';
  const name = serviceName(port, protocol);
  return `${kind ?? 'port'} ${port}${name ? ` (${name})` : ''}`;
}
