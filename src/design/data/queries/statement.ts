import { quoteName, quoteNames } from '../../../artifacts/sql-names.ts';
import { kebabCase } from '../../../artifacts/words.ts';
import type { Column, Query, QueryParameter } from '../../../model/data.ts';
import type { Entity, Operation } from '../../../model/domain.ts';
import type { Quantity } from '../../../model/origin.ts';
import { entityColumns } from '../columns.ts';
import { keyOf, sqlOf } from '../layout.ts';
import type { Layout } from '../layout.ts';
import { sampleOf } from './samples.ts';

/** Parameters of one statement, numbered in the order in which they are added. */
export interface Parameters {
  readonly list: QueryParameter[];
  /** Adds a parameter, named after what it is, and gives its placeholder. */
  readonly add: (type: string, sample: string, name: string) => string;
}

export function parameters(): Parameters {
  const list: QueryParameter[] = [];
  return { list, add: (type, sample, name) => `$${list.push({ name, type, sample })}` };
}

/** One entity's table with its columns, ready to be written about. */
export interface Target {
  readonly layout: Layout;
  readonly entity: Entity;
  readonly columns: readonly Column[];
  /** Name in SQL, and as the model refers to it. */
  readonly sql: string;
  readonly key: string;
}

export function targetOf(layout: Layout, entity: Entity): Target {
  return {
    layout,
    entity,
    columns: entityColumns(layout, entity),
    sql: sqlOf(layout, entity.name),
    key: keyOf(layout, entity.name),
  };
}

/** A value of a column, as the parameter of a statement. */
export const valueOf = (into: Parameters, column: Column, name: string = column.name): string =>
  into.add(column.type, sampleOf(column), name);

/** What an answer may carry: secrets are never read with the rest. */
export const readable = ({ columns }: Target): string =>
  quoteNames(columns.filter(({ dataClass }) => dataClass !== 'secret').map(({ name }) => name));

export const has = ({ columns }: Target, name: string): boolean =>
  columns.some((column) => column.name === name);

/** `version = version + 1, updated_at = now()`, as far as the table has them. */
export const touched = (target: Target): readonly string[] => [
  ...(has(target, 'version') ? ['version = version + 1'] : []),
  ...(has(target, 'updated_at') ? ['updated_at = now()'] : []),
];

/** `insert into t (…) values (…)` of whole rows; what the database sets itself is left out. */
export function insertSql(target: Target, into: Parameters, overlong = false): string {
  const given = target.columns.filter(({ name }) => !['version', 'created_at', 'updated_at'].includes(name));
  const names = quoteNames(given.map(({ name }) => name));
  const values = given.map((column) => valueOf(into, column)).join(', ');
  return `insert into ${target.sql} (${names}) values (${values})${overlong ? '' : ' returning id, created_at'}`;
}

/** Many rows in one statement: an array for each column. */
export function insertManySql(target: Target, into: Parameters): string {
  const given = target.columns.filter(({ name }) => !['version', 'created_at', 'updated_at'].includes(name));
  const names = quoteNames(given.map(({ name }) => name));
  const arrays = given.map((column) => {
    const sample = `{"${sampleOf(column).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"}`;
    return `${into.add(`${column.type}[]`, sample, column.name)}::${column.type}[]`;
  });
  return `insert into ${target.sql} (${names}) select * from unnest(${arrays.join(', ')})`;
}

/** Where in the workload a statement stands. */
export interface Place {
  readonly id: string;
  readonly operation?: Operation;
  readonly rate?: Quantity;
  readonly inTransaction?: boolean;
  readonly rule: string;
}

export function query(
  place: Place,
  kind: Query['kind'],
  tables: readonly string[],
  sql: string,
  from: Parameters,
): Query {
  return {
    id: place.id,
    sql,
    kind,
    tables: [...new Set(tables)],
    parameters: from.list,
    ...(place.operation !== undefined && { operation: place.operation.id }),
    ...(place.rate !== undefined && { rate: place.rate }),
    ...(place.inTransaction === true && { inTransaction: true }),
    origin: { kind: 'derived', rule: place.rule, from: [place.operation?.id ?? place.id] },
  };
}

export const baseId = ({ id }: Operation): string => kebabCase(id);

export const column = (name: string): string => quoteName(name);
