/** A service in a sentence: `tcp 5432 (postgresql)`. */
import { serviceName } from '../record/ports.ts';
import { protocolName } from '../record/protocols.ts';

export function serviceText(protocol: number | null, port: number | null): string {
  const protocolText = protocol === null ? 'traffic' : protocolName(protocol);
  if (port === null || port === 0) return protocolText;
  const name = serviceName(port, protocol);
  return name ? `${protocolText} ${port} (${name})` : `${protocolText} ${port}`;
}
