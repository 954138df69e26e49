import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';
import { objectName } from '../../../model/object-name.ts';
import { backfillByKey } from './backfill.ts';
import type { RowKey } from './backfill.ts';

/** Expand adds what the new version needs, migrate fills it, contract takes away what only the old one needs. */
export type Phase = 'expand' | 'migrate' | 'contract';

/** One statement of a safe way, each in a transaction of its own. */
export interface Step {
  readonly sql: string;
  readonly phase: Phase;
  /** What to know when it is carried out. */
  readonly note?: string;
  /** Takes the step back; absent where nothing has to be. */
  readonly undo?: string;
  /** What it takes away cannot be brought back. */
  readonly isFinal?: true;
  /** The same with small batches, so that few rows take several. */
  readonly rehearsal?: string;
  /** The table whose rows it fills. */
  readonly fills?: string;
  /** Counts rows that are not as they have to be after it. */
  readonly wrong?: string;
  /** A trigger keeps it so: whatever either version writes later, up to the point of no return. */
  readonly staysRight?: true;
}

export const alter = (relation: string, action: string, more: Partial<Step> = {}): Step => ({
  sql: alterSql(relation, action),
  phase: 'expand',
  ...more,
});

export const alterSql = (relation: string, action: string): string =>
  `ALTER TABLE ${sqlName(relation)} ${action}`;

/** The table without its schema, for names of new objects. */
export const bareName = (relation: string): string => relation.split('.').at(-1) ?? relation;

/**
 * Fills rows a few thousand at a time, so that each transaction locks only these: by key, or where there is none by
 * looking for rows that are left. `left` holds for rows that have to be filled; `true` where that cannot be told.
 */
export function backfill(relation: string, set: string, left: string, key: RowKey | undefined): Step {
  const wrong = left === 'true' ? {} : { wrong: `SELECT count(*) FROM ${sqlName(relation)} WHERE ${left}` };
  if (key !== undefined) {
    const of = (batch: number): string => backfillByKey(relation, set, left, key, batch);
    return {
      sql: of(5000),
      phase: 'migrate',
      note: 'outside a transaction: it commits each batch, and goes on where it was stopped',
      rehearsal: of(2),
      fills: relation,
      ...wrong,
    };
  }
  const table = sqlName(relation);
  const of = (batch: number): string =>
    `UPDATE ${table} SET ${set} WHERE ctid = ANY (ARRAY (SELECT ctid FROM ${table} WHERE ${left} LIMIT ${batch} FOR UPDATE SKIP LOCKED))`;
  return {
    sql: of(5000),
    phase: 'migrate',
    note: 'repeat until it changes no row',
    fills: relation,
    ...wrong,
  };
}

/** A trigger that writes a second column along with the first; `name`: quoted, of the function and of the trigger. */
export function writtenAlong(relation: string, name: string, body: string, note: string): readonly Step[] {
  const on = sqlName(relation);
  return [
    {
      sql: `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$`,
      phase: 'expand',
      undo: `DROP FUNCTION ${name}()`,
    },
    {
      sql: `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${on} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
      phase: 'expand',
      note,
      undo: `DROP TRIGGER ${name} ON ${on}`,
    },
  ];
}

/** NOT NULL by way of a check, whose scan lets readers and writers through. */
export function requireValue(relation: string, column: string): readonly Step[] {
  const check = quoteName(objectName(bareName(relation), column, 'present'));
  const name = quoteName(column);
  const present = `ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`;
  const drop = `DROP CONSTRAINT ${check}`;
  const phase = 'contract';
  return [
    alter(relation, present, { phase, undo: alterSql(relation, drop) }),
    alter(relation, `VALIDATE CONSTRAINT ${check}`, { phase }),
    alter(relation, `ALTER COLUMN ${name} SET NOT NULL`, {
      phase,
      undo: alterSql(relation, `ALTER COLUMN ${name} DROP NOT NULL`),
    }),
    alter(relation, drop, { phase, undo: alterSql(relation, present) }),
  ];
}

/** One line a step. Notes are closed comments: where lines are joined, what follows must stay outside them. */
export const printSteps = (steps: readonly Step[]): string => steps.map(printStep).join('\n');

export const printStep = ({ sql, note }: Step): string =>
  `${sql};${note === undefined ? '' : ` /* ${note} */`}`;
