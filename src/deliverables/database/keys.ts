import { codeCell, count, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Column, Table } from '../../model/data.ts';
import type { Quantity } from '../../model/origin.ts';
import { byName, columnOf, nameOf } from './tables.ts';

/** How rows are identified, which natural keys are enforced, and which types hold money and time. */
export function keys({ backend }: Basis): readonly (Section | undefined)[] {
  const { tables } = backend.data;
  if (tables.every(({ primaryKey }) => primaryKey === undefined)) return [];
  return [
    section({ id: 'key-strategy', title: 'Key strategy', items: ['2.5'] }, strategies(tables)),
    section(
      { id: 'natural-keys', title: 'Natural keys' },
      table(
        ['table', 'unique', 'name'],
        byName(tables).flatMap((entry) =>
          [
            ...entry.uniques,
            ...entry.indexes.filter(({ unique }) => unique).map(({ name, columns }) => ({ name, columns })),
          ].map(({ columns, name }): readonly Cell[] => [
            nameOf(entry),
            codeCell(columns.join(', ')),
            name === undefined ? 'none' : codeCell(name),
          ]),
        ),
      ),
    ),
    section(
      { id: 'value-types', title: 'Money and time' },
      table(
        ['kind', 'type', 'columns', 'first columns', 'consequence'],
        [...timeTypes(tables), ...moneyTypes(backend)],
      ),
    ),
  ];
}

/** One row per way of making keys, with the tables that use it. */
function strategies(tables: readonly Table[]) {
  const groups = new Map<string, { because: string; tables: string[] }>();
  for (const entry of tables) {
    const strategy = strategyOf(entry);
    const group = groups.get(strategy.name) ?? { because: strategy.because, tables: [] };
    group.tables.push(nameOf(entry));
    groups.set(strategy.name, group);
  }
  return table(
    ['key', 'tables', 'which', 'consequence'],
    [...groups.entries()].map(([name, group]) => [
      name,
      count(group.tables.length, `tables with this key`),
      group.tables.length > 8
        ? `${names(group.tables.slice(0, 8))} and ${group.tables.length - 8} more`
        : names(group.tables),
      group.because,
    ]),
  );
}

function strategyOf(entry: Table): { readonly name: string; readonly because: string } {
  const columns = entry.primaryKey?.columns ?? [];
  const [first] = columns;
  if (first === undefined)
    return { name: 'none', because: 'rows cannot be told apart; replication and updates suffer' };
  const foreign = new Set(entry.foreignKeys.flatMap((key) => key.columns));
  if (columns.length > 1)
    return columns.every((name) => foreign.has(name))
      ? {
          name: 'composite of foreign keys',
          because: 'the pair is the identity; no second key to keep unique',
        }
      : {
          name: `composite: ${columns.length} columns`,
          because: 'found by its parts; references carry all of them',
        };
  const column = columnOf(entry, first);
  return single(column);
}

function single(column: Column | undefined): { readonly name: string; readonly because: string } {
  const type = column?.type ?? 'unknown';
  const made = `${column?.default ?? ''} ${column?.generated ?? ''}`;
  if (type === 'uuid' && /uuidv7|uuid_v7|uuid_generate_v7/i.test(made))
    return {
      name: 'uuid, version 7',
      because:
        'made anywhere without asking the database; ordered by time, so inserts touch the last index page',
    };
  if (type === 'uuid')
    return {
      name: `uuid${column?.default === undefined ? ' given by the caller' : `, ${column.default}`}`,
      because: 'made anywhere; random order, so inserts touch index pages all over',
    };
  if (/^(bigint|bigserial)/.test(type))
    return { name: 'bigint', because: 'smallest key that does not run out; counts are visible to callers' };
  if (/^(integer|int4|serial|smallint)/.test(type))
    return { name: type, because: 'runs out at 2,147,483,647 rows (smallint: 32,767)' };
  return { name: type, because: 'a natural key: it can change, and references change with it' };
}

type Row = readonly Cell[];

function grouped(
  columns: readonly { readonly name: string; readonly type: string }[],
  kind: string,
  consequence: (type: string) => string,
): readonly Row[] {
  const types = [...new Set(columns.map(({ type }) => type))];
  return types.map((type) => {
    const of = columns.filter((column) => column.type === type).map(({ name }) => name);
    const number: Quantity = count(of.length, `${kind} columns of type ${type}`);
    return [kind, codeCell(type), number, names(of.slice(0, 4)), consequence(type)];
  });
}

function timeTypes(tables: readonly Table[]): readonly Row[] {
  const columns = tables.flatMap((entry) =>
    entry.columns
      .filter(({ type }) => /^(timestamp|date|time)/.test(type))
      .map(({ name, type }) => ({ name: `${nameOf(entry)}.${name}`, type })),
  );
  return grouped(columns, 'time', (type) => {
    if (/with time zone|timestamptz/.test(type)) return 'one instant, whatever the zone of the reader';
    if (type === 'date') return 'a day without zone';
    return 'means another instant on a server with another zone';
  });
}

function moneyTypes({ entities, data }: Basis['backend']): readonly Row[] {
  const columns = entities.flatMap(({ name, fields }) => {
    const entry = data.tables.find(({ entity }) => entity === name);
    if (entry === undefined) return [];
    return fields
      .filter(({ type }) => type.kind === 'money')
      .flatMap((field) => {
        const column = columnOf(entry, field.name);
        return column === undefined ? [] : [{ name: `${nameOf(entry)}.${column.name}`, type: column.type }];
      });
  });
  return grouped(columns, 'money', (type) =>
    /^(bigint|integer|numeric)/.test(type)
      ? 'exact; sums do not drift'
      : 'not exact: sums drift with the number of rows',
  );
}
