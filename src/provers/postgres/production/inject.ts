import { rowsNow } from '../../../model/database-statistics.ts';
import type {
  ColumnFacts,
  DatabaseStatistics,
  RelationStatistics,
} from '../../../model/database-statistics.ts';
import type { Catalogue, CatalogueIndex, Relation } from '../catalogue.ts';
import { btreeLevel } from '../btree-size.ts';
import { shapesOf } from '../index-keys.ts';
import type { SizedRelation } from '../projection.ts';
import { columnCall, relationCall, restore } from '../restore.ts';
import type { RestoreCall } from '../restore.ts';
import type { Session } from '../session.ts';
import { leadingOf, sizeIndexes } from '../size-indexes.ts';
import type { SizedIndex } from '../size-indexes.ts';
import type { SchemaColumn } from './columns.ts';
import { injectExtended } from './extended.ts';

/** What the planner was told of one relation; columns by name. */
export interface Told extends SizedRelation {
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

export interface Injected {
  /** Tables by oid. */
  readonly sizes: ReadonlyMap<string, Told>;
  readonly indexes: readonly SizedIndex[];
  /** Those that the schema has and the server has not: they have no size yet. */
  readonly unbuilt: readonly CatalogueIndex[];
  /** What of the statistics has no place in the schema, and the other way round. */
  readonly incomplete: readonly string[];
}

const keyOf = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  JSON.stringify([schema, name]);

/** A name as it is told: without the schema everybody has. */
export const shown = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  schema === 'public' ? name : `${schema}.${name}`;

/**
 * Makes an empty database plan as the server does from which the statistics were exported. Nothing may be executed
 * on its tables afterwards.
 */
export async function inject(
  session: Session,
  catalogue: Catalogue,
  columns: ReadonlyMap<string, readonly SchemaColumn[]>,
  { relations, extended }: Pick<DatabaseStatistics, 'relations' | 'extended'>,
): Promise<Injected> {
  const incomplete: string[] = [];
  const known = new Map(relations.map((each) => [keyOf(each), each]));
  const calls: RestoreCall[] = [];
  const sizes = new Map<string, Told>();
  for (const relation of catalogue.relations) {
    const given = known.get(keyOf(relation));
    if (given === undefined) {
      incomplete.push(`no statistics of table ${shown(relation)}: planned as a table of 10 pages`);
      continue;
    }
    const own = ownColumns(given, columns.get(relation.oid) ?? [], incomplete);
    sizes.set(relation.oid, toldOf(relation, given, own));
    calls.push(relationCall(relation, given), ...own.map((column) => columnCall(relation, column)));
  }
  const stored = [...sizes.values()].filter(({ relation }) => relation.path !== undefined);
  await session.setBlocks(
    stored.map(({ relation, pages }) => ({ path: relation.path ?? '', blocks: pages })),
  );
  const indexes = catalogue.indexes.flatMap((index) =>
    sizedIndex(index, known.get(keyOf(index)), sizes.get(index.table)),
  );
  for (const index of catalogue.indexes) {
    const given = known.get(keyOf(index));
    if (given === undefined) continue;
    const own = ownColumns(given, columns.get(index.oid) ?? [], incomplete);
    calls.push(...own.map((column) => columnCall(index, column)));
  }
  incomplete.push(...(await sizeIndexes(session, indexes)));
  incomplete.push(...(await restore(session, calls)));
  incomplete.push(...(await injectExtended(session, extended)));
  incomplete.push(...homeless(catalogue, relations));
  const unbuilt = catalogue.indexes.filter((index) => !known.has(keyOf(index)) && sizes.has(index.table));
  return { sizes, indexes, unbuilt, incomplete };
}

function toldOf(relation: Relation, given: RelationStatistics, columns: readonly ColumnFacts[]): Told {
  return {
    relation,
    rows: Math.round(rowsNow({ ...given, rows: Math.max(0, given.rows) })),
    pages: given.blocks,
    columns: new Map(columns.map((column) => [column.name, column])),
  };
}

/** Statistics of the columns the schema has, with the same type; the others are told. */
function ownColumns(
  given: RelationStatistics,
  columns: readonly SchemaColumn[],
  incomplete: string[],
): readonly ColumnFacts[] {
  return given.columns.flatMap((facts) => {
    const column = columns.find(({ name }) => name === facts.name);
    if (column === undefined) {
      incomplete.push(
        `statistics of ${shown(given)}.${facts.name} have no place: the schema has no such column`,
      );
      return [];
    }
    if (column.type !== facts.type && facts.type !== '')
      incomplete.push(
        `${shown(given)}.${facts.name} is ${column.type} in the schema and ${facts.type} on the server: what its values say may not hold`,
      );
    return [facts];
  });
}

function sizedIndex(
  index: CatalogueIndex,
  given: RelationStatistics | undefined,
  table: Told | undefined,
): readonly SizedIndex[] {
  if (table === undefined || given === undefined) return [];
  const heapPages = table.pages;
  const level =
    given.level ?? (index.method === 'btree' ? btreeLevel(index, given.blocks, shapesOf(table.columns)) : 0);
  const { rows: tuples, blocks: pages, pages: analysedPages, gin } = given;
  return [
    {
      index,
      tuples,
      heapPages,
      pages,
      analysedPages,
      level,
      ...(gin !== undefined && { gin }),
      ...leadingOf(index, (name) => table.columns.get(name)),
    },
  ];
}

function homeless(catalogue: Catalogue, relations: readonly RelationStatistics[]): readonly string[] {
  const known = new Set([...catalogue.relations, ...catalogue.indexes].map(keyOf));
  return relations
    .filter((relation) => !known.has(keyOf(relation)))
    .map(
      (relation) =>
        `statistics of ${words[relation.kind]} ${shown(relation)} have no place: the schema has none of this name`,
    );
}

const words: Readonly<Record<RelationStatistics['kind'], string>> = {
  r: 'table',
  p: 'table',
  m: 'materialized view',
  i: 'index',
  I: 'index',
};
