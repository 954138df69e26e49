import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import { inBatches } from './batches.ts';
import { checksumSql } from './checksum.ts';
import { cleanView, landingTable, mappedView, quarantineTable, rowColumn, targetTable } from './names.ts';
import type { ConversionPlan } from './plan.ts';
import type { ConvertedTable } from './table.ts';
import { filled } from './table.ts';

/** A call for each table; batches are committed one by one, and one that is there already is passed over. */
export const backFillStatements = ({ tables }: ConversionPlan, batch: number): readonly string[] =>
  tables.map((table) => inBatches(landingTable(table.name), carry(table), batch));

function carry(table: ConvertedTable): string {
  const names = [...filled(table).map(({ name }) => quoteName(name)), rowColumn].join(', ');
  return `insert into ${targetTable(table)} (${names}) overriding system value\nselect ${names} from ${cleanView(table.name)} where ${rowColumn} between $1 and $2 order by ${rowColumn}\non conflict (${rowColumn}) do nothing`;
}

/** One row a table: what waits, what became of it, and whether both sides hold the same. */
export const verifyStatements = ({ tables }: ConversionPlan): readonly string[] =>
  tables.map((table) => {
    const noted = (action: string): string =>
      `(select count(distinct ${rowColumn}) from ${quarantineTable} where table_name = ${quoteText(table.name)} and action = '${action}')`;
    return `select *, waiting = quarantined + converted and checksum_waiting = checksum_converted and unnoted = 0 as agrees from (select ${quoteText(table.name)} as table_name,
  (select count(*) from ${landingTable(table.name)}) as waiting,
  ${noted('quarantined')} as quarantined,
  ${noted('repaired')} as repaired,
  (select count(*) from ${targetTable(table)} where ${rowColumn} is not null) as converted,
  ${unnoted(table)} as unnoted,
  ${checksumSql(table, cleanView(table.name))} as checksum_waiting,
  ${checksumSql(table, targetTable(table), ` where t.${rowColumn} is not null`)} as checksum_converted) as sides`;
  });

/** Values that changed on the way from what waits, and that the quarantine does not know: rows with one of them. */
function unnoted(table: ConvertedTable): string {
  const changed = filled(table).flatMap(({ name, kind }) => {
    const [waiting, mapped] = [`l.${quoteName(name)}`, `m.${quoteName(name)}`];
    if (kind === 'bytes') return [];
    const isOther =
      kind === 'text'
        ? `convert_to(${mapped}, 'UTF8') <> ${waiting}`
        : `(${waiting} is not null and ${mapped} is null)`;
    return [
      `${isOther} and not exists (select from ${quarantineTable} as q where q.table_name = ${quoteText(table.name)} and q.${rowColumn} = l.${rowColumn} and q.column_name = ${quoteText(name)} and q.action <> 'told')`,
    ];
  });
  if (changed.length === 0) return '0';
  return `(select count(*) from ${landingTable(table.name)} as l join ${mappedView(table.name)} as m using (${rowColumn}) where ${changed.join('\n    or ')})`;
}
