import { quoteName } from '../../../artifacts/sql-names.ts';
import { strangerOf } from '../rows/candidates.ts';
import { columnsIn } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import type { Filled } from '../rows/populate.ts';
import { literal } from '../rows/problem.ts';
import type { StoredRow, Wish } from '../rows/problem.ts';
import type { Values } from '../rows/solve.ts';
import type { Expected } from './expected.ts';

/** A row that breaks one rule and keeps all others, and how PostgreSQL has to refuse it. */
export interface Violation {
  /** `check order_total_positive` */
  readonly rule: string;
  readonly wish: Wish;
  /** Columns that become null after the row was found. */
  readonly nulled?: string;
  readonly codes: readonly string[];
  readonly name?: string;
  /** Why it cannot be tried. */
  readonly why?: string;
}

/** One violation for each rule of the table. */
export function violations(expected: Expected, { table, rows, covered }: Filled): readonly Violation[] {
  return [
    ...expected.notNull.map((column): Violation => ({
      rule: `not null ${column}`,
      wish: {},
      nulled: column,
      codes: ['23502'],
    })),
    ...expected.checks.map(({ name, sql }): Violation => ({
      rule: `check ${name}`,
      wish: {
        without: [name],
        conditions: [{ sql: `(${sql}) is false`, columns: columnsIn(table, sql) }],
      },
      codes: ['23514'],
      name,
    })),
    ...expected.uniques.map((unique) => duplicate(unique, table, rows, covered)),
    ...expected.foreignKeys.map((key) => dangling(key, table)),
  ];
}

function duplicate(
  { name, expressions, partial }: Expected['uniques'][number],
  table: TableFacts,
  rows: Filled['rows'],
  covered: boolean,
): Violation {
  const base = { rule: `unique ${name}`, codes: ['23505'], name };
  const plain = table.columns.filter((column) => expressions.includes(quoteName(column.name)));
  const key = table.keys.find((each) => each.name === name);
  const valuesIn = (row: StoredRow | undefined): readonly (string | null)[] =>
    (key === undefined ? undefined : row?.keys.get(key.name)) ??
    plain.map((column) => row?.values.get(column.name) ?? null);
  // Nulls are distinct: only a row whose key is filled can be doubled.
  const first = rows.find((row) => !valuesIn(row).includes(null)) ?? rows[0];
  const there = valuesIn(first);
  if (key === undefined && plain.length < expressions.length)
    return { ...base, wish: {}, why: 'the schema has no such index and it is one of expressions' };
  if (there.length === 0 || there.includes(null))
    return { ...base, wish: {}, why: 'no row was made whose key is filled, and nulls are distinct' };
  if (partial && !covered) return { ...base, wish: {}, why: 'no row was found within its predicate' };
  const columns = key?.columns ?? plain.map((column) => column.name);
  const same = (key?.expressions ?? expressions).map(
    (sql, at) => `(${sql})::text = ${literal(there[at] ?? null, 'text')}`,
  );
  const predicate = key?.predicate === undefined ? [] : [`(${key.predicate})`];
  const values = new Map(columns.map((column) => [column, [first?.values.get(column) ?? null]]));
  return {
    ...base,
    wish: { without: [name], conditions: [{ sql: [...same, ...predicate].join(' and '), columns }], values },
  };
}

/** A key that no row of the referenced table has. */
function dangling({ name, columns }: Expected['foreignKeys'][number], table: TableFacts): Violation {
  const base = { rule: `foreign key ${name}`, codes: ['23503'], name };
  const shared = (column: string): boolean =>
    table.references.some((other) => other.name !== name && other.columns.includes(column));
  const column = columns.find((each) => !shared(each)) ?? columns[0] ?? '';
  const facts = table.columns.find((each) => each.name === column);
  const stranger = facts === undefined ? undefined : strangerOf(facts.base);
  if (stranger === undefined)
    return { ...base, wish: {}, why: `no value of ${facts?.base ?? column} is known` };
  return { ...base, wish: { without: [name], values: new Map([[column, [stranger]]]) } };
}

/** The row with one column emptied. */
export const nulled = (values: Values, column: string | undefined): Values =>
  column === undefined ? values : new Map([...values, [column, null]]);
