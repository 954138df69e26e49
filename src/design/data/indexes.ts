import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import type { Index, Key, Query } from '../../model/data.ts';
import type { Operation } from '../../model/domain.ts';
import type { Permission } from '../../model/trust.ts';
import { isBatch } from '../api/conventions.ts';
import { plainColumn } from './keys.ts';
import { columnNamed, named, tableNameOf } from './layout.ts';
import { keysOf, listUses, orderText, searchDocument } from './queries/reads.ts';
import type { Target } from './queries/statement.ts';
import { usesOf } from './queries/uses.ts';
import { moveOf } from './queries/moves.ts';
import { dueColumn } from './queries/writes.ts';

/**
 * Indexes that the workload asks for: filters first, then the order, so that a page is read from one place of the
 * index. One that is the beginning of another, or of a unique key, is left out and its statements served by that.
 */
export function workloadIndexes(
  target: Target,
  uniques: readonly Key[],
  permissions: readonly Permission[],
  queries: readonly Query[],
): readonly Index[] {
  const { domain } = target.layout.basis;
  const own = domain.operations.filter(({ entity }) => entity === target.entity.name);
  const wanted = own.flatMap((operation) => wantedBy(target, operation, permissions, queries));
  const kept = wanted.filter(
    (index, at) =>
      !isKey(index, uniques, target) &&
      !wanted.some(
        (other, place) =>
          place !== at &&
          startsWith(other, index) &&
          (other.columns.length > index.columns.length || place < at),
      ),
  );
  return kept.map((index) => ({
    ...index,
    serves: [...new Set(wanted.filter((other) => startsWith(index, other)).flatMap(({ serves }) => serves))],
  }));
}

const startsWith = (index: Index, other: Index): boolean =>
  index.method === other.method &&
  index.where === other.where &&
  other.columns.every((column, at) => index.columns[at] === column);

/** The primary key, or a unique key over columns that are never empty, already finds and orders these rows. */
function isKey(index: Index, uniques: readonly Key[], { columns }: Target): boolean {
  if (index.method !== 'btree' || index.where !== undefined) return false;
  const names = index.columns.map(plainColumn);
  if (names[0] === 'id') return true;
  return uniques.some(
    (key) =>
      key.columns.every((column, at) => names[at] === column) &&
      key.columns.every((column) => columns.find(({ name }) => name === column)?.nullable === false),
  );
}

function wantedBy(
  target: Target,
  operation: Operation,
  permissions: readonly Permission[],
  queries: readonly Query[],
): readonly Index[] {
  const issued = queries.filter((query) => query.operation === operation.id && query.kind === 'select');
  switch (operation.verb) {
    case 'list':
      return listIndexes(target, operation, permissions, issued);
    case 'search':
      return searchIndex(target, operation, permissions, issued);
    case 'process':
      return isBatch(target.layout.basis.domain, operation) ? batchIndex(target, operation, issued) : [];
    case 'read':
    case 'create':
    case 'update':
    case 'delete':
    case 'import':
    case 'export':
      return [];
  }
}

function index(
  target: Target,
  columns: readonly string[],
  serves: readonly Query[],
  rule: string,
  more: Partial<Index> = {},
): Index {
  return {
    name: named(tableNameOf(target.layout, target.entity.name), columns.map(plainColumn), 'idx'),
    columns,
    include: [],
    unique: false,
    method: 'btree',
    serves: serves.map(({ id }) => id),
    origin: { kind: 'derived', rule, from: serves.map(({ id }) => id) },
    ...more,
  };
}

function listIndexes(
  target: Target,
  operation: Operation,
  permissions: readonly Permission[],
  issued: readonly Query[],
): readonly Index[] {
  return listUses(target, usesOf(target.layout, permissions, operation)).map((use, at) => {
    const { filters, order } = keysOf(target, use.by);
    const { owner } = target.entity;
    const column = owner === undefined ? undefined : columnNamed(target.entity, owner);
    const equal = filters.map(({ name }) => name);
    const leading = use.own && column !== undefined && column !== 'id' && !equal.includes(column);
    const columns = [...(leading ? [column] : []), ...equal, ...order.map(orderText)];
    const mine = issued.slice(at * 2, at * 2 + 2);
    return index(target, columns, mine, 'filters first, then the order of the list');
  });
}

/** Who searches among own rows only, and is the row, has one row: its key finds it. */
function searchIndex(
  target: Target,
  operation: Operation,
  permissions: readonly Permission[],
  issued: readonly Query[],
): readonly Index[] {
  const document = searchDocument(target, operation);
  if (document === undefined) return [];
  const uses = usesOf(target.layout, permissions, operation);
  if (target.entity.owner === 'id' && uses.every(({ own }) => own)) return [];
  const name = named(tableNameOf(target.layout, target.entity.name), ['search'], 'idx');
  return [index(target, [document], issued, 'words are found in an inverted index', { name, method: 'gin' })];
}

/** Only rows that wait are in it: it stays small however many were done. */
function batchIndex(target: Target, operation: Operation, issued: readonly Query[]): readonly Index[] {
  const move = moveOf(target, operation);
  const [from] = move?.from ?? [];
  if (move === undefined || from === undefined) return [];
  const column = dueColumn(target) ?? 'id';
  const name = named(
    tableNameOf(target.layout, target.entity.name),
    [from.replaceAll('-', '_'), column],
    'idx',
  );
  const where = `${quoteName(move.field)} = ${quoteText(from)}`;
  return [index(target, [column], issued, 'only rows that wait', { name, where })];
}
