import { qualifiedName, quoteName, quoteText, tableKey } from '../../artifacts/sql-names.ts';
import { quarantineTable, rowColumn, targetTable } from '../conversion/names.ts';
import { isSameRow } from './fill.ts';
import type { MappedColumn, Pair } from './mapping.ts';
import { cleanView } from './names.ts';

/**
 * One row a pair: how many rows there were and where each is, values that changed without a note (each is computed back
 * from the target and held against the legacy value), references that name nothing, and checksums of both sides.
 */
export const verifyStatements = (pairs: readonly Pair[]): readonly string[] =>
  pairs.map((pair) => {
    const { source, target } = pair;
    const table = qualifiedName(target);
    const carried = pair.columns.filter((column) => column.carried);
    const both = `from ${cleanView(pair)} as m join ${table} as t on ${isSameRow(pair)}`;
    return `select *, converted = carried + quarantined and changed = 0 and orphans = 0 and checksum_legacy = checksum_target as agrees from (select ${quoteText(source.name)} as legacy_table, ${quoteText(tableKey(target))} as target_table,
  (select count(*) from ${targetTable(source)} where ${rowColumn} is not null) as converted,
  (select count(*) ${both}) as carried,
  (select count(distinct ${rowColumn}) from ${quarantineTable} where table_name = ${quoteText(pair.quarantine)} and action = 'quarantined') as quarantined,
  (select count(distinct ${rowColumn}) from ${quarantineTable} where table_name = ${quoteText(pair.quarantine)} and action = 'repaired') as repaired,
  ${changedSql(pair, carried)} as changed,
  ${orphansSql(pair, carried)} as orphans,
  ${checksum(carried, 'm', `from ${cleanView(pair)} as m`)} as checksum_legacy,
  ${checksum(carried, 't', both)} as checksum_target) as sides`;
  });

function checksum(columns: readonly MappedColumn[], of: string, from: string): string {
  const values = columns.map(({ name }) => `coalesce(${of}.${quoteName(name)}::text, '~')`);
  const half = (at: number): string => `coalesce(sum(('x' || substr(h, ${at}, 15))::bit(60)::bigint), 0)`;
  return `(select ${half(1)} || '-' || ${half(16)} from (select md5(concat_ws('|', ${values.length === 0 ? `''` : values.join(', ')})) as h ${from}) as hashed)`;
}

function changedSql(pair: Pair, carried: readonly MappedColumn[]): string {
  const found = carried.flatMap(({ name, sources, back }) => {
    const [source] = sources;
    if (back === undefined || source === undefined) return [];
    const column = pair.source.columns.find((one) => one.name === source);
    if (column === undefined) return [];
    const [was, is] =
      column.kind === 'json'
        ? [`s.${quoteName(source)}::text`, `(${back})::text`]
        : [`s.${quoteName(source)}`, back];
    return [
      `${was} is distinct from ${is} and not exists (select from ${quarantineTable} as q where q.table_name = ${quoteText(pair.quarantine)} and q.${rowColumn} = s.${rowColumn} and q.column_name = ${quoteText(name)})`,
    ];
  });
  if (found.length === 0) return '0';
  return `(select count(*) from ${targetTable(pair.source)} as s join ${cleanView(pair)} as m using (${rowColumn}) join ${qualifiedName(pair.target)} as t on ${isSameRow(pair)} where ${found.join('\n    or ')})`;
}

function orphansSql({ target }: Pair, carried: readonly MappedColumn[]): string {
  const found = carried.flatMap(({ name, reference }) =>
    reference === undefined
      ? []
      : [
          `(select count(*) from ${qualifiedName(target)} as t where t.${quoteName(name)} is not null and not exists (select from ${sqlTable(reference.table)} as p where p.${quoteName(reference.column)} = t.${quoteName(name)}))`,
        ],
  );
  return found.length === 0 ? '0' : found.join(' + ');
}

const sqlTable = (key: string): string => {
  const at = key.indexOf('.');
  return at < 0 ? quoteName(key) : `${quoteName(key.slice(0, at))}.${quoteName(key.slice(at + 1))}`;
};
