/** A row as PostgreSQL printed it: text or null, under the name of the column. */
export type Row = Readonly<Record<string, string | null>>;

/** Asks the catalogue; every answer is text. @throws an error with `code` (SQLSTATE) when PostgreSQL refuses. */
export type Ask = (sql: string, values?: readonly (string | null)[]) => Promise<readonly Row[]>;

/** Marks our own questions, so that pg_stat_statements does not tell of them. */
export const ownMark = '/* plumbline */';

/** Namespaces of the user, as a condition on `n`. */
export const ownNamespace =
  "n.nspname not in ('information_schema', 'pg_catalog', 'pg_toast') and n.nspname not like 'pg\\_temp\\_%' and n.nspname not like 'pg\\_toast\\_temp\\_%'";

/** What is no part of an extension, as a condition; `class` is the catalogue, `oid` the object. */
export const notOfExtension = (catalogue: string, oid: string): string =>
  `not exists (select from pg_depend x where x.classid = 'pg_catalog.${catalogue}'::regclass and x.objid = ${oid} and x.deptype = 'e')`;

export const textOf = (row: Row, key: string): string => row[key] ?? '';

/** Numbers of an array as PostgreSQL prints it, `{0.5,0.25}`; undefined for null. */
export const numbersOf = (text: string | null | undefined): readonly number[] | undefined =>
  text === null || text === undefined
    ? undefined
    : text
        .slice(1, -1)
        .split(',')
        .filter((item) => item !== '')
        .map(Number);

/** Asks what may be refused: a savepoint keeps the transaction alive. `undefined` when it was. */
export async function askSafely(ask: Ask, sql: string): Promise<readonly Row[] | Error> {
  await ask('savepoint plumbline_try');
  try {
    const rows = await ask(sql);
    await ask('release savepoint plumbline_try');
    return rows;
  } catch (error) {
    await ask('rollback to savepoint plumbline_try');
    return error instanceof Error ? error : new Error(String(error));
  }
}
