/** A service as the class of a detection: `tcp/22`. */
import { protocolName } from '../../record/protocols.ts';

export function serviceClass(protocol: number, port: number): string {
  return `${protocolName(protocol)}/${port}`;
}
