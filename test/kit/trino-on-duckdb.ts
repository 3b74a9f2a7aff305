/**
 * Runs statements of Trino's SQL on DuckDB, to know what they mean. Nearly all of what the compiler writes is the same in both; the rest is
 * mapped here, by tokens, so that nothing inside of a literal or a quoted name is touched:
 *
 * - a `?` becomes the literal that stands for it, as Athena's EXECUTE … USING does it;
 * - IPADDRESS, which DuckDB lacks, becomes the sixteen bytes of the address in hexadecimal digits, IPv4 as `::ffff:0:0/96`, as Trino documents it;
 * - four functions of Trino are macros.
 *
 * What it cannot show: Trino's checks of types and names, and that Athena takes the statement.
 */
import { type DuckDBConnection, DuckDBInstance, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import ipaddr from 'ipaddr.js';

const MACROS = `
CREATE MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern);
CREATE MACRO element_at(list, place) AS list_extract(list, place);
CREATE MACRO json_extract_scalar(value, path) AS CASE WHEN json_valid(value) THEN json_extract_string(value, path) END;
`;

/** Written apart from the code under test. Null for what is no address; octets with leading zeros are none. */
function bytesOf(text: string): string | null {
  if (!ipaddr.isValid(text) || text.includes('%')) return null;
  if (!text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text)) return null;
  const address = ipaddr.parse(text);
  const six = address instanceof ipaddr.IPv6 ? address : address.toIPv4MappedAddress();
  return Buffer.from(six.toByteArray()).toString('hex');
}

const IP_BYTES = DuckDBScalarFunction.create({
  name: 'ip_bytes',
  parameterTypes: [VARCHAR],
  returnType: VARCHAR,
  mainFunction: (_, input, output) => {
    const texts = input.getColumnVector(0);
    for (let row = 0; row < input.rowCount; row += 1) {
      const text = texts.getItem(row);
      output.setItem(row, typeof text === 'string' ? bytesOf(text) : null);
    }
    output.flush();
  },
});

/** A literal, a quoted name, a word, or one other character. */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[\s\S]/g;

/** The statement with each `?` replaced by its parameter. @throws TypeError when there are more or fewer of them than parameters */
export function bound(text: string, parameters: readonly string[]): string {
  const left = [...parameters];
  const sql = text.replace(TOKEN, (token) => {
    if (token !== '?') return token;
    const parameter = left.shift();
    if (parameter === undefined) throw new TypeError('The statement has more ? than parameters.');
    return parameter;
  });
  if (left.length > 0) throw new TypeError('The statement has fewer ? than parameters.');
  return sql;
}

/** `IPADDRESS '…'` and `TRY_CAST(… AS IPADDRESS)` as calls of `ip_bytes`. */
function withoutIpAddress(sql: string): string {
  const tokens = [...sql.matchAll(TOKEN)].map(([token]) => token);
  const casts: number[] = [];
  let depths: number[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === 'TRY_CAST') {
      casts.push(index);
      depths = [...depths, depth + 1];
    }
    if (token !== 'IPADDRESS') continue;
    const literal = tokens[index + 2];
    if (literal?.startsWith("'")) {
      tokens.splice(index, 3, `ip_bytes(${literal})`, '', '');
      continue;
    }
    const cast = casts.findLast((_, at) => depths[at] === depth);
    if (cast === undefined) throw new TypeError('IPADDRESS stands where no cast is.');
    tokens[cast] = 'ip_bytes';
    tokens.splice(index - 3, 4, '', '', '', '');
  }
  return tokens.join('');
}

export interface TrinoOnDuckDb {
  readonly connection: DuckDBConnection;
  /** The rows, each a list of values in the order of the columns; numbers may be bigints. */
  query(text: string, parameters?: readonly string[]): Promise<readonly (readonly unknown[])[]>;
  close(): void;
}

/** @param catalogs names that stand before the databases in statements */
export async function openTrino(...catalogs: readonly string[]): Promise<TrinoOnDuckDb> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  connection.registerScalarFunction(IP_BYTES);
  await connection.run(MACROS);
  for (const catalog of catalogs) {
    await connection.run(`ATTACH ':memory:' AS "${catalog}"; CREATE SCHEMA "${catalog}".logs`);
  }
  return {
    connection,
    async query(text, parameters = []) {
      const reader = await connection.runAndReadAll(withoutIpAddress(bound(text, parameters)));
      return reader.getRows();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
