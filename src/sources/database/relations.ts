import type { ColumnFacts, RelationStatistics, ValuesKept } from '../../model/database-statistics.ts';
import { notOfExtension, ownNamespace, textOf } from './ask.ts';
import type { Ask, Row } from './ask.ts';
import { readColumnFacts } from './column-facts.ts';
import { readMetapages } from './metapages.ts';
import type { Metapage } from './metapages.ts';

const relationsSql = `
  select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind, t.relname as table, c.reltuples as rows,
    c.relpages as pages, c.relallvisible as visible,
    case when c.relkind in ('p', 'I') then null else pg_get_indexdef(i.indexrelid) end as definition,
    coalesce(pg_relation_size(c.oid) / current_setting('block_size')::integer, 0) as blocks
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_index i on i.indexrelid = c.oid left join pg_class t on t.oid = i.indrelid
  where c.relkind in ('r', 'i', 'm', 'p', 'I') and c.relpersistence <> 't' and ${ownNamespace}
    and (i.indexrelid is null or i.indislive and i.indisvalid)
    and ${notOfExtension('pg_class', 'coalesce(i.indrelid, c.oid)')}
  order by c.oid`;

/** Sizes and column statistics of every table and index, in the order in which they were created. */
export async function readRelations(
  ask: Ask,
  values: ValuesKept,
): Promise<{ readonly relations: readonly RelationStatistics[]; readonly gaps: readonly string[] }> {
  const rows = await ask(relationsSql);
  const facts = await readColumnFacts(ask, values);
  const metapages = await readMetapages(ask);
  const relations = rows.map((row) =>
    relationOf(row, facts.get(textOf(row, 'oid')) ?? [], metapages.of.get(textOf(row, 'oid'))),
  );
  return { relations, gaps: [...metapages.gaps, ...unknown(relations)] };
}

function relationOf(
  row: Row,
  columns: readonly ColumnFacts[],
  metapage: Metapage | undefined,
): RelationStatistics {
  const { table, definition } = row;
  return {
    schema: textOf(row, 'schema'),
    name: textOf(row, 'name'),
    kind: kindOf(textOf(row, 'kind')),
    ...(typeof table === 'string' && { table }),
    ...(typeof definition === 'string' && { definition }),
    rows: Number(row['rows']),
    pages: Number(row['pages']),
    blocks: Number(row['blocks']),
    allVisible: Number(row['visible']),
    ...metapage,
    columns,
  };
}

const kinds: Readonly<Record<string, RelationStatistics['kind']>> = {
  r: 'r',
  i: 'i',
  m: 'm',
  p: 'p',
  I: 'I',
};
const kindOf = (letter: string): RelationStatistics['kind'] => kinds[letter] ?? 'r';

/** Tables that were never analysed, and those whose statistics this role may not see. */
function unknown(relations: readonly RelationStatistics[]): readonly string[] {
  const bare = relations.filter(
    ({ kind, rows, columns }) => /[rm]/.test(kind) && rows > 0 && columns.length === 0,
  );
  const never = relations.filter(({ kind, rows, blocks }) => /[rm]/.test(kind) && rows < 0 && blocks > 0);
  const names = (some: readonly RelationStatistics[]) =>
    some.map(({ schema, name }) => (schema === 'public' ? name : `${schema}.${name}`)).join(', ');
  return [
    ...(never.length === 0 ? [] : [`never analysed: ${names(never)}; run ANALYZE there and export again`]),
    ...(bare.length === 0
      ? []
      : [
          `no column statistics of ${names(bare)}: never analysed, or not visible to this role (it needs SELECT on the tables, and row security must not apply to it)`,
        ]),
  ];
}
