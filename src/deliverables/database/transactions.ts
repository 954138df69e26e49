import { names, section, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query, Table } from '../../model/data.ts';
import type { Operation } from '../../model/domain.ts';
import { nameOf, tableNamed } from './tables.ts';

/** What can go wrong between two concurrent transactions, and which part of the schema or API refuses it. */
interface Guarded {
  readonly danger: string;
  readonly guard: string | undefined;
}

/** One transaction: an operation with the statements it issues. */
interface Transaction {
  readonly name: string;
  readonly operation?: Operation;
  readonly statements: readonly Query[];
}

/** Isolation and concurrency of every operation that writes. */
export function transactions({ backend }: Basis): readonly (Section | undefined)[] {
  const all = writing(backend);
  const rows = all.flatMap((transaction) => transactionRows(backend, transaction));
  const open = rows.filter(([, , , , guard]) => guard === none);
  return [
    section(
      {
        id: 'transactions',
        title: 'Isolation and concurrency',
        items: rows.length > 0 && open.length * 4 <= rows.length ? ['2.6'] : [],
        answers: requirementsAbout(backend, 'objective', ['consistency']),
      },
      table(['transaction', 'writes', 'isolation', 'danger', 'refused by'], rows),
      open.length === 0
        ? undefined
        : unknown(
            `${open.length} dangers have no guard in the model: run these transactions serializable with retries, or add a version column.`,
          ),
    ),
    lockOrder(backend, all),
  ];
}

const none = 'nothing in the model';

function writing({ data, operations }: Backend): readonly Transaction[] {
  const writes = data.queries.filter(
    ({ kind }) => kind === 'insert' || kind === 'update' || kind === 'delete',
  );
  const ids = [...new Set(writes.map(({ operation, id }) => operation ?? id))];
  return ids.map((name) => {
    const operation = operations.find(({ id }) => id === name);
    return {
      name,
      ...(operation === undefined ? {} : { operation }),
      statements: data.queries.filter((query) => (query.operation ?? query.id) === name),
    };
  });
}

function transactionRows(backend: Backend, transaction: Transaction): readonly (readonly Cell[])[] {
  const writes = transaction.statements.filter(({ kind }) => kind !== 'select');
  const written = [...new Set(writes.flatMap(({ tables }) => tables.slice(0, 1)))];
  const dangers = written.flatMap((name) => {
    const entry = tableNamed(backend.data, name);
    const kinds = writes.filter(({ tables }) => tables[0] === name).map(({ kind }) => kind);
    return entry === undefined ? [] : dangersOf(backend, transaction, entry, kinds);
  });
  return dangers.map(({ danger, guard }) => [
    transaction.name,
    names(written),
    guard === undefined ? 'serializable, retried' : 'read committed',
    danger,
    guard ?? none,
  ]);
}

function dangersOf(
  backend: Backend,
  { name, statements }: Transaction,
  entry: Table,
  kinds: readonly Query['kind'][],
): readonly Guarded[] {
  const dangers: Guarded[] = [];
  if (kinds.includes('insert')) dangers.push(duplicate(backend, name, entry));
  if (kinds.includes('update')) dangers.push(lostUpdate(backend, name, entry, statements));
  if (kinds.includes('delete'))
    dangers.push({
      danger: `${entry.name} is deleted while another transaction refers to it`,
      guard: referrers(backend, entry),
    });
  return dangers;
}

/** Two requests insert the same thing: a natural key or an idempotency key refuses the second. */
function duplicate({ api }: Backend, operation: string, entry: Table): Guarded {
  const natural = [
    ...entry.uniques.map(({ columns }) => columns),
    ...entry.indexes.filter(({ unique }) => unique).map(({ columns }) => columns),
  ].map((columns) => `unique (${columns.join(', ')})`);
  const keyed = api.endpoints.some((endpoint) => endpoint.operation === operation && endpoint.idempotencyKey);
  const guards = [...(keyed ? ['Idempotency-Key of the request'] : []), ...natural];
  const danger = `the same ${entry.name} row is inserted twice`;
  if (guards.length > 0) return { danger, guard: guards.join('; ') };
  return {
    danger,
    guard: entry.appendOnly === true ? 'rows are only added; a repeat is a second fact' : undefined,
  };
}

/** Two requests change the same row: the second must see the first. */
function lostUpdate(
  { api, entities }: Backend,
  operation: string,
  entry: Table,
  statements: readonly Query[],
): Guarded {
  const endpoint = api.endpoints.find((candidate) => candidate.operation === operation);
  const lifecycle = entities.find(({ name }) => name === entry.entity)?.lifecycle;
  const locks = statements.some(({ sql }) => /for (no key )?update/i.test(sql));
  const updates = statements.filter(({ kind, tables }) => kind === 'update' && tables[0] === nameOf(entry));
  const guardedState =
    lifecycle !== undefined &&
    updates.some(({ sql }) => new RegExp(String.raw`where[\s\S]*\b${lifecycle.field}\b`, 'i').test(sql));
  const relative = updates.some(({ sql }) => /set[\s\S]*?(\w+)\s*=\s*\1\s*[-+]/i.test(sql));
  const checks = entry.checks.map(({ name, sql }) => name ?? sql);
  const guards = [
    ...(endpoint?.conditional === true ? ['If-Match against the row version (ETag)'] : []),
    ...(guardedState ? [`the update names the state it starts from (${lifecycle.field})`] : []),
    ...(relative
      ? [
          `the value changes relative to itself in one statement${checks.length > 0 ? `; checked by ${checks[0]}` : ''}`,
        ]
      : []),
    ...(locks ? ['select … for update'] : []),
  ];
  return {
    danger: `a change of ${entry.name} is overwritten (lost update)`,
    guard: guards.length === 0 ? undefined : guards.join('; '),
  };
}

function referrers({ data }: Backend, entry: Table): string | undefined {
  const keys = data.tables.flatMap((other) =>
    other.foreignKeys
      .filter(({ references }) => references.table === nameOf(entry))
      .map(
        ({ name, columns, onDelete }) =>
          `${name ?? `${nameOf(other)}(${columns.join(', ')})`} on delete ${onDelete}`,
      ),
  );
  if (keys.length === 0) return 'no table refers to it';
  return keys.slice(0, 4).join('; ');
}

/** Transactions that write several tables take them in one order: parents before children, so no circle of waits. */
function lockOrder({ data }: Backend, all: readonly Transaction[]): Section | undefined {
  const order = creationOrder(data.tables).map(nameOf);
  const rows = all.flatMap(({ name, statements }): readonly (readonly Cell[])[] => {
    const written = [
      ...new Set(
        statements.filter(({ kind }) => kind !== 'select').flatMap(({ tables }) => tables.slice(0, 1)),
      ),
    ];
    if (written.length < 2) return [];
    return [[name, names(written.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))]];
  });
  return section(
    { id: 'lock-order', title: 'Order in which rows are locked' },
    table(['transaction', 'tables, in this order'], rows),
  );
}

/** Tables so that what a foreign key points at comes first; circles keep the order they have. */
export function creationOrder(tables: readonly Table[]): readonly Table[] {
  const byName = new Map(tables.map((entry) => [nameOf(entry), entry]));
  const ordered: Table[] = [];
  const seen = new Set<string>();
  const visit = (entry: Table): void => {
    if (seen.has(nameOf(entry))) return;
    seen.add(nameOf(entry));
    for (const { references } of entry.foreignKeys) {
      const parent = byName.get(references.table);
      if (parent !== undefined) visit(parent);
    }
    ordered.push(entry);
  };
  for (const entry of tables) visit(entry);
  return ordered;
}
