import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import type { Column, Table } from '../../model/data.ts';
import type { Operation } from '../../model/domain.ts';
import type { Row } from '../../provers/postgres/session.ts';
import { actingFor } from '../access/decide.ts';
import type { Decision } from '../access/decide.ts';
import type { Caller } from '../access/caller.ts';
import type { SqlValue } from '../database/database.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { refused } from '../http/routes.ts';
import type { Route } from '../http/routes.ts';
import { Refusal } from '../http/problems.ts';
import { shownFields } from '../operations/answers.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { pagesOf, parentKey, rowsByIds } from '../statements/batches.ts';
import type { Composed, Order } from '../statements/lists.ts';
import { ownCondition } from '../statements/select.ts';
import { readerOf, sqlValue } from '../wire.ts';
import { batchOf } from './batch.ts';
import type { Batch } from './batch.ts';
import type { Node } from './context.ts';
import { placesOf } from './places.ts';

type Allowed = Extract<Decision, { kind: 'allowed' }>;

export interface NodePage {
  readonly nodes: readonly Node[];
  readonly cursors: readonly string[];
  readonly hasNext: boolean;
}

/** Objects that an answer leads to, each kind in one statement however many there are, as far as the caller may see them. */
export interface Loaders {
  /** Null where it is not there, or not the caller's. @throws Refusal where no rule lets the role see such objects */
  readonly byId: (entity: string, id: string) => Promise<Node | null>;
  /** Objects that refer to a parent by one of their columns. @throws Refusal */
  readonly pageBy: (
    entity: string,
    by: Column,
    parent: string,
    page: { readonly first: number; readonly after?: string },
  ) => Promise<NodePage>;
}

/** How somebody may look at an entity: by which operation, and as what. */
export interface Access {
  readonly route: Route;
  readonly decision: Allowed;
}

export function loadersFor(
  running: Running,
  caller: Caller,
  accessTo: (entity: string, verbs: readonly Operation['verb'][]) => Access | undefined,
): Loaders {
  const byEntity = new Map<string, Batch<string, Node | null>>();
  const byPage = new Map<string, Batch<string, NodePage>>();
  const access = (entity: string, verbs: readonly Operation['verb'][]): Access => {
    const found = accessTo(entity, verbs);
    if (found === undefined) throw refused(caller);
    return found;
  };
  return {
    byId: async (entity, id) => {
      const found =
        byEntity.get(entity) ??
        batchOf(rowsFor(running, caller, entity, access(entity, ['read', 'list'])), null);
      byEntity.set(entity, found);
      return found.load(id);
    },
    pageBy: async (entity, by, parent, { first, after }) => {
      const key = JSON.stringify([entity, by.name, first, after]);
      const asked = { by, first, ...(after !== undefined && { after }) };
      const found =
        byPage.get(key) ??
        batchOf(pagesFor(running, caller, entity, access(entity, ['list', 'read']), asked), emptyPage);
      byPage.set(key, found);
      return found.load(parent);
    },
  };
}

const emptyPage: NodePage = { nodes: [], cursors: [], hasNext: false };

/** The condition for own rows where the rule asks for it; a table that no policy tells owners of shows none. */
function ownOf(table: Table, decision: Allowed): string | undefined {
  return decision.condition === 'owner' ? (ownCondition(table) ?? 'false') : undefined;
}

type Ask = (statement: Composed, values: Readonly<Record<string, unknown>>) => Promise<readonly Row[]>;

function asking(running: Running, caller: Caller, { route, decision }: Access): Ask {
  const acting = actingFor(running.roles, caller, route.operation, decision);
  return async ({ sql, parameters }, values) => {
    const known: Readonly<Record<string, unknown>> = {
      caller: caller.kind === 'known' ? caller.id : null,
      ...values,
    };
    const bound = parameters.map(({ name, type }): SqlValue => sqlValue(type, known[name]));
    return (await running.database.query(acting, sql, bound)).rows;
  };
}

function nodesOf(running: Running, entity: string, decision: Allowed): (row: Row) => Node {
  const read = readerOf(tableOf(running, entity), shownFields(running, entity, { decision, query: {} }));
  return (row) => ({
    schema: entity,
    values: read(row),
    mask: decision.mask,
    ...(typeof row['version'] === 'string' && { version: row['version'] }),
  });
}

function rowsFor(
  running: Running,
  caller: Caller,
  entity: string,
  access: Access,
): (ids: readonly string[]) => Promise<ReadonlyMap<string, Node | null>> {
  const ask = asking(running, caller, access);
  const table = tableOf(running, entity);
  const statement = rowsByIds(table, ownOf(table, access.decision));
  const node = nodesOf(running, entity, access.decision);
  return async (ids) => {
    const rows = await ask(statement, { ids });
    return new Map(rows.map((row) => [row['id'] ?? '', node(row)]));
  };
}

interface Asked {
  readonly by: Column;
  readonly first: number;
  readonly after?: string;
}

function pagesFor(
  running: Running,
  caller: Caller,
  entity: string,
  access: Access,
  { by, first, after }: Asked,
): (parents: readonly string[]) => Promise<ReadonlyMap<string, NodePage>> {
  const ask = asking(running, caller, access);
  const table = tableOf(running, entity);
  const { list, order } = placesOf(running, access.route)(undefined);
  const own = ownOf(table, access.decision);
  const statement = pagesOf({
    table,
    by,
    order,
    isNext: after !== undefined,
    ...(own !== undefined && { own }),
  });
  const place = after === undefined ? undefined : readCursor(list, after, order.length);
  const marks = Object.fromEntries(order.map(({ column }, at) => [`after.${column.name}`, place?.[at]]));
  const node = nodesOf(running, entity, access.decision);
  return async (ids) => {
    const rows = await ask(statement, { ids, limit: first + 1, ...marks });
    const grouped = new Map<string, Row[]>();
    for (const row of rows) {
      const parent = row[parentKey] ?? '';
      const known = grouped.get(parent);
      if (known === undefined) grouped.set(parent, [row]);
      else known.push(row);
    }
    return new Map([...grouped].map(([parent, found]) => [parent, pageOf(found, first, list, order, node)]));
  };
}

function pageOf(
  rows: readonly Row[],
  first: number,
  list: string,
  order: readonly Order[],
  node: (row: Row) => Node,
): NodePage {
  const shown = rows.slice(0, first);
  return {
    nodes: shown.map(node),
    cursors: shown.map((row) =>
      writeCursor(
        list,
        order.map(({ column }) => row[column.name] ?? null),
      ),
    ),
    hasNext: rows.length > first,
  };
}

/** @throws Refusal unless a page has from 1 to the most entries */
export function pageSize(first: unknown, most: number): number {
  const size = first ?? pageLimit.default;
  if (typeof size !== 'number' || size < 1 || size > most)
    throw new Refusal('malformed', `A page has from 1 to ${most} entries.`);
  return size;
}
