import { loadModule, parseSync } from 'libpg-query';
import type { ColumnFacts } from '../../model/database-statistics.ts';
import { readIndexesOf } from './catalogue.ts';
import type { CatalogueIndex, IndexElement, Relation } from './catalogue.ts';
import { rowsOf } from './explain.ts';
import { ginSize } from './gin-size.ts';
import { indexSize } from './index-size.ts';
import type { TableShape } from './index-size.ts';
import type { Told } from './production/inject.ts';
import type { Production } from './production/open-production.ts';
import { columnCall, relationCall, restore } from './restore.ts';
import { printFailure } from './session.ts';
import type { Session } from './session.ts';
import { leadingOf, sizeIndexes, switchIndexes } from './size-indexes.ts';
import type { SizedIndex } from './size-indexes.ts';

/** An index that nobody has built: the planner knows it, with the size it would have. It is off until switched on. */
export interface Candidate {
  readonly kind: 'candidate';
  readonly sql: string;
  readonly table: Relation;
  /** One, or one for each partition, and the one of the whole. */
  readonly indexes: readonly SizedIndex[];
  /** For switchIndexes(). */
  readonly oids: readonly string[];
  /** Of 8 kB, of all partitions. */
  readonly pages: number;
  /** What its plans rest on that no statistic tells. */
  readonly assumed: readonly string[];
}

export type Tried = Candidate | { readonly kind: 'refused'; readonly why: string };

/**
 * Creates an index on tables without rows, then gives both their sizes: what CREATE INDEX reads must be the true,
 * empty table. The catalogue entry is real, so every kind of index works that PostgreSQL has.
 */
export async function createCandidate(production: Production, sql: string): Promise<Tried> {
  const { session } = production;
  const table = await tableOf(production, sql);
  if (table === undefined) return { kind: 'refused', why: 'it is no CREATE INDEX on a table of the schema' };
  const parts = production.catalogue.relations.filter(
    ({ oid, root }) => oid === table.oid || (root.name === table.name && root.schema === table.schema),
  );
  const oids = parts.map(({ oid }) => oid);
  const before = new Set((await readIndexesOf(session, oids)).map(({ oid }) => oid));
  const failure = await emptied(production, parts, sql);
  if (failure !== undefined) return { kind: 'refused', why: failure };
  const made = (await readIndexesOf(session, oids)).filter(({ oid }) => !before.has(oid));
  await switchIndexes(
    session,
    made.map(({ oid }) => oid),
    false,
  );
  const keys = await foreignRows(production, oids);
  const assumed: string[] = [];
  const indexes: SizedIndex[] = [];
  for (const index of made) {
    const told = production.told.get(index.table);
    if (told === undefined) continue;
    const facts = columnsFor(index, told, keys);
    assumed.push(...(await tellExpressions(session, index, facts)));
    if (index.path !== undefined)
      indexes.push(await sized(session, index, told, facts, groupsOf(production, told.relation)));
  }
  await sizeIndexes(session, indexes);
  return {
    kind: 'candidate',
    sql,
    table,
    indexes,
    oids: made.map(({ oid }) => oid),
    pages: indexes.reduce((sum, { pages }) => sum + pages, 0),
    assumed: [...new Set(assumed)],
  };
}

/** The table a CREATE INDEX is on; a bare name is looked for in `public`, then anywhere. */
async function tableOf({ catalogue }: Production, sql: string): Promise<Relation | undefined> {
  await loadModule();
  try {
    const statement = parseSync(sql).stmts?.[0]?.stmt;
    if (statement === undefined || !('IndexStmt' in statement)) return undefined;
    const { relname, schemaname } = statement.IndexStmt.relation ?? {};
    const named = catalogue.relations.filter(
      ({ name, schema }) => name === relname && (schemaname === undefined || schema === schemaname),
    );
    return named.find(({ schema }) => schema === 'public') ?? named[0];
  } catch {
    return undefined;
  }
}

/** Runs DDL while the tables have no block, then gives them back their sizes. @returns why it was refused */
async function emptied(
  { session, sizes }: Production,
  parts: readonly Relation[],
  sql: string,
): Promise<string | undefined> {
  const stored = parts.filter(({ path }) => path !== undefined);
  const blocks = (pages: (relation: Relation) => number) =>
    stored.map((relation) => ({ path: relation.path ?? '', blocks: pages(relation) }));
  const known = await session.rows(
    `select c.oid, c.relpages as pages, c.reltuples as rows, c.relallvisible as visible from pg_class c where c.oid = any($1::oid[])`,
    [`{${parts.map(({ oid }) => oid).join(',')}}`],
  );
  await session.setBlocks(blocks(() => 0));
  // Building concurrently waits for other sessions, of which there are none.
  const ran = await session.run(sql.replace(/\bindex\s+concurrently\b/i, 'index'));
  await session.setBlocks(blocks(({ oid }) => sizes.get(oid)?.pages ?? 0));
  await restore(
    session,
    parts.flatMap((relation) => {
      const row = known.find(({ oid }) => oid === relation.oid);
      if (row === undefined) return [];
      const size = {
        pages: Number(row['pages']),
        rows: Number(row['rows']),
        allVisible: Number(row['visible']),
      };
      return [relationCall(relation, size)];
    }),
  );
  return ran.kind === 'failed' ? printFailure(ran.failure) : undefined;
}

