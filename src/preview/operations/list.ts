import type { Endpoint } from '../../model/api.ts';
import type { Column, Query, Table } from '../../model/data.ts';
import type { Operation } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import { actingFor } from '../access/decide.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Exchange, Handler } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { entityOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { pageStatement } from '../statements/lists.ts';
import type { Order } from '../statements/lists.ts';
import { ownCondition } from '../statements/select.ts';
import { sqlValue } from '../wire.ts';
import { readerFor } from './answers.ts';

interface ListStatement {
  readonly sql: string;
  readonly parameters: readonly { readonly name?: string; readonly type: string }[];
}

/** A page of a list: by the delivered statement where one has these filters, else by one of the same form. */
export function listHandler(running: Running, endpoint: Endpoint, operation: Operation): Handler {
  const table = tableOf(running, operation.entity);
  const order = orderOf(table, running, operation);
  const filterable = filterColumns(table, endpoint);
  const owner = ownerColumn(running, table, operation);
  const statement = statementsOf(running, operation, table, order);
  return async (exchange) => {
    const { caller, decision, query } = exchange;
    const isOwn = decision.condition === 'owner' && caller.kind === 'known';
    const given = givenFilters(exchange, filterable, isOwn ? owner : undefined);
    const after =
      typeof query['cursor'] === 'string'
        ? readCursor(operation.id, query['cursor'], order.length)
        : undefined;
    const limit = pageSize(query['limit']);
    const { sql, parameters } = statement(
      [...given.keys()],
      after !== undefined,
      isOwn && owner === undefined,
    );
    const values: Record<string, unknown> = { limit: limit + 1 };
    for (const [{ name }, value] of given) values[name] = value;
    if (caller.kind === 'known') values['caller'] = caller.id;
    for (const [at, { column }] of order.entries()) values[`after.${column.name}`] = after?.[at];
    const { rows } = await running.database.query(
      actingFor(running.roles, caller, operation, decision),
      sql,
      parameters.map(({ name = '', type }) => sqlValue(type, values[name])),
    );
    const items = rows.slice(0, limit).map(readerFor(running, table, exchange));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const next = last && order.map(({ column }) => last[column.name] ?? null);
    return {
      status: 200,
      body: { items, next_cursor: next === undefined ? null : writeCursor(operation.id, next) },
    };
  };
}

/** What a page is filtered by: path, query, and for own rows only whoever is calling. */
function givenFilters(
  { path, query, caller }: Exchange,
  filterable: readonly Column[],
  owner: Column | undefined,
): ReadonlyMap<Column, Json> {
  const given = new Map<Column, Json>();
  for (const column of filterable) {
    const value = path[column.name] ?? query[column.name];
    if (value !== undefined) given.set(column, value);
  }
  if (owner !== undefined && caller.kind === 'known' && !given.has(owner)) given.set(owner, caller.id);
  return given;
}

type StatementFor = (filters: readonly Column[], isNext: boolean, own: boolean) => ListStatement;

function statementsOf(
  running: Running,
  operation: Operation,
  table: Table,
  order: readonly Order[],
): StatementFor {
  const known = new Map<string, ListStatement>(statementsWith(running.delivered.of(operation.id), order));
  return (filters, isNext, own) => {
    const names = filters.map(({ name }) => name);
    const key = keyOf(names, isNext, own);
    const condition = own ? ownCondition(table) : undefined;
    const found =
      known.get(key) ??
      pageStatement({ table, filters, order, isNext, ...(condition !== undefined && { own: condition }) });
    known.set(key, found);
    return found;
  };
}

/** Limits of the convention: fifty unless asked for otherwise, a hundred at most. */
function pageSize(value: Json | undefined): number {
  const wanted = value === undefined ? 50 : Number(value);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 100)
    throw new Refusal('malformed', 'The limit is a whole number from 1 to 100.', {
      errors: [{ pointer: '/limit', detail: 'is not from 1 to 100' }],
    });
  return wanted;
}

const keyOf = (filters: readonly string[], isNext: boolean, own: boolean): string =>
  `${filters.toSorted().join()} ${isNext} ${own}`;

/** Delivered pages in the default order, by their filters. */
function statementsWith(
  queries: readonly Query[],
  order: readonly Order[],
): ReadonlyMap<string, ListStatement> {
  const wanted = order
    .map(({ column, descending }) => `${column.name}${descending ? ' desc' : ''}`)
    .join(', ');
  return new Map(
    queries
      .filter(({ kind, sql }) => kind === 'select' && orderText(sql) === wanted)
      .map((query) => {
        const names = query.parameters.map(({ name = '' }) => name);
        const filters = names.filter(
          (name) => !name.startsWith('after.') && name !== 'limit' && name !== 'caller',
        );
        return [
          keyOf(
            filters,
            names.some((name) => name.startsWith('after.')),
            names.includes('caller'),
          ),
          query,
        ] as const;
      }),
  );
}

const orderText = (sql: string): string =>
  (/order by (.*) limit \$\d+$/.exec(sql)?.[1] ?? '').replaceAll('"', '').replaceAll(' nulls last', '');

/** The order an operation says itself, the key last so that it is total. */
export function orderOf(
  table: Table,
  running: Pick<Running, 'backend'>,
  operation: Operation,
): readonly Order[] {
  const named = operation.by.flatMap((text): readonly Order[] => {
    const sign = /^[+-]/.exec(text)?.[0];
    const column = columnOf(table, running, operation.entity, text.replace(/^[+-]/, ''));
    return sign === undefined || column === undefined ? [] : [{ column, descending: sign === '-' }];
  });
  const id = table.columns.find(({ name }) => name === 'id');
  if (id === undefined || named.some(({ column }) => column === id)) return named;
  return [...named, { column: id, descending: named.at(-1)?.descending ?? true }];
}

/** The column that holds a field: `customer` is `customer_id` where it refers to somebody. */
export function columnOf(
  table: Table,
  running: Pick<Running, 'backend'>,
  entity: string,
  field: string,
): Column | undefined {
  const known = entityOf(running, entity).fields.find(({ name }) => name === field);
  const name = known?.type.kind === 'ref' && !field.endsWith('_id') ? `${field}_id` : field;
  return (
    table.columns.find((column) => column.name === name) ??
    table.columns.find((column) => column.name === field)
  );
}

function ownerColumn(running: Running, table: Table, operation: Operation): Column | undefined {
  const { owner, fields } = entityOf(running, operation.entity);
  if (owner === undefined) return undefined;
  const type = fields.find(({ name }) => name === owner)?.type;
  // Owned through another entity: the way there is a condition, not a column.
  const further =
    type?.kind === 'ref'
      ? running.backend.entities.find(({ name }) => name === type.entity)?.owner
      : undefined;
  if (owner !== 'id' && further !== undefined && further !== 'id') return undefined;
  return columnOf(table, running, operation.entity, owner);
}

function filterColumns(table: Table, { parameters }: Endpoint): readonly Column[] {
  const names = new Set(
    parameters.filter((each) => each.in === 'query' || each.in === 'path').map(({ name }) => name),
  );
  return table.columns.filter(({ name }) => names.has(name) && name !== 'id');
}
