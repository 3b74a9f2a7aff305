/**
 * What a query can say about a record: for each expression the name under which its value stands, and the commands that define the names
 * that were asked for. In a record `-` means "no value" and is text like any other, so there are two names for each expression: as recorded,
 * with the dash, for conditions and groups; and as a value, absent where there is none, for measures.
 *
 * Log groups may hold lines of several formats. Each has a parse of its own, and what they extract is joined, so that one query groups, orders
 * and limits all lines together: counts of different values and the first rows of an order cannot be put together from several queries.
 */
import type { Expression } from '../../query/expression.ts';
import { type FieldKey, isNumeric } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';
import { linePattern } from './line-pattern.ts';
import { numberLiteral } from './literal.ts';
import { firstOfName, formatName, recordedName, slotName, valueName } from './names.ts';

export interface Vocabulary {
  readonly formats: readonly RecordFormat[];
  /** A name that holds the value, or `-` where there is none; null where no format has the field. */
  recorded(expression: Expression): string | null;
  /** A name that is absent where there is no value; null where no format has the field. */
  value(expression: Expression): string | null;
  /** The one field that an expression comes down to in these formats; null where it takes two, or none. */
  soleField(expression: Expression): FieldKey | null;
  /** Every record has a value: no name of it ever holds a dash. */
  isEverywhere(expression: Expression): boolean;
  /** True of the lines that are records of one of the formats. */
  isRecord(): string;
  /** The commands that define every name asked for so far. */
  commands(): readonly string[];
}

/** AWS writes both in every record, NODATA and SKIPDATA included (VPC User Guide, "Flow log record examples"). */
const ALWAYS_WRITTEN: ReadonlySet<FieldKey> = new Set<FieldKey>(['start', 'end']);

export function isNumber(expression: Expression): boolean {
  if (expression.kind === 'slot') return true;
  return expression.kind === 'field' ? isNumeric(expression.field) : expression.fields.every(isNumeric);
}

/** The width of a slot as text. @throws TypeError for a width that is no number of seconds */
function width(seconds: number): string {
  const text = seconds > 0 ? numberLiteral(seconds) : undefined;
  if (text === undefined)
    throw new TypeError(`A time slot is ${seconds} seconds wide, which is no whole number above 0`);
  return text;
}

/** How many formats have a field. */
function countHaving(formats: readonly RecordFormat[], key: FieldKey): number {
  return formats.filter(({ fields }) => fields.some((field) => field.key === key)).length;
}

/** @param formats at least one, each with at least one field that is known */
export function createVocabulary(formats: readonly RecordFormat[]): Vocabulary {
  const captured = new Set<FieldKey>();
  /** By the name they define, so that each is defined once. */
  const computed = new Map<string, string>();
  const several = formats.length > 1;

  function define(name: string, command: string): string {
    computed.set(name, command);
    return name;
  }

  function isEverywhere(key: FieldKey): boolean {
    return ALWAYS_WRITTEN.has(key) && countHaving(formats, key) === formats.length;
  }

  function recordedField(key: FieldKey): string | null {
    if (countHaving(formats, key) === 0) return null;
    captured.add(key);
    return recordedName(key);
  }

  function valueField(key: FieldKey): string | null {
    const recorded = recordedField(key);
    if (recorded === null) return null;
    if (isEverywhere(key)) return recorded;
    const name = valueName(key);
    // A line that a pattern does not match keeps its other fields and lacks this one (CloudWatch Logs User Guide, "parse").
    return define(name, `parse ${recorded} /^(?<${name}>${isNumeric(key) ? '[0-9]+' : '[^-].*'})$/`);
  }

  function firstOf(fields: readonly [FieldKey, FieldKey], prefix: 'r' | 'v'): string | null {
    const [first, second] = fields;
    const last = prefix === 'r' ? recordedField : valueField;
    if (countHaving(formats, first) === 0) return last(second);
    if (countHaving(formats, second) === 0) return last(first);
    if (isEverywhere(first)) return last(first);
    const name = firstOfName(fields, prefix);
    return define(name, `fields coalesce(${valueField(first)}, ${last(second)}) as ${name}`);
  }

  function slot(key: 'start' | 'end', seconds: number): string | null {
    const time = valueField(key);
    if (time === null) return null;
    const name = slotName(key, seconds);
    return define(name, `fields floor(${time} / ${width(seconds)}) * ${width(seconds)} as ${name}`);
  }

  /** One parse a format, and where there are several, one name for what each has under its own. */
  function lineCommands(): readonly string[] {
    const parses = formats.map((format, index) => {
      const names = [...captured].map(
        (key) => [key, several ? formatName(key, index + 1) : recordedName(key)] as const,
      );
      return `parse @message ${linePattern(format, new Map(names))}`;
    });
    if (!several) return parses;
    const joined = [...captured].map((key) => {
      const names = formats.flatMap(({ fields }, index) =>
        fields.some((field) => field.key === key) ? [formatName(key, index + 1)] : [],
      );
      const lacking = names.length < formats.length ? ', "-"' : '';
      return `coalesce(${names.join(', ')}${lacking}) as ${recordedName(key)}`;
    });
    return [...parses, `fields ${joined.join(', ')}`];
  }

  return {
    formats,
    recorded(expression) {
      switch (expression.kind) {
        case 'field':
          return recordedField(expression.field);
        case 'first-of':
          return firstOf(expression.fields, 'r');
        case 'slot':
          return slot(expression.field, expression.seconds);
      }
    },
    value(expression) {
      switch (expression.kind) {
        case 'field':
          return valueField(expression.field);
        case 'first-of':
          return firstOf(expression.fields, 'v');
        case 'slot':
          return slot(expression.field, expression.seconds);
      }
    },
    soleField(expression) {
      const fields = expression.kind === 'first-of' ? expression.fields : [expression.field];
      const held = fields.filter((key) => countHaving(formats, key) > 0);
      return expression.kind !== 'slot' && held.length === 1 ? (held[0] ?? null) : null;
    },
    isEverywhere: (expression) => expression.kind === 'field' && isEverywhere(expression.field),
    isRecord() {
      const names = formats.flatMap(({ fields }, index) => {
        const key = fields.find((field) => field.key !== null)?.key;
        if (!key) return [];
        captured.add(key);
        return several ? formatName(key, index + 1) : recordedName(key);
      });
      const tests = names.map((name) => `ispresent(${name})`);
      return tests.length === 1 ? tests.join() : `(${tests.join(' or ')})`;
    },
    commands: () => [...lineCommands(), ...computed.values()],
  };
}
