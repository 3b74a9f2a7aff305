/** What changed as a list, a conversation a row. */
import type { Listing, ListingColumn } from '../../diagnosis/diagnosis.ts';
import { protocolName } from '../../record/protocols.ts';
import type { Scope } from '../analyzer.ts';
import { partyName } from '../party.ts';
import type { Change } from './change.ts';
import { changeText, crowdText, factorText } from './words.ts';

const COLUMNS: readonly ListingColumn[] = [
  { key: 'change', title: 'Change', unit: 'text' },
  { key: 'from', title: 'From', unit: 'text', nameKey: 'fromName' },
  { key: 'to', title: 'To', unit: 'text', nameKey: 'toName' },
  { key: 'service', title: 'Service', unit: 'text' },
  { key: 'before', title: 'Before/min', unit: 'bytes' },
  { key: 'after', title: 'After/min', unit: 'bytes' },
  { key: 'factor', title: 'Factor', unit: 'text', spare: 1 },
];

/** `tcp 443`: its usual name would only make the list wider. */
function serviceOf({ protocol, port }: Change['exchange']): string {
  const kind = protocol === null ? (port === null ? 'any traffic' : 'port') : protocolName(protocol);
  return port === null ? kind : `${kind} ${port}`;
}

export function changeListing(changes: readonly Change[], { network }: Pick<Scope, 'network'>): Listing {
  return {
    columns: COLUMNS,
    rows: changes.map((change) => {
      const { exchange, bytesAMinute } = change;
      const [before, after] = [Math.round(bytesAMinute.before), Math.round(bytesAMinute.after)];
      const end = (key: 'from' | 'to', which: 'initiator' | 'responder') => {
        const many = crowdText(change, which);
        const address = exchange[which];
        const name = many === null ? partyName(network, address) : null;
        return { [key]: many ?? address, ...(name === null ? {} : { [`${key}Name`]: name }) };
      };
      return {
        change: changeText(change),
        ...end('from', 'initiator'),
        ...end('to', 'responder'),
        service: serviceOf(exchange),
        before,
        after,
        factor: factorText(before, after),
      };
    }),
  };
}
