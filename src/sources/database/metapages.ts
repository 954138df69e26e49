import type { RelationStatistics } from '../../model/database-statistics.ts';
import { askSafely, ownNamespace, textOf } from './ask.ts';
import type { Ask, Row } from './ask.ts';

/** What an index says of itself on its first page. */
export type Metapage = Pick<RelationStatistics, 'level' | 'gin'>;

interface Metapages {
  /** By the oid of the index. */
  readonly of: ReadonlyMap<string, Metapage>;
  readonly gaps: readonly string[];
}

const from = (method: string): string => `
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
    join pg_index i on i.indexrelid = c.oid, lateral (select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name) as q
  where a.amname = '${method}' and c.relkind = 'i' and c.relpersistence <> 't' and i.indisvalid and ${ownNamespace}`;

/** Heights of B-trees and contents of GIN indexes, by pageinspect; computed later where it cannot be asked. */
export async function readMetapages(ask: Ask): Promise<Metapages> {
  const [extension] = await ask(
    "select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pageinspect'",
  );
  if (extension === undefined)
    return { of: new Map(), gaps: ['heights of B-trees are computed: pageinspect is not installed'] };
  const schema = textOf(extension, 'schema');
  const trees = await askSafely(
    ask,
    `select c.oid, (select m.fastlevel from ${schema}.bt_metap(q.name) as m) as level ${from('btree')}`,
  );
  const inverted = await askSafely(
    ask,
    `select oid, (m).n_pending_pages as pending, (m).n_entry_pages as entry_pages, (m).n_data_pages as data_pages,
       (m).n_entries as entries
     from (select c.oid, ${schema}.gin_metapage_info(${schema}.get_raw_page(q.name, 0)) as m ${from('gin')}) as g`,
  );
  const failed = [trees, inverted].flatMap((each) => (each instanceof Error ? [each.message] : []));
  return {
    of: new Map([...entries(trees, treeOf), ...entries(inverted, ginOf)]),
    gaps: failed.map((why) => `heights and contents of indexes are computed: ${why}`),
  };
}

const entries = (
  rows: readonly Row[] | Error,
  read: (row: Row) => Metapage,
): readonly (readonly [string, Metapage])[] =>
  rows instanceof Error ? [] : rows.map((row) => [textOf(row, 'oid'), read(row)] as const);

const treeOf = (row: Row): Metapage => ({ level: Number(row['level']) });

const ginOf = (row: Row): Metapage => ({
  gin: {
    pendingPages: Number(row['pending']),
    entryPages: Number(row['entry_pages']),
    dataPages: Number(row['data_pages']),
    entries: Number(row['entries']),
  },
});
