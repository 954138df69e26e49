import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { CatalogueIndex } from './catalogue.ts';
import { rowsOf } from './explain.ts';
import { columnReadBy, expressionFacts, keepsDistinct } from './expression-facts.ts';
import { ginSize } from './gin-size.ts';
import { jsonbElements } from './jsonb-elements.ts';
import { indexSize } from './index-size.ts';
import type { ColumnShape } from './index-keys.ts';
import { keyGroups } from './key-groups.ts';
import type { GroupsOf } from './key-groups.ts';
import type { Told } from './production/inject.ts';
import type { Production } from './production/open-production.ts';
import { columnCall, restore } from './restore.ts';
import type { Session } from './session.ts';
import { leadingOf } from './size-indexes.ts';
import type { SizedIndex } from './size-indexes.ts';
import { widthsIn } from './value-widths.ts';
import type { WidthsOf } from './value-widths.ts';

/** What an index that nobody has built would take, and what that rests on; the one of a whole partitioned table takes nothing. */
export interface CandidateSize {
  readonly index?: SizedIndex;
  readonly assumed: readonly string[];
}

/** A database with what it was told, as far as sizes depend on it. */
export type Planner = Pick<Production, 'session' | 'catalogue' | 'sizes' | 'told' | 'extended'>;

/** The sizes of fresh indexes, by their oid. */
export async function candidateSizes(
  planner: Planner,
  tables: readonly string[],
  fresh: readonly CatalogueIndex[],
): Promise<ReadonlyMap<string, CandidateSize>> {
  const { session } = planner;
  const groupsOf = await keyGroups(planner, tables);
  const widthsOf = widthsIn(session);
  const found = new Map<string, CandidateSize>();
  for (const index of fresh) {
    const told = planner.told.get(index.table);
    if (told === undefined) continue;
    const expressions = await tellExpressions(session, index, told);
    const facts = new Map([...columnsFor(index, told), ...expressions.facts]);
    const { assumed } = expressions;
    if (index.path === undefined) found.set(index.oid, { assumed });
    else {
      const size = await sized(session, index, told, facts, groupsOf, widthsOf);
      found.set(index.oid, {
        index: size,
        assumed: [...assumed, ...unknownShare(index, told, size), ...unknownElements(index, facts)],
      });
    }
  }
  return found;
}

/** What is known of an element of an index; widths of its values where some are known. */
type ElementFacts = ColumnFacts & Pick<ColumnShape, 'widths'>;

/** Statistics of the columns of an index by the names they have in the table, and what they rest on. */
function columnsFor(index: CatalogueIndex, told: Told): ReadonlyMap<string, ColumnFacts> {
  const found = index.elements.flatMap(({ column = '' }) => {
    const facts = told.columns.get(column);
    return facts === undefined ? [] : [[column, facts] as const];
  });
  return new Map(found);
}

/**
 * What stands in for the statistics that ANALYZE would gather of expressions: the expression evaluated on the values
 * that are known of its column, else the statistics of the column where its values stay apart. The planner is told.
 */
async function tellExpressions(
  session: Session,
  index: CatalogueIndex,
  told: Told,
): Promise<{ readonly facts: ReadonlyMap<string, ElementFacts>; readonly assumed: readonly string[] }> {
  const facts = new Map<string, ElementFacts>();
  const assumed: string[] = [];
  for (const element of index.elements) {
    const { expression, name } = element;
    if (expression === undefined) continue;
    const found = await expressionFacts(session, element, told);
    const column = keepsDistinct(expression) ? columnReadBy(element, told) : undefined;
    if (found !== undefined) {
      facts.set(name, { ...found.facts, widths: found.widths });
      assumed.push(found.words);
    } else if (column !== undefined) {
      const { nullFraction, averageWidth, distinct } = column;
      facts.set(name, { name, type: '', inherited: false, nullFraction, averageWidth, distinct });
      assumed.push(`${expression} has as many distinct values as its column`);
    } else
      assumed.push(`no statistic tells how many values ${expression} has: PostgreSQL's default is taken`);
  }
  await restore(
    session,
    [...facts.values()].map((each) => columnCall(index, each)),
  );
  return { facts, assumed };
}

/** What the planner keeps of rows compared in a way no statistic tells of (DEFAULT_INEQ_SEL, DEFAULT_EQ_SEL in selfuncs.h). */
const defaultShares = [1 / 3, 0.005];

/** Two columns compared, a function: the planner then takes a fixed part of the rows, and so does the size. */
function unknownShare(
  { predicate }: CatalogueIndex,
  { rows }: Told,
  { tuples }: SizedIndex,
): readonly string[] {
  const isDefault = defaultShares.some((share) => Math.abs(tuples - rows * share) <= 1);
  return predicate === undefined || !isDefault
    ? []
    : [
        `no statistic tells how many rows are ${predicate}: PostgreSQL's default, ${Math.round(tuples)}, is taken`,
      ];
}

/** Statistics hold elements of arrays, none of documents. */
const unknownElements = (
  { method, elements: [first] }: CatalogueIndex,
  facts: ReadonlyMap<string, ElementFacts>,
): readonly string[] =>
  method === 'gin' && facts.get(first?.column ?? '')?.commonElements === undefined
    ? ['how many elements its values have is known from few of them: its size may be half or twice as much']
    : [];

async function sized(
  session: Session,
  index: CatalogueIndex,
  told: Told,
  facts: ReadonlyMap<string, ElementFacts>,
  groupsOf: GroupsOf,
  widthsOf: WidthsOf,
): Promise<SizedIndex> {
  const tuples =
    index.predicate === undefined ? told.rows : await rowsOf(session, told.relation, index.predicate);
  const heapPages = told.pages;
  const [first] = index.elements;
  if (index.method === 'gin' && first !== undefined && index.elements.length === 1) {
    const known = facts.get(first.column ?? first.name);
    const trigrams = first.operatorClass.includes('trgm') ? (known?.averageWidth ?? 24) : undefined;
    const elements =
      known?.type === 'jsonb' && first.column !== undefined
        ? await jsonbElements(session, known, first.operatorClass, tuples)
        : undefined;
    const width = known?.averageWidth ?? 24;
    const { pages, gin } = ginSize(tuples, heapPages, width, known, trigrams, elements);
    return { index, tuples, heapPages, pages, level: 0, gin };
  }
  const shapes: ReadonlyMap<string, ColumnShape> = await widthsOf(index, facts);
  return {
    index,
    tuples,
    heapPages,
    ...indexSize(index, tuples, heapPages, shapes, { rows: told.rows, groups: groupsOf(told) }),
    ...leadingOf(index, (name) => facts.get(name)),
  };
}
