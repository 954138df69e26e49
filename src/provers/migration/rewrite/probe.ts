import type { Session } from '../../postgres/session.ts';
import type { ClientStatement } from './application.ts';

/** A statement of an application that fails in some state of the migration. */
export interface Broken {
  readonly name: ClientStatement['name'];
  readonly why: string;
}

/**
 * Runs each statement behind a savepoint and undoes it. Runs within an open transaction. `wrong`: a query that has to
 * count no row after each of them, as what both versions write has to agree.
 */
export async function brokenOf(
  session: Session,
  statements: readonly ClientStatement[],
  wrong?: string,
): Promise<readonly Broken[]> {
  const broken: Broken[] = [];
  for (const { name, sql, least } of statements) {
    await session.rows('savepoint plumbline_client');
    const ran = await session.run(sql);
    if (ran.kind === 'failed') broken.push({ name, why: ran.failure.message });
    else if (least !== undefined) {
      const [lacking] = Object.keys(least).filter((key) => Number(ran.rows[0]?.[key]) < Number(least[key]));
      if (lacking !== undefined) broken.push({ name, why: `rows lack a value of ${lacking} still` });
    } else if (wrong !== undefined && writes(name)) {
      const count = await countOf(session, wrong);
      if (count > 0) broken.push({ name, why: `${count} rows differ between the old and the new column` });
    }
    await session.rows('rollback to savepoint plumbline_client');
  }
  return broken;
}

const writes = (name: ClientStatement['name']): boolean => name !== 'select' && name !== 'values';

/** The number in the only column of the only row. */
export async function countOf(session: Session, sql: string): Promise<number> {
  const [row] = await session.rows(sql);
  return Number(Object.values(row ?? {})[0] ?? 0);
}

/** The statements that run in the state in which they belong: only those can be broken by a step. */
export async function sound(
  session: Session,
  statements: readonly ClientStatement[],
): Promise<readonly ClientStatement[]> {
  const broken = new Set((await brokenOf(session, statements)).map(({ name }) => name));
  return statements.filter(({ name }) => !broken.has(name));
}
