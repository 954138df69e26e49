import type { Bounds, Endpoint, Parameter } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Column, Query, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { atDistinct, someOf, tableSubject } from './pattern.ts';
import { isNamedByCheck } from './references.ts';
import { snakeCase } from './words.ts';

export const uncheckedBound: Rule = {
  id: 'unchecked-bound',
  summary: 'A validator in code bounds a value that its column accepts without bounds.',
  severity: 'advice',
  standards: ['CWE-1284'],
  remedy: {
    title: 'Let the database know the bounds the code knows',
    impact: 2,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'drop the constraint',
  },
  check: (backend) => {
    if (dialectOf(backend.data) === 'mongodb') return [];
    const found = backend.api.endpoints.flatMap((endpoint) => boundsOf(backend, endpoint));
    const tables = [...new Set(found.map(({ table }) => table))];
    return tables.flatMap((table) => {
      const own = agreed(found.filter((one) => one.table === table));
      return own.length === 0 ? [] : [fault(table, own, dialectOf(backend.data))];
    });
  },
};

interface Missing {
  readonly table: Table;
  readonly column: Column;
  readonly field: Parameter;
  readonly endpoint: string;
  /** SQL that holds when the bound does. */
  readonly sql: string;
}

/** Only an endpoint whose statements write one table says whose columns the fields of its body are. */
function boundsOf({ data }: Backend, endpoint: Endpoint): readonly Missing[] {
  const bounded = endpoint.parameters.filter((one) => one.in === 'body' && one.bounds !== undefined);
  if (bounded.length === 0) return [];
  const writes = data.queries.filter(
    ({ kind, reachedBy = [] }) => (kind === 'insert' || kind === 'update') && reachedBy.includes(endpoint.id),
  );
  const names = [...new Set(writes.flatMap(({ tables }) => tables))];
  const table = data.tables.find((one) => names[0] === one.name || names[0] === tableSubject(one));
  if (names.length !== 1 || table === undefined) return [];
  return bounded.flatMap((field) => {
    const column = table.columns.find(
      ({ name, generated }) => generated === undefined && snakeCase(name) === snakeCase(field.name),
    );
    if (column === undefined || !writes.some((query) => names_(query, column.name))) return [];
    const sql = conditionOf(table, column, field.bounds ?? {}, dialectOf(data));
    return sql === undefined ? [] : [{ table, column, field, endpoint: endpoint.id, sql }];
  });
}

/** A statement that lists its columns names this one; a paraphrase of a mapper's call lists none. */
const names_ = ({ sql, orm }: Query, column: string): boolean =>
  orm !== undefined || sql.toLowerCase().includes(column.toLowerCase());

const isNumber = (type: string): boolean =>
  /^(smallint|integer|int\d?|bigint|numeric|decimal|real|double|float)/i.test(type);
const isText = (type: string): boolean => /^(text|character varying|varchar|citext|nvarchar)/i.test(type);

/** The check that is missing; undefined where the types differ or the table limits the column already. */
function conditionOf(table: Table, column: Column, bounds: Bounds, dialect: Dialect): string | undefined {
  if (isNamedByCheck(table, column.name)) return undefined;
  const name = identifier(dialect, column.name);
  const { minimum, maximum, minLength, maxLength, values } = bounds;
  if (isNumber(column.type)) return range(name, minimum, maximum);
  if (!isText(column.type) || table.foreignKeys.some(({ columns }) => columns.includes(column.name)))
    return undefined;
  if (values !== undefined)
    return `${name} in (${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})`;
  const declared = Number(/\((\d+)\)/.exec(column.type)?.[1] ?? Infinity);
  const longest = maxLength !== undefined && maxLength < declared ? maxLength : undefined;
  return range(`char_length(${name})`, minLength === 0 ? undefined : minLength, longest);
}

function range(value: string, low: number | undefined, high: number | undefined): string | undefined {
  if (low !== undefined && high !== undefined)
    return low === high ? `${value} = ${low}` : `${value} between ${low} and ${high}`;
  if (low !== undefined) return `${value} >= ${low}`;
  return high === undefined ? undefined : `${value} <= ${high}`;
}

/** Endpoints that bound one column differently leave open what holds for all rows. */
function agreed(found: readonly Missing[]): readonly Missing[] {
  const byColumn = new Map<string, Missing | undefined>();
  for (const one of found) {
    const before = byColumn.get(one.column.name);
    const isNew = !byColumn.has(one.column.name);
    byColumn.set(one.column.name, isNew || before?.sql === one.sql ? one : undefined);
  }
  return [...byColumn.values()].flatMap((one) => one ?? []);
}

function fault(table: Table, found: readonly Missing[], dialect: Dialect): Fault {
  const target = tableName(dialect, table);
  const constraint = ({ column, sql }: Missing): string =>
    `add constraint ${identifier(dialect, `${table.name}_${snakeCase(column.name)}_check`)} check (${sql})${dialect === 'postgresql' ? ' not valid' : ''}`;
  const endpoints = [...new Set(found.map(({ endpoint }) => endpoint))];
  return {
    subject: tableSubject(table),
    confidence: 'likely',
    what: `${someOf(endpoints, 2)} ${endpoints.length === 1 ? 'validates' : 'validate'} ${someOf(found.map(({ sql }) => sql))}, and ${table.name} accepts any value.`,
    why: 'A job, an import, another endpoint or a statement by hand writes past the validator, and readers that rely on the bound then meet a value that cannot be.',
    next:
      dialect === 'sqlite'
        ? `Build ${table.name} anew with ${found.map(({ sql }) => `check (${sql})`).join(', ')} and copy the rows over.`
        : `alter table ${target} ${found.map(constraint).join(', ')};${dialect === 'postgresql' ? ' then validate each constraint.' : ''}`,
    evidence: seenAt(atDistinct(found.flatMap(({ column, field }) => [column, field]))),
  };
}
