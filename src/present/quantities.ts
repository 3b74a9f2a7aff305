/** Amounts in words: short, rounded, with their unit. */
import type { ListingColumn } from '../diagnosis/diagnosis.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** The decimal unit in which an amount is told, and how many bytes it has. */
export function byteScale(amount: number): { readonly unit: string; readonly per: number } {
  let per = 1;
  let unit = 0;
  while (Math.abs(amount) / per >= 999.5 && unit < UNITS.length - 1) {
    per *= 1000;
    unit += 1;
  }
  return { unit: UNITS[unit] ?? 'B', per };
}

/** Decimal units: `812 B`, `38 MB`, `1.2 GB`. */
export function bytes(amount: number): string {
  const { unit, per } = byteScale(amount);
  const value = amount / per;
  return `${per === 1 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** With separators: `12,345`. */
export function count(amount: number): string {
  return WHOLE.format(amount);
}

/** `1 packet`, `1,204 packets`. */
export function counted(amount: number, one: string, many: string = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

/** 0.123 as `12 %`; less than one percent as `<1 %`. */
export function share(fraction: number): string {
  if (fraction > 0 && fraction < 0.01) return '<1 %';
  return `${Math.round(fraction * 100)} %`;
}

/** `about $0.0002`, `less than $0.0001`, `no charge`. */
export function dollars(amount: number): string {
  if (amount === 0) return 'no charge';
  if (amount < 0.0001) return 'less than $0.0001';
  return `about $${amount < 0.01 ? amount.toFixed(4) : amount.toFixed(2)}`;
}

/** With what it counts: `93 MB`, `1,204 packets`, `212 records`. */
export function amount(value: number, unit: ListingColumn['unit']): string {
  switch (unit) {
    case 'bytes':
      return bytes(value);
    case 'packets':
      return counted(value, 'packet');
    case 'count':
      return counted(value, 'record');
    case 'share':
      return share(value);
    default:
      return String(value);
  }
}
