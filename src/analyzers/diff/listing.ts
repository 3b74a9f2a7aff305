/** What changed as a list, a conversation a row. */
import type { Listing, ListingColumn } from '../../diagnosis/diagnosis.ts';
import type { Scope } from '../analyzer.ts';
import { partyLabel } from '../party.ts';
import { serviceText } from '../service-text.ts';
import type { Change } from './change.ts';
import { changeText, factorText } from './words.ts';

const COLUMNS: readonly ListingColumn[] = [
  { key: 'change', title: 'Change', unit: 'text' },
  { key: 'from', title: 'From', unit: 'text' },
  { key: 'to', title: 'To', unit: 'text' },
  { key: 'service', title: 'Service', unit: 'text' },
  { key: 'before', title: 'A minute before', unit: 'bytes' },
  { key: 'after', title: 'A minute after', unit: 'bytes' },
  { key: 'factor', title: 'Factor', unit: 'text' },
];

export function changeListing(changes: readonly Change[], { network }: Pick<Scope, 'network'>): Listing {
  return {
    columns: COLUMNS,
    rows: changes.map((change) => {
      const { exchange, bytesAMinute } = change;
      const [before, after] = [Math.round(bytesAMinute.before), Math.round(bytesAMinute.after)];
      return {
        change: changeText(change),
        from: partyLabel(network, exchange.initiator),
        to: partyLabel(network, exchange.responder),
        service: serviceText(exchange.protocol, exchange.port),
        before,
        after,
        factor: factorText(before, after),
      };
    }),
  };
}
