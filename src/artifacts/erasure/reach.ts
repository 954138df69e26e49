import type { Backend } from '../../model/backend.ts';
import type { Column, Table } from '../../model/data.ts';
import type { DataClass } from '../../model/domain.ts';
import { findTable, tableKey } from '../sql-names.ts';
import { snakeCase } from '../words.ts';

/** One step from a row towards the person it is about: this column holds that column of the table. */
export interface Hop {
  readonly column: string;
  readonly table: Table;
  readonly key: string;
}

/** A table with rows about people, and the way from such a row to the person; no hop = the people themselves. */
export interface Reached {
  readonly table: Table;
  readonly path: readonly Hop[];
}

const classes: ReadonlySet<DataClass> = new Set(['pii', 'health', 'secret', 'cardholder']);

/** Columns of a class that says somebody about a person, or lets somebody act as them. */
export const personalColumns = ({ columns }: Table): readonly Column[] =>
  columns.filter(
    ({ dataClass, generated }) =>
      dataClass !== undefined && classes.has(dataClass) && generated === undefined,
  );

/** Tables whose rows are people: those of entities that are their own owner. */
export function peopleTables({ entities, data }: Backend): readonly Table[] {
  const people = new Set(entities.filter(({ owner }) => owner === 'id').map(({ name }) => name));
  return data.tables.filter(
    ({ entity, primaryKey }) =>
      entity !== undefined && people.has(entity) && primaryKey?.columns.length === 1,
  );
}

/** All tables whose rows belong to one of the people, the people first. Rows that only name somebody are not among them. */
export function reachedFrom(backend: Backend, people: Table): readonly Reached[] {
  const reached = new Map<string, Reached>([[tableKey(people), { table: people, path: [] }]]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const table of backend.data.tables) {
      if (reached.has(tableKey(table))) continue;
      const hop = belongsBy(backend, table, people).find(({ table: target }) =>
        reached.has(tableKey(target)),
      );
      const path = hop === undefined ? undefined : reached.get(tableKey(hop.table))?.path;
      if (hop !== undefined && path !== undefined)
        reached.set(tableKey(table), { table, path: [hop, ...path] });
    }
  }
  return [...reached.values()];
}

/**
 * References by which a row can belong to somebody, the likeliest first: the owner where the entity names one, else the
 * reference to people that has their name, the one that has to be there, the only one; a table with personal columns
 * also goes with whatever else it refers to.
 */
export function belongsBy(backend: Backend, table: Table, people: Table): readonly Hop[] {
  const { entities, data } = backend;
  const entity = entities.find(({ name }) => name === table.entity);
  if (entity?.owner !== undefined) return ownerHop(backend, table, entity.owner);
  const hops = table.foreignKeys.flatMap(({ columns, references }): readonly Hop[] => {
    const target = findTable(data.tables, references.table);
    const [column, key] = [columns[0], references.columns[0]];
    return columns.length !== 1 || target === undefined || column === undefined || key === undefined
      ? []
      : [{ column, key, table: target }];
  });
  const name = snakeCase(people.entity ?? people.name);
  const isNamed = ({ column }: Hop): boolean => column === `${name}_id` || column === name;
  const isThere = ({ column }: Hop): boolean =>
    table.columns.some((each) => each.name === column && !each.nullable);
  const direct = hops.filter((hop) => tableKey(hop.table) === tableKey(people));
  const further = personalColumns(table).length > 0 ? hops.filter((hop) => !direct.includes(hop)) : [];
  const likely = [
    ...direct.filter(isNamed),
    ...(direct.length === 1 ? direct.filter(isThere) : []),
    ...further.filter(isThere),
    ...(direct.length === 1 ? direct : []),
    ...further,
  ];
  return [...new Set(likely)];
}

/** The column of the field that names the owner, whether or not the database knows the reference. */
function ownerHop({ entities, data }: Backend, table: Table, owner: string): readonly Hop[] {
  const entity = entities.find(({ name }) => name === table.entity);
  const type = entity?.fields.find(({ name }) => name === owner)?.type;
  const target = type?.kind === 'ref' ? data.tables.find((each) => each.entity === type.entity) : undefined;
  const column = table.columns.find(({ name }) => name === owner || name === `${owner}_id`);
  const key = target?.primaryKey?.columns[0];
  return target === undefined || column === undefined || key === undefined
    ? []
    : [{ column: column.name, table: target, key }];
}
