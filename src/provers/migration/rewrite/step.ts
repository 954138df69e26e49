import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';
import { objectName } from '../../../model/object-name.ts';

/** One statement of a safe way, each in a transaction of its own. */
export interface Step {
  readonly sql: string;
  /** What to know when it is carried out. */
  readonly note?: string;
}

export const alter = (relation: string, action: string, note?: string): Step => ({
  sql: `ALTER TABLE ${sqlName(relation)} ${action}`,
  ...(note !== undefined && { note }),
});

/** Fills rows a few thousand at a time, so that each transaction locks only these; `from`: what must be there. */
export const backfill = (relation: string, column: string, value: string, from?: string): Step => {
  const table = sqlName(relation);
  const name = quoteName(column);
  const left = `${name} IS NULL${from === undefined ? '' : ` AND (${from}) IS NOT NULL`}`;
  const some = `SELECT ctid FROM ${table} WHERE ${left} LIMIT 5000 FOR UPDATE SKIP LOCKED`;
  return {
    sql: `UPDATE ${table} SET ${name} = ${value} WHERE ctid = ANY (ARRAY (${some}))`,
    note: 'repeat until it changes no row',
  };
};

/** NOT NULL by way of a check, whose scan lets readers and writers through. */
export function requireValue(relation: string, column: string): readonly Step[] {
  const check = quoteName(objectName(relation.split('.').at(-1) ?? relation, column, 'present'));
  const name = quoteName(column);
  return [
    alter(relation, `ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`),
    alter(relation, `VALIDATE CONSTRAINT ${check}`),
    alter(relation, `ALTER COLUMN ${name} SET NOT NULL`),
    alter(relation, `DROP CONSTRAINT ${check}`),
  ];
}

/** One line a step. Notes are closed comments: where lines are joined, what follows must stay outside them. */
export const printSteps = (steps: readonly Step[]): string =>
  steps.map(({ sql, note }) => `${sql};${note === undefined ? '' : ` /* ${note} */`}`).join('\n');
