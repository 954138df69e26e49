import type { CatalogueIndex } from '../catalogue.ts';
import { printedNodes } from '../explain.ts';
import { pageBytes } from '../page-checksum.ts';
import type { Production } from '../production/open-production.ts';
import type { SizedIndex } from '../size-indexes.ts';
import { candidateSql } from './candidates.ts';
import type { Advice, AdvisedIndex } from './within-budget.ts';

/** An index of the schema that no query of the workload uses once the advice is followed. */
export interface UnusedIndex {
  readonly schema: string;
  readonly name: string;
  readonly bytes: number;
  /** Names of the queries that use it until the advice is followed. */
  readonly usedBefore: readonly string[];
  /** An index, existing or advised, that begins with the same keys and so can do what this one does. */
  readonly covered?: string;
}

/**
 * Indexes of tables that the workload touches and that no plan uses with the advice. An index that keeps a rule of
 * the schema is none of them, nor one that finds the rows of a foreign key where no other index does.
 */
export async function unusedIndexes(
  production: Production,
  { indexes: advised, queries }: Pick<Advice, 'indexes' | 'queries'>,
): Promise<readonly UnusedIndex[]> {
  const before = usesIn(queries, 'before');
  const after = usesIn(queries, 'after');
  const references = await referenceIndexes(production);
  const { relations, indexes } = production.catalogue;
  const tables = new Map(relations.map(({ oid, root }) => [oid, `${root.schema}.${root.name}`]));
  const used = new Set(indexes.filter(({ name }) => after.indexes.has(name)).map(({ rootName }) => rootName));
  const isIdle = ({ index }: SizedIndex): boolean => !index.constraint && !used.has(index.rootName);
  const kept = production.indexes.filter((each) => !isIdle(each));
  const idle = production.indexes.filter(isIdle).flatMap(({ index, pages }) => {
    const table = tables.get(index.table) ?? '';
    if (!after.tables.has(table)) return [];
    const covered = coverOf(index, kept, advised, table);
    if (references.has(index.oid) && covered === undefined) return [];
    const usedBefore = before.indexes.get(index.name) ?? [];
    const { schema, rootName: name } = index;
    return [
      { schema, name, bytes: pages * pageBytes, usedBefore, ...(covered !== undefined && { covered }) },
    ];
  });
  return idle.reduce<readonly UnusedIndex[]>(joinParts, []);
}

/** The indexes of partitions count as the one of the whole table. */
function joinParts(all: readonly UnusedIndex[], part: UnusedIndex): readonly UnusedIndex[] {
  const last = all.find(({ schema, name }) => schema === part.schema && name === part.name);
  if (last === undefined) return [...all, part];
  const usedBefore = [...new Set([...last.usedBefore, ...part.usedBefore])];
  return all.map((each) => (each === last ? { ...last, bytes: last.bytes + part.bytes, usedBefore } : each));
}

interface Uses {
  /** Names of queries by the name of an index; plans do not print the schema of one. */
  readonly indexes: ReadonlyMap<string, readonly string[]>;
  /** Qualified names of the tables that any query reads or writes. */
  readonly tables: ReadonlySet<string>;
}

function usesIn(queries: Advice['queries'], when: 'before' | 'after'): Uses {
  const indexes = new Map<string, string[]>();
  const tables = new Set<string>();
  for (const { name, plans } of queries)
    for (const { 'Index Name': index, 'Relation Name': table, Schema: schema } of printedNodes(plans[when])) {
      if (table !== undefined) tables.add(`${schema}.${table}`);
      if (index !== undefined) indexes.set(index, [...(indexes.get(index) ?? []), name]);
    }
  return { indexes, tables };
}

/** oids of the indexes that begin with the columns of a foreign key of their table. */
async function referenceIndexes({ session }: Production): Promise<ReadonlySet<string>> {
  const rows = await session.rows(
    `select i.indexrelid as oid from pg_index i where exists (select from pg_constraint k
       where k.contype = 'f' and k.conrelid = i.indrelid and k.conkey[1] = i.indkey[0])`,
  );
  return new Set(rows.map(({ oid }) => oid ?? ''));
}

/** Names of the keys of a whole B-tree in their order; undefined for anything else. */
const wholeKeys = ({ method, predicate, elements }: CatalogueIndex): readonly string[] | undefined =>
  method !== 'btree' || predicate !== undefined || elements.some(({ column }) => column === undefined)
    ? undefined
    : elements.map(({ column }) => column ?? '');

const beginsWith = (keys: readonly string[], first: readonly string[]): boolean =>
  first.every((key, at) => keys[at] === key);

function coverOf(
  index: CatalogueIndex,
  kept: readonly SizedIndex[],
  advised: readonly AdvisedIndex[],
  table: string,
): string | undefined {
  const keys = wholeKeys(index);
  if (keys === undefined) return undefined;
  const other = kept.find(
    (each) => each.index.table === index.table && beginsWith(wholeKeys(each.index) ?? [], keys),
  );
  if (other !== undefined) return other.index.name;
  const fresh = advised.find(
    ({ candidate }) =>
      candidate.method === 'btree' &&
      candidate.where === undefined &&
      `${candidate.schema}.${candidate.table}` === table &&
      beginsWith(candidate.keys, keys),
  );
  return fresh === undefined ? undefined : `the advised one ${candidateSql(fresh.candidate)}`;
}
