import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { CatalogueIndex, IndexElement, Relation } from './catalogue.ts';
import { rowsOf } from './explain.ts';
import { ginSize } from './gin-size.ts';
import { indexSize } from './index-size.ts';
import type { TableShape } from './index-size.ts';
import type { Told } from './production/inject.ts';
import type { Production } from './production/open-production.ts';
import { columnCall, restore } from './restore.ts';
import type { Session } from './session.ts';
import { leadingOf } from './size-indexes.ts';
import type { SizedIndex } from './size-indexes.ts';

/** What an index that nobody has built would take, and what that rests on; the one of a whole partitioned table takes nothing. */
export interface CandidateSize {
  readonly index?: SizedIndex;
  readonly assumed: readonly string[];
}

/** The sizes of fresh indexes, by their oid. */
export async function candidateSizes(
  production: Production,
  tables: readonly string[],
  fresh: readonly CatalogueIndex[],
): Promise<ReadonlyMap<string, CandidateSize>> {
  const { session } = production;
  const keys = await foreignRows(production, tables);
  const found = new Map<string, CandidateSize>();
  for (const index of fresh) {
    const told = production.told.get(index.table);
    if (told === undefined) continue;
    const facts = columnsFor(index, told, keys);
    const assumed = await tellExpressions(session, index, facts);
    if (index.path === undefined) found.set(index.oid, { assumed });
    else {
      const size = await sized(session, index, told, facts, groupsOf(production, told.relation));
      found.set(index.oid, { index: size, assumed });
    }
  }
  return found;
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
    ...leadingOf(index, (name) => facts.get(name)),
  };
}
