import { findTable, quoteName, tableKey } from '../../artifacts/sql-names.ts';
import { snakeCase } from '../../artifacts/words.ts';
import type { Column, Table } from '../../model/data.ts';
import type { ConvertedColumn } from '../conversion/column.ts';
import type { MappingGround } from './ground.ts';
import { keysTable, targetId } from './names.ts';
import type { MappedReference } from './mapping.ts';
import type { DraftPair } from './draft.ts';

/** The row that a column of the target names: as its foreign key says, or the design where no key can. */
export function referenceOf(
  target: Table,
  column: Column,
  { target: { tables }, entities }: MappingGround,
): MappedReference | undefined {
  const key = target.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === column.name);
  const held = key === undefined ? undefined : findTable(tables, key.references.table);
  if (held !== undefined)
    return {
      table: tableKey(held),
      column: key?.references.columns[0] ?? held.primaryKey?.columns[0] ?? 'id',
      held: true,
    };
  const entity = entities.find(({ name }) => name === target.entity);
  const field = entity?.fields.find(
    ({ name, type }) =>
      type.kind === 'ref' && (snakeCase(name) === column.name || `${snakeCase(name)}_id` === column.name),
  );
  if (field?.type.kind !== 'ref') return undefined;
  const { entity: named } = field.type;
  const meant = tables.find((table) => table.entity === named);
  const [id] = meant?.primaryKey?.columns ?? [];
  return meant === undefined || id === undefined
    ? undefined
    : { table: tableKey(meant), column: id, held: false };
}

export interface ReferenceMapping {
  readonly value: string;
  readonly back: (held: string) => string;
  readonly names: { readonly table: string; readonly column: string };
  readonly words: readonly string[];
}

/** The key of the target for the key that a legacy column holds. */
export function referenceMapping(
  pair: DraftPair,
  reference: MappedReference,
  source: ConvertedColumn,
  pairs: readonly DraftPair[],
): ReferenceMapping | undefined {
  const own = `s.${quoteName(source.name)}`;
  const legacy = pair.source.references.find(
    ({ key }) => key.columns.length === 1 && key.columns[0]?.toLowerCase() === source.name.toLowerCase(),
  );
  const homes = pairs.filter(({ keyed, target }) => keyed && tableKey(target) === reference.table);
  const home =
    homes.find((one) => one.source.name === legacy?.key.references.table) ??
    homes.find((one) => isNamedIn(source.name, one.source.name)) ??
    homes[0];
  if (home === undefined) return undefined;
  const [named] =
    legacy?.key.references.table === home.source.name ? legacy.key.references.columns : home.legacyKey;
  if (named === undefined) return undefined;
  const isKey = home.legacyKey.length === 1 && home.legacyKey[0]?.toLowerCase() === named.toLowerCase();
  const place = home.source.columns.find(({ name }) => name.toLowerCase() === named.toLowerCase());
  if (place === undefined) return undefined;
  const [held, cast] = place.kind === source.kind ? ['', ''] : ['::text', '::text'];
  const column = `${isKey ? 'k' : 'p'}.${quoteName(place.name)}${cast}`;
  const from = `${keysTable(home)} as k${isKey ? '' : ` join ${quoteName(home.source.schema)}.${quoteName(home.source.name)} as p using (legacy_row)`}`;
  const others =
    homes.length > 1 && legacy === undefined
      ? [`rows of ${home.source.name} are meant, of ${homes.map((one) => one.source.name).join(' and ')}`]
      : [];
  return {
    value: `(select k.${targetId} from ${from} where ${column} = ${own}${held})`,
    back: (given) =>
      `(select ${isKey ? 'k' : 'p'}.${quoteName(place.name)} from ${from} where k.${targetId} = ${given})::${source.type}`,
    names: { table: home.source.name, column: place.name },
    words: [`the key of the row of ${home.source.name} that it names`, ...others],
  };
}

const isNamedIn = (column: string, table: string): boolean => {
  const stem = snakeCase(column).replace(/^(id|fk)_|_(id|fk)$/g, '');
  return stem !== '' && snakeCase(table).includes(stem.replace(/s$/, ''));
};

/** Where nothing is carried to a reference, but the same legacy row becomes a row of the table it names. */
export function siblingValue(
  pair: DraftPair,
  reference: MappedReference,
  pairs: readonly DraftPair[],
): string | undefined {
  const sibling = pairs.find(
    (one) =>
      one !== pair && one.keyed && one.source === pair.source && tableKey(one.target) === reference.table,
  );
  return sibling === undefined
    ? undefined
    : `(select k.${targetId} from ${keysTable(sibling)} as k where k.legacy_row = s.legacy_row)`;
}

export const columnPath = (target: Table, column: string): string => `${tableKey(target)}.${column}`;
