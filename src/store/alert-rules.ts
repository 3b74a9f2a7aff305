/** Mutes, maintenances and what is expected, as people said them. */
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AlertRuleTable } from './alert-tables.ts';
import { Stale } from './stale.ts';
import type { Tables } from './tables.ts';

/** What a rule is found by. The rest of it is its writer's. Times are milliseconds since the epoch. */
export interface StorableAlertRule {
  /** 0 before it is stored. */
  readonly number: number;
  readonly kind: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly endedAtMs: number | null;
  readonly toldOver: boolean;
}

export interface AlertRules<R extends StorableAlertRule> {
  /** Those that have not ended, or whose end was not told. @param now milliseconds since the epoch */
  standing(now: number): Promise<readonly R[]>;
  /** By the number that people say: `M-3`. */
  get(number: number): Promise<R | null>;
  /** The newest first. */
  list(most: number): Promise<readonly R[]>;
  /** @param key of whatever asked for it: the same is made once. @returns its number */
  make(on: Transaction<Tables>, key: string, rule: R): Promise<number>;
  /** Writes rules that are stored. @param before as they were read by whoever decided. @throws Stale where one is another by now */
  save(on: Transaction<Tables>, rules: readonly R[], before: readonly R[]): Promise<void>;
}

/** @param parse what a body is, with its keys in one order; throws for what is none */
export function createAlertRules<R extends StorableAlertRule>(
  db: Kysely<Tables>,
  parse: (body: unknown) => R,
): AlertRules<R> {
  const select = () => db.selectFrom('alert_rule').selectAll();

  function ruleOf({ number, body }: Selectable<AlertRuleTable>): R {
    return parse({ ...(JSON.parse(body) as object), number });
  }

  function bodyOf(rule: R): string {
    return JSON.stringify({ ...parse(JSON.parse(JSON.stringify(rule))), number: 0 });
  }

  function columnsOf(rule: R) {
    const { kind, startsAtMs, endsAtMs, endedAtMs, toldOver } = rule;
    const times = { starts_at: startsAtMs, ends_at: endsAtMs, ended_at: endedAtMs };
    return { kind, ...times, told_over: toldOver ? 1 : 0, body: bodyOf(rule) };
  }

  return {
    async standing(now) {
      const rows = await select()
        .where((row) =>
          row.or([
            row.and([row('ended_at', 'is', null), row('ends_at', '>', now)]),
            row('told_over', '=', 0),
          ]),
        )
        .orderBy('number')
        .execute();
      return rows.map(ruleOf);
    },
    async get(number) {
      const row = await select().where('number', '=', number).executeTakeFirst();
      return row ? ruleOf(row) : null;
    },
    async list(most) {
      return (await select().orderBy('number', 'desc').limit(most).execute()).map(ruleOf);
    },
    async make(on, key, rule) {
      await on
        .insertInto('alert_rule')
        .values({ key, ...columnsOf(rule) })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const made = on.selectFrom('alert_rule').select('number').where('key', '=', key);
      return (await made.executeTakeFirstOrThrow()).number;
    },
    async save(on, rules, before) {
      for (const rule of rules) {
        const was = before.find(({ number }) => number === rule.number);
        if (!was) throw new TypeError(`The rule ${rule.number} was never read, so it cannot be changed`);
        const { numUpdatedRows } = await on
          .updateTable('alert_rule')
          .set(columnsOf(rule))
          .where('number', '=', rule.number)
          .where('body', '=', bodyOf(was))
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new Stale(`The rule M-${rule.number}`);
      }
    },
  };
}
