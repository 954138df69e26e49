import type { DatabaseStatistics } from '../../../model/database-statistics.ts';
import type { Session } from '../session.ts';

/** Collation that stands for the default one of the target. */
const standIn = 'plumbline_collation.target';
/** Oid of the default collation, and the first of what users create (src/include/access/transam.h). */
const defaultCollation = 100;
const firstUserOid = 16_384;

/**
 * Makes texts of the schema sort as on the target while the schema is built. The embedded server sorts by bytes, and
 * only then may an index answer `like 'abc%'`: under another collation the target's planner cannot use it.
 * @returns how to end it, after which queries find the columns as they were made
 */
export async function underCollationOf(
  session: Session,
  server: DatabaseStatistics['server'] | undefined,
): Promise<() => Promise<void>> {
  if (server === undefined || /^(C|POSIX)$/.test(server.collation)) return async () => undefined;
  await session.script(
    `create schema plumbline_collation; create collation ${standIn} (provider = libc, locale = 'und.UTF-8')`,
  );
  const change = (from: string, to: string): Promise<unknown> =>
    session.rows(
      `update pg_type set typcollation = ${to} where typcollation = ${from} and oid < ${firstUserOid}`,
    );
  const own = `(select c.oid from pg_collation c where c.collnamespace = 'plumbline_collation'::regnamespace)`;
  await change(String(defaultCollation), own);
  return async () => void (await change(own, String(defaultCollation)));
}
