import type { Column, Table } from '../../model/data.ts';
import type { Entity, Field } from '../../model/domain.ts';
import { tableId } from '../steps/inventory.ts';
import { isKeyword } from '../../artifacts/sql-names.ts';
import { defaultOf, isEmptyText, isZeroDate } from './defaults.ts';
import { fieldName } from './names.ts';
import type { People } from './people.ts';
import { classOf } from './personal.ts';
import type { Reference } from './references.ts';
import { heldAs } from './checks.ts';
import { heldBy } from './types.ts';

/** Where a table lands: its entity, and the field of each of its columns. */
export interface Landing {
  readonly table: string;
  readonly entity: Entity;
  /** The field of the entity, or one that every entity has (`id`, `created_at`), by the name of the column. */
  readonly fields: ReadonlyMap<string, string>;
  readonly references: readonly Reference[];
  /** Columns that go to another entity than the rest of the row. */
  readonly elsewhere?: ReadonlyMap<string, { readonly entity: string; readonly field: string }>;
}

/** What a landing is made from. */
export interface Ground {
  readonly context: string;
  readonly people: People;
  readonly entityOf: (table: string) => string | undefined;
}

const created = /^(created_?at|creation_?date|created_?on|date_created|created|date_added|insert(ed)?_at)$/;
const updated =
  /^(updated_?at|modified_?at|last_modified|modified|changed|updated|date_modified|date_updated)$/;
const stamp = /^(timestamp|datetime)/i;

export function landingOf(
  table: Table,
  name: string,
  references: readonly Reference[],
  ground: Ground,
): Landing {
  const known = references.filter((each) => ground.entityOf(each.table) !== undefined);
  const names = namesOf(table, known);
  const drafts = table.columns.flatMap((column): readonly Field[] => {
    const field = names.get(column.name);
    if (field === undefined || implied.has(field)) return [];
    return [fieldOf(table, column, field, known, ground)];
  });
  const id = tableId(table);
  const keyed = keysOf(table, names);
  const single = new Set(keyed.flatMap((key) => (key.length === 1 ? key : [])));
  const composite = keyed.filter(
    (key) => key.length > 1 && !key.some((name) => single.has(name) || name === 'legacy_id'),
  );
  const inKey = new Set(composite.flat());
  return {
    table: id,
    entity: {
      name,
      context: ground.context,
      about: `From the table ${id} of the legacy system`,
      fields: drafts.map((field) => ({
        ...field,
        unique: field.unique || single.has(field.name),
        optional: field.optional && !inKey.has(field.name),
      })),
      unique: composite,
      ...(table.rows !== undefined && { rows: table.rows }),
      ...(table.growthPerYear !== undefined && { growthPerYear: table.growthPerYear }),
      ...(id === ground.people.person && { owner: 'id' }),
      checks: [],
      origin: table.origin,
    },
    fields: names,
    references: known,
  };
}

const implied: ReadonlySet<string> = new Set(['id', 'created_at', 'updated_at']);

/** The name of the field of each column; every name once. */
function namesOf(table: Table, references: readonly Reference[]): ReadonlyMap<string, string> {
  const used = new Set<string>(implied);
  // Neither two fields nor their columns may be called the same; a reference is kept in a column that ends in `_id`.
  const take = (wish: string, isReference = false): string => {
    const columnOf = (name: string): string => (isReference && !name.endsWith('_id') ? `${name}_id` : name);
    let name = wish;
    for (let next = 2; used.has(name) || used.has(columnOf(name)); next += 1) name = `${wish}_${next}`;
    used.add(name);
    used.add(columnOf(name));
    return name;
  };
  const key = table.primaryKey?.columns.length === 1 ? table.primaryKey.columns[0] : undefined;
  const columns = table.columns.filter(
    (column, at) => table.columns.findIndex(({ name }) => name === column.name) === at,
  );
  const made = columns.find((column) => isStamp(column, created));
  const changed = columns.find((column) => isStamp(column, updated));
  const plain = new Set(columns.map(({ name }) => fieldName(name)));
  return new Map(
    columns.map((column) => {
      const name = fieldName(column.name);
      if (column === made) return [column.name, 'created_at'];
      if (column === changed) return [column.name, 'updated_at'];
      const isReference = references.some((each) => each.column === column.name);
      if (column.name === key && !isReference) {
        if (heldBy(column, 'uuid').type.kind === 'uuid') return [column.name, 'id'];
        if (/int|serial|numeric|decimal/i.test(column.type)) return [column.name, take('legacy_id')];
      }
      const bare = name.replace(/^(?:id|fk)_|_(?:id|fk)$/g, '');
      if (isReference) return [column.name, take(bare !== '' && !plain.has(bare) ? bare : name, true)];
      // What PostgreSQL keeps for itself would need quotes in every statement.
      const free = isKeyword(name) ? `${fieldName(table.name)}_${name}` : name;
      return [column.name, take(name === 'id' ? 'legacy_id' : free)];
    }),
  );
}

const isStamp = (column: Column, words: RegExp): boolean =>
  stamp.test(column.type) &&
  words.test(fieldName(column.name)) &&
  !isZeroDate(column) &&
  (!column.nullable || /^(created_at|updated_at)$/.test(fieldName(column.name)));

function fieldOf(
  table: Table,
  column: Column,
  name: string,
  references: readonly Reference[],
  { people, entityOf }: Ground,
): Field {
  const reference = references.find((each) => each.column === column.name);
  const target = reference === undefined ? undefined : entityOf(reference.table);
  const base = { name, unique: false, origin: column.origin };
  if (reference !== undefined && target !== undefined)
    return {
      ...base,
      type: {
        kind: 'ref',
        entity: target,
        ...(reference.onDelete !== undefined && { onDelete: reference.onDelete }),
      },
      // Rows may name what is gone where no key of the database holds the reference.
      optional: column.nullable || !reference.held || reference.onDelete === 'set null',
    };
  if (name === 'legacy_id')
    return {
      ...base,
      type: { kind: 'bigint' },
      optional: true,
      unique: true,
      immutable: true,
      serverSet: true,
      about: 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it',
    };
  const held = heldAs(column, name, table.checks);
  const id = tableId(table);
  const dataClass = column.dataClass ?? classOf(name, id === people.person || id === people.staff);
  const standard = defaultOf(column, held);
  const isText = ['string', 'text', 'email', 'url', 'enum'].includes(held.type.kind);
  return {
    ...base,
    ...held,
    optional:
      column.nullable || isZeroDate(column) || (isText && isEmptyText(column)) || dataClass === 'secret',
    ...(standard !== undefined && { default: standard }),
    ...(dataClass !== undefined && { dataClass }),
    ...(dataClass === 'secret' && { serverSet: true }),
    ...(column.comment !== undefined && column.comment !== '' && { about: column.comment.slice(0, 200) }),
  };
}

/** Unique keys of the table as fields; a key with a column that is none of its own is left out. */
function keysOf(table: Table, names: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const keys = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.columns]),
    ...table.uniques.map(({ columns }) => columns),
    ...table.indexes
      .filter(({ unique, where }) => unique && where === undefined)
      .map(({ columns }) => columns),
  ];
  const fields = keys.flatMap((columns) => {
    const found = columns.map((column) => names.get(column));
    return found.every((name) => name !== undefined) && !found.some((name) => implied.has(name))
      ? [found]
      : [];
  });
  return fields.filter(
    (key, at) => fields.findIndex((other) => other.toSorted().join() === key.toSorted().join()) === at,
  );
}
