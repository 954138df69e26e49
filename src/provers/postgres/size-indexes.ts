import type { CatalogueIndex } from './catalogue.ts';
import type { ColumnFacts, GinPages } from '../../model/database-statistics.ts';
import type { IndexSize } from './index-size.ts';
import { endsOf } from './index-ends.ts';
import type { IndexEnds } from './index-ends.ts';
import { brinOfHeap, btreeOfHeight, ginOfPages, visibleBlock } from './index-pages.ts';
import { pageBytes } from './page-checksum.ts';
import { relationCall, restore } from './restore.ts';
import type { Session } from './session.ts';

/** An index with the size the planner shall see. */
export interface SizedIndex extends IndexSize {
  readonly index: CatalogueIndex;
  readonly tuples: number;
  readonly heapPages: number;
  /** Pages as of the last ANALYZE, when the size was another then. */
  readonly analysedPages?: number;
  readonly gin?: GinPages;
  /** Of the column it begins with. */
  readonly leading?: ColumnFacts;
}

/** For `leading` of an index that begins with a column. */
export function leadingOf(
  { elements: [first] }: CatalogueIndex,
  factsOf: (column: string) => ColumnFacts | undefined,
): Pick<SizedIndex, 'leading'> {
  const leading = first?.column === undefined ? undefined : factsOf(first.column);
  return leading === undefined ? {} : { leading };
}

/**
 * Gives empty indexes their height, size and statistics. An index that was planned with before keeps the height it
 * had then: its metapage is read once. @returns what PostgreSQL did not take
 */
export async function sizeIndexes(
  session: Session,
  sized: readonly SizedIndex[],
): Promise<readonly string[]> {
  const stored = sized.flatMap((each) =>
    each.index.path === undefined ? [] : [{ ...each, path: each.index.path }],
  );
  const ends = await endsOf(session, stored);
  const files: { readonly path: string; readonly bytes: Uint8Array }[] = [];
  for (const each of stored) {
    if (!['btree', 'brin', 'gin'].includes(each.index.method)) continue;
    const pages = firstPages(each, await session.readBytes(each.path, pageBytes), ends.get(each.index.oid));
    if (pages !== undefined) files.push({ path: each.path, bytes: pages });
  }
  const led = stored.filter(({ index }) => ends.has(index.oid)).map(({ index }) => index.table);
  await session.writeBytes([...files, ...(await firstBlocksSeen(session, led))]);
  await session.setBlocks(stored.map(({ path, pages }) => ({ path, blocks: pages })));
  return restore(
    session,
    sized.map(({ index, tuples, pages, analysedPages = pages }) =>
      relationCall(index, { rows: tuples, pages: analysedPages, allVisible: 0 }),
    ),
  );
}

/** The pages of an index that the planner reads, as they are at its size. */
function firstPages(
  sized: SizedIndex,
  metapage: Uint8Array,
  ends: IndexEnds | undefined,
): Uint8Array | undefined {
  const { index, level, heapPages, pages, gin } = sized;
  switch (index.method) {
    case 'btree':
      return btreeOfHeight(metapage, level, ends && { ...ends, attributes: index.elements.length });
    case 'brin':
      return brinOfHeap(metapage, heapPages);
    default:
      return gin === undefined ? undefined : ginOfPages(metapage, pages, gin);
  }
}

/**
 * Visibility maps that say of the first block of tables that everybody sees it: whoever reads the ends of an index then
 * looks for no row in the table.
 */
async function firstBlocksSeen(
  session: Session,
  tables: readonly string[],
): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]> {
  const rows = await session.rows(
    'select pg_relation_filepath(oid) as path from pg_class where oid = any($1::oid[])',
    [`{${[...new Set(tables)].join(',')}}`],
  );
  return rows.flatMap(({ path }) =>
    typeof path === 'string' ? [{ path: `${path}_vm`, bytes: visibleBlock() }] : [],
  );
}

/** Lets the planner use these indexes, or none of them: it leaves out what is not valid. */
export async function switchIndexes(session: Session, oids: readonly string[], on: boolean): Promise<void> {
  await session.rows('update pg_index set indisvalid = $1 where indexrelid = any($2::oid[])', [
    String(on),
    `{${oids.join(',')}}`,
  ]);
}
