import { loadModule, parseSync } from 'libpg-query';
import { readIndexesOf } from './catalogue.ts';
import type { Relation } from './catalogue.ts';
import { candidateSizes } from './candidate-sizes.ts';
import type { Production } from './production/open-production.ts';
import { relationCall, restore } from './restore.ts';
import { printFailure } from './session.ts';
import { sizeIndexes, switchIndexes } from './size-indexes.ts';
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
 * Creates indexes on tables without rows, then gives both their sizes: what CREATE INDEX reads must be the true,
 * empty table. The catalogue entry is real, so every kind of index works that PostgreSQL has. One answer for each
 * CREATE INDEX, in order.
 */
export async function createCandidates(
  production: Production,
  statements: readonly string[],
): Promise<readonly Tried[]> {
  const tried = new Map<number, Tried>();
  const byTable = new Map<Relation, { readonly at: number; readonly sql: string }[]>();
  for (const [at, sql] of statements.entries()) {
    const table = await tableOf(production, sql);
    if (table === undefined) tried.set(at, refused('it is no CREATE INDEX on a table of the schema'));
    else byTable.set(table, [...(byTable.get(table) ?? []), { at, sql }]);
  }
  for (const [table, asked] of byTable) {
    const made = await createOn(
      production,
      table,
      asked.map(({ sql }) => sql),
    );
    for (const [nth, { at }] of asked.entries()) tried.set(at, made[nth] ?? refused('it was not made'));
  }
  return statements.map((_, at) => tried.get(at) ?? refused('it was not made'));
}

const refused = (why: string): Tried => ({ kind: 'refused', why });

async function createOn(
  production: Production,
  table: Relation,
  statements: readonly string[],
): Promise<readonly Tried[]> {
  const { session } = production;
  const parts = production.catalogue.relations.filter(
    ({ oid, root }) => oid === table.oid || (root.name === table.name && root.schema === table.schema),
  );
  const oids = parts.map(({ oid }) => oid);
  const [{ newest } = { newest: '0' }] = await session.rows(
    'select max(indexrelid)::text as newest from pg_index where indrelid = any($1::oid[])',
    [`{${oids.join(',')}}`],
  );
  const failures = await emptied(production, parts, statements);
  const fresh = await readIndexesOf(session, oids, newest ?? '0');
  await switchIndexes(
    session,
    fresh.map(({ oid }) => oid),
    false,
  );
  const groups = [...new Set(fresh.map(({ rootName }) => rootName))].map((name) =>
    fresh.filter(({ rootName }) => rootName === name),
  );
  const made = statements.map((_, at) => (failures[at] === undefined ? groups.shift() : undefined) ?? []);
  const sized = await candidateSizes(production, oids, made.flat());
  await sizeIndexes(
    session,
    [...sized.values()].flatMap(({ index }) => index ?? []),
  );
  return statements.map((sql, at): Tried => {
    const failure = failures[at];
    if (failure !== undefined) return refused(failure);
    const own = made[at] ?? [];
    const indexes = own.flatMap(({ oid }) => sized.get(oid)?.index ?? []);
    return {
      kind: 'candidate',
      sql,
      table,
      indexes,
      oids: own.map(({ oid }) => oid),
      pages: indexes.reduce((sum, { pages }) => sum + pages, 0),
      assumed: [...new Set(own.flatMap(({ oid }) => sized.get(oid)?.assumed ?? []))],
    };
  });
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

/** Runs DDL while the tables have no block, then gives them back their sizes. @returns of each why it was refused */
async function emptied(
  { session, sizes }: Production,
  parts: readonly Relation[],
  statements: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const stored = parts.filter(({ path }) => path !== undefined);
  const blocks = (pages: (relation: Relation) => number) =>
    stored.map((relation) => ({ path: relation.path ?? '', blocks: pages(relation) }));
  const known = await session.rows(
    `select c.oid, c.relpages as pages, c.reltuples as rows, c.relallvisible as visible from pg_class c where c.oid = any($1::oid[])`,
    [`{${parts.map(({ oid }) => oid).join(',')}}`],
  );
  await session.setBlocks(blocks(() => 0));
  const failures: (string | undefined)[] = [];
  for (const sql of statements) {
    // Building concurrently waits for other sessions, of which there are none.
    const ran = await session.run(sql.replace(/\bindex\s+concurrently\b/i, 'index'));
    failures.push(ran.kind === 'failed' ? printFailure(ran.failure) : undefined);
  }
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
  return failures;
}
