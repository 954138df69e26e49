import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';

/** The one column a table's rows are told apart and ordered by. */
export interface RowKey {
  readonly name: string;
  readonly type: string;
}

/**
 * A block that goes through a table along its key and commits each batch. It is entered again without harm: rows that
 * are filled are passed over.
 */
export function backfillByKey(
  relation: string,
  set: string,
  left: string,
  { name, type }: RowKey,
  batch: number,
): string {
  const table = sqlName(relation);
  const key = quoteName(name);
  const after = `(last_key IS NULL OR t.${key} > last_key)`;
  return [
    `DO $$ DECLARE last_key ${type}; upto_key ${type}; BEGIN LOOP`,
    `SELECT b.${key} INTO upto_key FROM (SELECT t.${key} FROM ${table} t WHERE ${after} ORDER BY t.${key} LIMIT ${batch}) b ORDER BY b.${key} DESC LIMIT 1;`,
    `EXIT WHEN upto_key IS NULL;`,
    `UPDATE ${table} t SET ${set} WHERE ${after} AND t.${key} <= upto_key AND (${left});`,
    `COMMIT; last_key := upto_key; END LOOP; END $$`,
  ].join(' ');
}
