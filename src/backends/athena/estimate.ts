/** What queries are likely to scan, from the partitions that they read and how large those have been. Athena has no dry run. */

import type { Estimate } from '../../query/engine.ts';
import { total } from '../../query/sums.ts';
import { bytesText, countText } from '../aws/quantity.ts';
import type { PartitionsRead } from './compile.ts';
import { queryUsd } from './price.ts';

/** What one query reads. */
export interface Reading {
  /** `database.table` */
  readonly table: string;
  readonly partitions: PartitionsRead;
  /** Bytes of one of its partitions; null where it is not known. */
  readonly partitionBytes: number | null;
}

export interface EstimateContext {
  readonly region: string | null;
  readonly workgroup: string;
  /** Bytes at which the workgroup cancels a query; null where there is no such limit or it may not be read. */
  readonly cutoff: number | null;
}

function bytesOf({ partitions, partitionBytes }: Reading): number | null {
  return partitionBytes === null ? null : Math.round(partitions.count * partitionBytes);
}

const EACH = {
  day: ['daily partition', 'daily partitions'],
  hour: ['hourly partition', 'hourly partitions'],
};

/** `26 hourly partitions of about 1.2 GB`, of the queries that read one table. */
function tableText(readings: readonly Reading[]): string {
  const [first] = readings;
  if (!first) return '';
  const [one = '', many = ''] = EACH[first.partitions.unit];
  const count = readings.reduce((sum, { partitions }) => sum + partitions.count, 0);
  const size =
    first.partitionBytes === null
      ? ', of a size not known yet'
      : ` of about ${bytesText(first.partitionBytes)}${count === 1 ? '' : ' each'}`;
  const queries = readings.length === 1 ? '' : `${countText(readings.length, 'query', 'queries')} reading `;
  return `${queries}${countText(count, one, many)}${size}`;
}

export function estimateOf(
  readings: readonly Reading[],
  { region, workgroup, cutoff }: EstimateContext,
): Estimate {
  if (readings.length === 0) return { bytes: 0, usd: 0, basis: 'nothing has to be read' };
  const tables = [...new Set(readings.map(({ table }) => table))];
  const texts = tables.map((name) => tableText(readings.filter(({ table }) => table === name)));
  const limit =
    cutoff === null
      ? ''
      : `; the workgroup ${workgroup} cancels a query that scans more than ${bytesText(cutoff)}`;
  return {
    bytes: total(readings.map(bytesOf)),
    usd: total(readings.map((reading) => queryUsd(bytesOf(reading), region))),
    basis: `${texts.join(' and ')}${limit}`,
  };
}
