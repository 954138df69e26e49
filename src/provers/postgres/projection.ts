import { readCatalogue } from './catalogue.ts';
import type { Catalogue, Relation } from './catalogue.ts';
import { forgetPages } from './forget-pages.ts';
import { candidateSizes } from './candidate-sizes.ts';
import { factsOf, partOf, statisticsCalls } from './projection-sql.ts';
import type { Part } from './projection-sql.ts';
import type { ProjectedTable } from './read-projection.ts';
import { restore } from './restore.ts';
import type { Session } from './session.ts';
import type { Told } from './production/inject.ts';
import { sizeIndexes, switchIndexes } from './size-indexes.ts';
import type { SizedIndex } from './size-indexes.ts';

/** A relation with the size the planner was told. */
export interface SizedRelation {
  readonly relation: Relation;
  readonly rows: number;
  readonly pages: number;
}

/** What an empty database was made to look like. */
export interface Projection {
  readonly catalogue: Catalogue;
  /** By oid; leaf partitions and whole tables. */
  readonly sizes: ReadonlyMap<string, SizedRelation>;
  /** What the planner was told of each table, by oid. */
  readonly told: ReadonlyMap<string, Told>;
  readonly indexes: readonly SizedIndex[];
  /** What could not be told to the planner. */
  readonly incomplete: readonly string[];
}

/**
 * Makes an empty database plan as if it held the projected rows: storage reports the projected number of blocks,
 * columns get their statistics, indexes their sizes and heights. Nothing may be executed on its tables afterwards.
 */
export async function project(session: Session, tables: readonly ProjectedTable[]): Promise<Projection> {
  const incomplete = await createPartitions(session, tables);
  await forgetPages(session);
  const catalogue = await readCatalogue(session);
  const parts = catalogue.relations.flatMap((relation) => {
    const table = tables.find(
      (each) => each.table === relation.root.name && each.schema === relation.root.schema,
    );
    return table === undefined ? [] : [partOf(table, relation, catalogue.relations)];
  });
  const stored = parts.filter(({ relation }) => relation.path !== undefined);
  await session.setBlocks(
    stored.map(({ relation, pages }) => ({ path: relation.path ?? '', blocks: pages })),
  );
  incomplete.push(...(await restore(session, statisticsCalls(parts))));
  const sizes = new Map(stored.map((part) => [part.relation.oid, part]));
  const told = new Map(stored.map((part) => [part.relation.oid, toldOf(part)]));
  const indexes = await sizesOf(session, catalogue, told);
  incomplete.push(...(await sizeIndexes(session, indexes)));
  return { catalogue, sizes, told, indexes, incomplete };
}

/** @returns what could not be created. */
async function createPartitions(session: Session, tables: readonly ProjectedTable[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { table, schema, partitions } of tables) {
    if (partitions === undefined) continue;
    const { unit, first, count } = partitions;
    const ran = await session.run(
      'select create_range_partitions(format($1::text, $2::text, $3::text)::regclass, $4, $5::date, $6::integer)',
      ['%I.%I', schema, table, unit, first, String(count)],
    );
    if (ran.kind === 'failed') failed.push(`partitions of ${table} were not created: ${ran.failure.message}`);
  }
  return failed;
}

const toldOf = ({ relation, rows, pages, columns }: Part): Told => ({
  relation,
  rows,
  pages,
  columns: new Map([...columns].map(([name, column]) => [name, factsOf(relation, column)])),
});

/** The indexes of sized relations with the sizes they will have. */
async function sizesOf(
  session: Session,
  catalogue: Catalogue,
  told: ReadonlyMap<string, Told>,
): Promise<readonly SizedIndex[]> {
  const stored = catalogue.indexes.filter(({ table, path }) => path !== undefined && told.has(table));
  const oids = stored.map(({ oid }) => oid);
  // The rows of a partial index are the planner's own estimate, which must not see the indexes before they are sized.
  await switchIndexes(session, oids, false);
  const planner = { session, catalogue, sizes: told, told, extended: [] };
  const sizes = await candidateSizes(planner, [...told.keys()], stored);
  await switchIndexes(session, oids, true);
  return stored.flatMap(({ oid }) => sizes.get(oid)?.index ?? []);
}
