import type { CatalogueIndex } from './catalogue.ts';
import type { GinPages } from '../../model/database-statistics.ts';
import type { IndexSize } from './index-size.ts';
import { brinOfHeap, btreeOfHeight, ginOfPages } from './index-pages.ts';
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
  for (const each of stored) {
    if (!['btree', 'brin', 'gin'].includes(each.index.method)) continue;
    const pages = firstPages(each, await session.readBytes(each.path, 8192));
    if (pages !== undefined) await session.writeBytes(each.path, pages);
  }
  await session.setBlocks(stored.map(({ path, pages }) => ({ path, blocks: pages })));
  return restore(
    session,
    sized.map(({ index, tuples, pages, analysedPages = pages }) =>
      relationCall(index, { rows: tuples, pages: analysedPages, allVisible: 0 }),
    ),
  );
}

/** The pages of an index that the planner reads, as they are at its size. */
function firstPages(sized: SizedIndex, metapage: Uint8Array): Uint8Array | undefined {
  const { index, level, heapPages, pages, gin } = sized;
  switch (index.method) {
    case 'btree':
      return btreeOfHeight(metapage, level);
    case 'brin':
      return brinOfHeap(metapage, heapPages);
    default:
      return gin === undefined ? undefined : ginOfPages(metapage, pages, gin);
  }
}

/** Lets the planner use these indexes, or none of them: it leaves out what is not valid. */
export async function switchIndexes(session: Session, oids: readonly string[], on: boolean): Promise<void> {
  await session.rows('update pg_index set indisvalid = $1 where indexrelid = any($2::oid[])', [
    String(on),
    `{${oids.join(',')}}`,
  ]);
}
