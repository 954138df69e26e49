import { qualifiedName, quoteName, quoteText, tableKey } from '../../artifacts/sql-names.ts';
import type { Table } from '../../model/data.ts';
import { inBatches } from '../conversion/batches.ts';
import { quarantineTable, rowColumn, targetTable } from '../conversion/names.ts';
import { isSameRow, together } from './fill.ts';
import type { Pair } from './mapping.ts';
import { cleanView, faultsView, keysTable, mappedView } from './names.ts';
import { circleOf } from './order.ts';

/** Takes away the rows that were carried, and nothing else: a row the target wrote itself that needs one of them stops it. */
export const rollBackStatements = (
  pairs: readonly Pair[],
  tables: readonly Table[],
  batch: number,
): readonly string[] => [
  ...pairs.flatMap((pair) => guardStatements(pair, pairs, tables)),
  ...pairs.flatMap((pair) =>
    pair.deferred.map((name) =>
      inBatches(
        targetTable(pair.source),
        `update ${qualifiedName(pair.target)} as t set ${quoteName(name)} = null from ${cleanView(pair)} as m where m.${rowColumn} between $1 and $2 and ${isSameRow(pair)} and t.${quoteName(name)} is not null`,
        batch,
      ),
    ),
  ),
  ...pairs.toReversed().flatMap((pair) => {
    const circle = circleOf(pair, pairs);
    const gone = (one: Pair, range = ''): string =>
      `delete from ${qualifiedName(one.target)} as t using ${cleanView(one)} as m where ${range}${isSameRow(one)}`;
    if (circle.length === 0)
      return [
        inBatches(targetTable(pair.source), gone(pair, `m.${rowColumn} between $1 and $2 and `), batch),
      ];
    return circle.at(-1) === pair ? [together(circle.map((one) => gone(one)))] : [];
  }),
  `delete from ${quarantineTable} where table_name in (${pairs.map(({ quarantine }) => quoteText(quarantine)).join(', ')})`,
];

/** After the rows are gone: what they were called, and how they came to be. */
export const keysGone = (pairs: readonly Pair[]): readonly string[] => [
  ...viewsGone(pairs),
  ...pairs.filter(({ keyed }) => keyed).map((pair) => `drop table if exists ${keysTable(pair)}`),
];

export const viewsGone = (pairs: readonly Pair[]): readonly string[] =>
  pairs.flatMap((pair) => [
    `drop view if exists ${cleanView(pair)}`,
    `drop view if exists ${faultsView(pair)}`,
    `drop view if exists ${mappedView(pair)}`,
  ]);

/** References that would take rows of the target along, or empty them. */
function guardStatements(pair: Pair, pairs: readonly Pair[], tables: readonly Table[]): readonly string[] {
  return tables.flatMap((table) =>
    table.foreignKeys
      .filter(
        ({ references, columns, onDelete }) =>
          columns.length === 1 &&
          references.table.replace(/^public\./, '') === tableKey(pair.target) &&
          !/^(no action|restrict)$/.test(onDelete),
      )
      .map(({ columns: [column = ''], references }) => {
        const [key = ''] = references.columns;
        const carried = pairs.filter(({ target }) => target === table);
        const own = carried.map(
          (one) => `and not exists (select from ${cleanView(one)} as m where ${isSameRow(one, 'c')})`,
        );
        return `do $$ begin\n  if exists (select from ${qualifiedName(table)} as c join ${cleanView(pair)} as p on p.${quoteName(key)} = c.${quoteName(column)} where true ${own.join(' ')}) then\n    raise exception 'rows of ${tableKey(table).replaceAll("'", "''").replaceAll('%', '%%')} that the target wrote itself name rows that were carried: roll back is over';\n  end if;\nend $$`;
      }),
  );
}
