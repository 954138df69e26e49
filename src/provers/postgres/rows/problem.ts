import { qualifiedName, quoteName, quoteNullable, quoteText } from '../../../artifacts/sql-names.ts';
import { candidates } from './candidates.ts';
import type { ColumnFacts, KeyFacts, ReferenceFacts, TableFacts } from './facts.ts';
import type { Condition, Problem, Values } from './solve.ts';

/** A row that is in the database, with what its unique keys amount to, by name of the index. */
export interface StoredRow {
  readonly values: Values;
  readonly keys: ReadonlyMap<string, readonly (string | null)[]>;
}

/** Rows by oid of their table. */
export type Stored = ReadonlyMap<string, readonly StoredRow[]>;

/** How a row shall differ from one that the schema accepts. */
export interface Wish {
  /** Values to choose from, in place of the usual ones. */
  readonly values?: ReadonlyMap<string, readonly (string | null)[]>;
  readonly conditions?: readonly Condition[];
  /** Names of constraints and unique indexes that need not hold. */
  readonly without?: readonly string[];
  /** Rows must lie within the predicates of partial unique indexes. */
  readonly covered?: boolean;
  /** Each further row refers to another parent, so that rows of two owners come about. */
  readonly spread?: boolean;
}

/** The search for a row that keeps every rule of the table beside the rows that are there, but for the wish. */
export function problemOf(table: TableFacts, stored: Stored, wish: Wish = {}): Problem {
  const without = new Set(wish.without);
  const checks = table.checks.filter(({ name }) => !without.has(name));
  const conditions: Condition[] = [
    ...checks.map(({ sql, columns }) => ({ sql: `(${sql}) is not false`, columns })),
    ...table.references
      .filter(({ name }) => !without.has(name))
      .flatMap((reference) => referenceCondition(table, reference, stored) ?? []),
    ...table.keys
      .filter(({ name }) => !without.has(name))
      .flatMap((key) => keyConditions(table, key, stored)),
    ...(wish.covered === true
      ? table.keys.flatMap(({ predicate, columns }) =>
          predicate === undefined ? [] : [{ sql: predicate, columns }],
        )
      : []),
    ...(wish.conditions ?? []),
  ];
  const values = new Map<string, readonly (string | null)[]>();
  for (const column of table.columns) {
    const wished = wish.values?.get(column.name);
    if (column.generated !== undefined || (column.automatic && wished === undefined)) continue;
    values.set(column.name, wished ?? valuesOf(table, column, stored, conditions, wish.spread));
  }
  return { values, conditions };
}

function valuesOf(
  table: TableFacts,
  column: ColumnFacts,
  stored: Stored,
  conditions: readonly Condition[],
  spread = false,
): readonly (string | null)[] {
  const reference = table.references.find(({ columns }) => columns.includes(column.name));
  if (reference !== undefined) {
    const at = reference.columns.indexOf(column.name);
    const target = reference.targetColumns[at] ?? '';
    const there = (stored.get(reference.target) ?? []).flatMap(({ values }) => values.get(target) ?? []);
    const turn = spread ? (stored.get(table.oid) ?? []).length % Math.max(1, there.length) : 0;
    const turned = [...there.slice(turn), ...there.slice(0, turn)];
    const itself = reference.target === table.oid ? candidates({ ...column, nullable: false }, []) : [];
    if (there.length > 0) return [...new Set([...turned, ...itself]), ...(column.nullable ? [null] : [])];
    if (column.nullable) return [null];
  }
  const about = conditions.filter(({ columns }) => columns.includes(column.name)).map(({ sql }) => sql);
  const values = candidates(column, about);
  return spread ? [...values.slice((stored.get(table.oid) ?? []).length), ...values] : values;
}

/** One of the rows that are there, or no reference at all. A table that refers to itself may begin with its own row. */
function referenceCondition(
  table: TableFacts,
  reference: ReferenceFacts,
  stored: Stored,
): Condition | undefined {
  const { columns, targetColumns, target } = reference;
  const left = `(${columns.map(quoteName).join(', ')})`;
  const none = columns.map((name) => `${quoteName(name)} is null`);
  const rows = (stored.get(target) ?? []).map(({ values }) =>
    targetColumns.map((name) => values.get(name) ?? null),
  );
  const typed = rows.map(
    (row) => `(${row.map((value, at) => literal(value, typeOf(table, columns[at] ?? ''))).join(', ')})`,
  );
  const there = typed.length === 0 ? [] : [`${left} in (${typed.join(', ')})`];
  if (target !== table.oid) return { sql: [...there, ...none].join(' or '), columns };
  const own = `${left} = (${targetColumns.map(quoteName).join(', ')})`;
  return { sql: [...there, own, ...none].join(' or '), columns: [...columns, ...targetColumns] };
}

const typeOf = (table: TableFacts, name: string): string =>
  table.columns.find((column) => column.name === name)?.type ?? 'text';

export const literal = (value: string | null, type: string): string =>
  value === null ? 'null' : `${quoteText(value)}::${type}`;

/** Different from every row that is there. A key with a value of the database's own is different anyway. */
function keyConditions(table: TableFacts, key: KeyFacts, stored: Stored): readonly Condition[] {
  const automatic = table.columns.some(({ name, automatic: own }) => own && key.columns.includes(name));
  if (automatic) return [];
  return (stored.get(table.oid) ?? []).flatMap(({ keys }) => {
    const there = keys.get(key.name);
    if (there === undefined) return [];
    const differs = `row(${key.expressions.map((sql) => `(${sql})::text`).join(', ')}) is distinct from row(${there.map((value) => literal(value, 'text')).join(', ')})`;
    const free = key.predicate === undefined ? '' : ` or (${key.predicate}) is not true`;
    return [{ sql: `${differs}${free}`, columns: key.columns }];
  });
}

/** `insert into …` with the values of a row; what the database gives by itself is left to it. */
export function insertSql(table: TableFacts, values: Values): string {
  const name = qualifiedName(table);
  const entries = [...values];
  if (entries.length === 0) return `insert into ${name} default values`;
  const columns = entries.map(([column]) => quoteName(column)).join(', ');
  const list = entries.map(([, value]) => quoteNullable(value)).join(', ');
  return `insert into ${name} (${columns}) overriding system value values (${list})`;
}
