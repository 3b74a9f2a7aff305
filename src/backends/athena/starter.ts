/**
 * Starting a query, with the result of an earlier run where Athena may give it again. Workgroups that keep their results themselves do not
 * (Athena User Guide, "Managed query results": they "do not support query result reuse"), and neither do earlier engine versions.
 */
import type { AthenaApi, StatementToStart } from './athena-api.ts';

/** Athena documents no name of its own for it: an InvalidRequestException whose sentence speaks of reuse. */
function refusesReuse(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidRequestException' && /reuse/i.test(error.message);
}

/**
 * @param start StartQueryExecution
 * @returns the same with a second attempt, without reuse, in a workgroup that refuses it; later ones there do without from the beginning
 */
export function createStarter(start: AthenaApi['start']): AthenaApi['start'] {
  const without = new Set<string>();

  /** Another request needs another token: with the same one Athena refuses what differs. */
  function startAnew(statement: StatementToStart, token: string): Promise<string> {
    return start({ ...statement, reuseForMinutes: null }, `${token}-anew`);
  }

  return async (statement, token) => {
    if (statement.reuseForMinutes === null) return start(statement, token);
    if (without.has(statement.workgroup)) return startAnew(statement, token);
    try {
      return await start(statement, token);
    } catch (error) {
      if (!refusesReuse(error)) throw error;
      without.add(statement.workgroup);
      return startAnew(statement, token);
    }
  };
}
