/** Where the user of DATABASE_URL may not do what the bot does with its store: what is missing, and the statement that grants it. */
import { counted } from '../../present/quantities.ts';
import { type Check, problem } from './check.ts';
import type { StoreRights } from './store-rights.ts';

const ABOUT = 'store';
const WHERE = 'in psql, as who owns the database or its tables';
/** So many tables are named. */
const NAMED = 3;

function createCheck({ role, schema, isThere }: StoreRights): Check {
  return isThere
    ? problem(
        ABOUT,
        `The user ${role} of DATABASE_URL may not create tables in the schema ${schema}, as the first start has to.`,
        `GRANT CREATE, USAGE ON SCHEMA ${schema} TO ${role}, ${WHERE}`,
      )
    : problem(
        ABOUT,
        `There is no schema ${schema} in the Postgres of DATABASE_URL, where the first start makes its tables.`,
        `CREATE SCHEMA ${schema} AUTHORIZATION ${role}, ${WHERE}`,
      );
}

function closedCheck({ role, schema, mayUse, closed, closedSequences }: StoreRights): Check {
  const grants = [
    ...(mayUse ? [] : [`GRANT USAGE ON SCHEMA ${schema} TO ${role}`]),
    ...(closed.length === 0
      ? []
      : [`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`]),
    ...(closedSequences.length === 0 ? [] : [`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`]),
  ];
  const names = [...closed, ...closedSequences];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const which =
    names.length === 0
      ? `its tables, since it may not use the schema ${schema}`
      : `${counted(names.length, 'table or sequence', 'tables or sequences')} of the store: ${names.slice(0, NAMED).join(', ')}${more}`;
  return problem(
    ABOUT,
    `The user ${role} of DATABASE_URL may not read and write ${which}.`,
    `${grants.join('; ')}, ${WHERE}`,
  );
}

/** @returns null where it may do all that a start of this version takes */
export function grantsCheck(rights: StoreRights): Check | null {
  const { isBegun, mayUse, mayCreate, closed, closedSequences } = rights;
  if (!isBegun) return mayUse && mayCreate ? null : createCheck(rights);
  return mayUse && closed.length + closedSequences.length === 0 ? null : closedCheck(rights);
}
