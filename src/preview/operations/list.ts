import { fieldColumn } from '../../artifacts/field-column.ts';
import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import type { Endpoint, Parameter } from '../../model/api.ts';
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
import { recorderOf } from './happenings.ts';

interface ListStatement {
  readonly sql: string;
  readonly parameters: readonly { readonly name?: string; readonly type: string }[];
}

/** A page of a list: by the delivered statement where one has these filters and this order, else by one of the same form. */
export function listHandler(running: Running, endpoint: Endpoint, operation: Operation): Handler {
  const table = tableOf(running, operation.entity);
  const filterable = filtersOf(table, endpoint);
  const owner = ownerColumn(running, table, operation);
  const standard = endpoint.parameters.find(({ use }) => use?.kind === 'sort')?.default;
  const orders = ordersOf(table, running, operation);
  const statement = statementsOf(running, operation, table);
  const recorder = recorderOf(running, operation);
  return async (exchange) => {
    const { caller, decision, query } = exchange;
    const isOwn = decision.condition === 'owner' && caller.kind === 'known';
    const given = givenFilters(exchange, filterable, isOwn ? owner : undefined);
    const sort = typeof query['sort'] === 'string' ? query['sort'] : standard;
    const order = orders(sort);
    const list = `${operation.id} ${sort ?? ''}`;
    const after =
      typeof query['cursor'] === 'string' ? readCursor(list, query['cursor'], order.length) : undefined;
    const limit = pageSize(query['limit']);
    const { sql, parameters } = statement(
      [...given.keys()],
      order,
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
    await recorder.read(exchange, {});
    const items = rows.slice(0, limit).map(readerFor(running, table, exchange));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const next = last && order.map(({ column }) => last[column.name] ?? null);
    return {
      status: 200,
      body: { items, next_cursor: next === undefined ? null : writeCursor(list, next) },
    };
  };
}

/** What a page is filtered by: path, query, and for own rows only whoever is calling. */
function givenFilters(
  { path, query, caller }: Exchange,
  filterable: readonly Filter[],
  owner: Column | undefined,
): ReadonlyMap<Column, Json> {
  const given = new Map<Column, Json>();
  for (const { name, place, column } of filterable) {
    const value = place === 'path' ? path[name] : query[name];
    if (value !== undefined) given.set(column, value);
  }
  if (owner !== undefined && caller.kind === 'known' && !given.has(owner)) given.set(owner, caller.id);
  return given;
}

type StatementFor = (
  filters: readonly Column[],
  order: readonly Order[],
  isNext: boolean,
  own: boolean,
) => ListStatement;

function statementsOf(running: Running, operation: Operation, table: Table): StatementFor {
  const known = new Map<string, ListStatement>(statementsBy(running.delivered.of(operation.id)));
  const condition = ownCondition(table);
  return (filters, order, isNext, own) => {
    const names = filters.map(({ name }) => name);
    const key = keyOf(names, textOf(order), isNext, own);
    const found =
      known.get(key) ??
      pageStatement({
        table,
        filters,
        order,
        isNext,
        ...(own && condition !== undefined && { own: condition }),
      });
    known.set(key, found);
    return found;
  };
}

/** Limits of the convention. */
function pageSize(value: Json | undefined): number {
  const wanted = value === undefined ? pageLimit.default : Number(value);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > pageLimit.maximum)
    throw new Refusal('malformed', `The limit is a whole number from 1 to ${pageLimit.maximum}.`, {
      errors: [{ pointer: '/limit', detail: `is not from 1 to ${pageLimit.maximum}` }],
    });
  return wanted;
}

const keyOf = (filters: readonly string[], order: string, isNext: boolean, own: boolean): string =>
  `${filters.toSorted().join()} ${order} ${isNext} ${own}`;

const textOf = (order: readonly Order[]): string =>
  order.map(({ column, descending }) => `${column.name}${descending ? ' desc' : ''}`).join(', ');

/** Delivered pages by what they filter and order by. */
function statementsBy(queries: readonly Query[]): readonly (readonly [string, ListStatement])[] {
  return queries
    .filter(({ kind }) => kind === 'select')
    .map((query) => {
      const names = query.parameters.map(({ name = '' }) => name);
      const isFilter = (name: string): boolean =>
        !name.startsWith('after.') && name !== 'limit' && name !== 'caller';
      const isNext = names.some((name) => name.startsWith('after.'));
      const key = keyOf(names.filter(isFilter), orderText(query.sql), isNext, names.includes('caller'));
      return [key, query] as const;
    });
}

const orderText = (sql: string): string =>
  (/order by (.*) limit \$\d+$/.exec(sql)?.[1] ?? '').replaceAll('"', '').replaceAll(' nulls last', '');

/** Reads `-placed_at,status`; the key decides between equals, in the direction of the last one. */
export function ordersOf(
  table: Table,
  running: Pick<Running, 'backend'>,
  operation: Operation,
): (sort: string | undefined) => readonly Order[] {
  const known = new Map<string, readonly Order[]>();
  const usual = operation.by
    .filter((key) => /^[+-]/.test(key))
    .map((key) => key.replace(/^\+/, ''))
    .join(',');
  return (sort = usual) => {
    const found = known.get(sort) ?? orderOf(table, running, operation, sort);
    known.set(sort, found);
    return found;
  };
}

function orderOf(
  table: Table,
  running: Pick<Running, 'backend'>,
  { entity }: Operation,
  sort: string,
): readonly Order[] {
  const named = sort.split(',').flatMap((key): readonly Order[] => {
    const column = columnOf(table, running, entity, key.replace(/^-/, ''));
    return column === undefined ? [] : [{ column, descending: key.startsWith('-') }];
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
  const name = known === undefined ? field : fieldColumn(known);
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

interface Filter {
  readonly name: string;
  readonly place: Parameter['in'];
  readonly column: Column;
}

const filtersOf = (table: Table, { parameters }: Endpoint): readonly Filter[] =>
  parameters.flatMap(({ name, in: place, use }) => {
    const column = use?.kind === 'filter' && table.columns.find((each) => each.name === use.column);
    return column === undefined || column === false ? [] : [{ name, place, column }];
  });