/** Rows of the tables that columns refer to: ANALYZE underestimates how many distinct values such columns have. */
async function foreignRows(
  { session, sizes }: Production,
  tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await session.rows(
    `select k.conrelid as table, a.attname as column, k.confrelid as target
     from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype = 'f' and cardinality(k.conkey) = 1 and k.conrelid = any($1::oid[])`,
    [`{${tables.join(',')}}`],
  );
  return new Map(
    rows.flatMap(({ table, column, target }) => {
      const size = sizes.get(target ?? '');
      return size === undefined ? [] : [[`${table}.${column}`, size.rows] as const];
    }),
  );
}

/** Functions that hardly ever make two values one. */
const keepsDistinct = /^\(*(lower|upper|btrim|trim|md5|unaccent|initcap)\(/i;

/** Statistics of the columns of an index, its expressions included, by the name the index has for them. */
function columnsFor(
  index: CatalogueIndex,
  told: Told,
  keys: ReadonlyMap<string, number>,
): ReadonlyMap<string, ColumnFacts> {
  const found = index.elements.flatMap((element) => {
    const { column, name } = element;
    const facts = column === undefined ? baseOf(element, told) : told.columns.get(column);
    if (facts === undefined) return [];
    const parents = keys.get(`${index.table}.${column}`);
    const distinct = parents === undefined ? facts.distinct : Math.min(parents, told.rows);
    return [[column ?? name, { ...facts, distinct }] as const];
  });
  return new Map(found);
}

/** The only column an expression reads, where the expression keeps its values apart. */
function baseOf({ expression = '' }: IndexElement, told: Told): ColumnFacts | undefined {
  const read = [...told.columns.values()].filter(({ name }) =>
    new RegExp(String.raw`(?<![\w"'])"?${name.replaceAll(/\W/g, String.raw`\$&`)}"?(?![\w"'(])`).test(
      expression,
    ),
  );
  return read.length === 1 && keepsDistinct.test(expression) ? read[0] : undefined;
}

/** ANALYZE would gather statistics of an expression; here those of its column stand in, without values. */
async function tellExpressions(
  session: Session,
  index: CatalogueIndex,
  facts: ReadonlyMap<string, ColumnFacts>,
): Promise<readonly string[]> {
  const expressions = index.elements.filter(({ expression }) => expression !== undefined);
  const calls = expressions.flatMap(({ name }) => {
    const known = facts.get(name);
    if (known === undefined) return [];
    const { nullFraction, averageWidth, distinct } = known;
    return [columnCall(index, { name, type: '', inherited: false, nullFraction, averageWidth, distinct })];
  });
  await restore(session, calls);
  return expressions.map(({ name, expression }) =>
    facts.has(name)
      ? `${expression} has as many distinct values as its column`
      : `no statistic tells how many values ${expression} has: PostgreSQL's default is taken`,
  );
}

const groupsOf = ({ extended }: Production, { schema, name }: Relation): Required<TableShape>['groups'] =>
  extended.flatMap((each) =>
    each.tableSchema === schema && each.table === name ? (each.distinct ?? []) : [],
  );

async function sized(
  session: Session,
  index: CatalogueIndex,
  told: Told,
  facts: ReadonlyMap<string, ColumnFacts>,
  groups: Required<TableShape>['groups'],
): Promise<SizedIndex> {
  const tuples =
    index.predicate === undefined ? told.rows : await rowsOf(session, told.relation, index.predicate);
  const heapPages = told.pages;
  const shapes = {
    ...index,
    elements: index.elements.map((each) => ({ ...each, column: each.column ?? each.name })),
  };
  const [first] = index.elements;
  if (index.method === 'gin' && first !== undefined && index.elements.length === 1) {
    const known = facts.get(first.column ?? first.name);
    const trigrams = first.operatorClass.includes('trgm') ? (known?.averageWidth ?? 24) : undefined;
    const { pages, gin } = ginSize(tuples, heapPages, known?.averageWidth ?? 24, known, trigrams);
    return { index, tuples, heapPages, pages, level: 0, gin };
  }
  return {
    index,
    tuples,
    heapPages,
    ...indexSize(shapes, tuples, heapPages, facts, { rows: told.rows, groups }),
    ...leadingOf(index, facts),
  };
}
