import { qualifiedName, quoteName, quoteNames } from '../../../artifacts/sql-names.ts';
import type { TableFacts } from '../../postgres/rows/facts.ts';
import { populate } from '../../postgres/rows/populate.ts';
import { insertSql, literal } from '../../postgres/rows/problem.ts';
import type { Values } from '../../postgres/rows/solve.ts';
import type { Row, Session } from '../../postgres/session.ts';
import { seededRows } from '../trace/rows.ts';
import type { TableShape } from '../trace/shapes.ts';

/** A statement that one version of an application sends. */
export interface ClientStatement {
  readonly name: 'select' | 'values' | 'insert' | 'insert of required columns' | 'update';
  readonly sql: string;
  /** The least it has to count, by column of the only row; absent where every answer is right. */
  readonly least?: Row;
}

/** A table as one version of the application knows it, and a row it might write. */
export interface Client {
  readonly table: TableFacts;
  readonly shape: TableShape;
  readonly row: Values;
  /** How many rows have a value, column by column, in the state in which this version belongs. */
  readonly filled: ClientStatement;
}

/** Counts values of each column: a version that finds fewer than there will be reads rows that are not filled yet. */
export async function filledOf(session: Session, table: TableFacts): Promise<ClientStatement> {
  const counts = table.columns.map(({ name }) => `count(${quoteName(name)}) as ${quoteName(name)}`);
  const sql = `select ${['count(*) as "count(*)"', ...counts].join(', ')} from ${qualifiedName(table)}`;
  const [row] = await session.rows(sql);
  return { name: 'values', sql, least: row ?? {} };
}

/**
 * One further row for a table, beside those that are seeded: the last of a row more than these, made in emptied tables.
 * Undefined when none is found. Runs within an open transaction, which has to be undone.
 */
export async function furtherRow(
  session: Session,
  table: TableFacts,
  all: readonly TableFacts[],
): Promise<Values | undefined> {
  const family = familyOf(table, all);
  await session.rows(`truncate ${family.map(qualifiedName).join(', ')} restart identity cascade`);
  const wishes = Array.from({ length: seededRows + 1 }, () => ({}));
  const { stored } = await populate(session, family, new Map([[table.oid, wishes]]));
  return stored.get(table.oid)?.at(-1)?.values;
}

/** The table and all that rows of it need to refer to. */
function familyOf(table: TableFacts, all: readonly TableFacts[]): readonly TableFacts[] {
  const open = [table];
  const kept = new Set([table.oid]);
  for (const { references } of open)
    for (const { target } of references) {
      const parent = all.find(({ oid }) => oid === target);
      if (parent === undefined || kept.has(target)) continue;
      kept.add(target);
      open.push(parent);
    }
  return all.filter(({ oid }) => kept.has(oid));
}

/** What an application that knows the table does with it, derived from the schema. */
export function statementsOf({ table, shape, row, filled }: Client): readonly ClientStatement[] {
  const name = qualifiedName(table);
  const stored = table.columns.filter(({ generated }) => generated === undefined);
  if (stored.length === 0) return [];
  const required = stored.filter(({ name: column, automatic }) => {
    const known = shape.columns.get(column);
    return !automatic && known?.required === true && known.default === undefined;
  });
  const all: Values = new Map(stored.map(({ name: column }) => [column, row.get(column) ?? null]));
  const least: Values = new Map(required.map((column) => [column.name, row.get(column.name) ?? null]));
  const changed = stored.filter(
    (column) => column.name !== shape.key?.name && !column.automatic && row.has(column.name),
  );
  const set = changed.map(
    ({ name: column, type }) => `${quoteName(column)} = ${literal(row.get(column) ?? null, type)}`,
  );
  return [
    {
      name: 'select',
      sql: `select ${quoteNames(table.columns.map((column) => column.name))} from ${name} limit 10`,
    },
    filled,
    { name: 'insert', sql: insertSql(table, all) },
    { name: 'insert of required columns', sql: insertSql(table, least) },
    ...(set.length === 0
      ? []
      : [
          {
            name: 'update',
            sql: `update ${name} set ${set.join(', ')} where ctid = (select min(ctid) from ${name})`,
          } as const,
        ]),
  ];
}
