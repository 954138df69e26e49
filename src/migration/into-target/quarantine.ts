import { quoteName, quoteText, tableKey } from '../../artifacts/sql-names.ts';
import type { Index } from '../../model/data.ts';
import { quarantineTable, rowColumn, targetTable } from '../conversion/names.ts';
import { cleanView, faultsView, mappedView } from './names.ts';
import { mappedSql } from './keys.ts';
import type { MappedColumn, MappedReference, Pair } from './mapping.ts';

/** What rows become, their faults, and the rows that are left without those. */
export const viewStatements = (pairs: readonly Pair[]): readonly string[] =>
  pairs.flatMap((pair) => [mappedSql(pair), faultsSql(pair), cleanSql(pair)]);

/** A note for each row that the target would refuse, and for each value that is changed. */
export const quarantineStatements = (pairs: readonly Pair[]): readonly string[] => [
  ...pairs.map(
    (pair) =>
      `insert into ${quarantineTable} select ${quoteText(pair.quarantine)}, ${rowColumn}, column_name, fault, action, repair, value from ${faultsView(pair)} on conflict do nothing`,
  ),
  ...orphanStatements(pairs),
  ...pairs.flatMap((pair) => duplicateStatements(pair, pairs)),
  ...orphanStatements(pairs),
];

function faultsSql(pair: Pair): string {
  const from = `from ${targetTable(pair.source)} as s join ${mappedView(pair)} as m using (${rowColumn})`;
  const values = pair.columns.flatMap(({ faults }) =>
    faults.map(
      ({ column, fault, action, repair, old, when }) =>
        `select ${rowColumn}, ${quoteText(column)} as column_name, ${quoteText(fault)} as fault, ${quoteText(action)} as action, ${quoteText(repair)} as repair, ${old} as value ${from} where ${when}`,
    ),
  );
  const checks = pair.target.checks.map(
    ({ name, sql }, at) =>
      `select ${rowColumn}, ${quoteText(`check ${name ?? String(at + 1)}`)}, 'check', 'quarantined', 'the row', ${quoteText(sql.slice(0, 200))} from ${mappedView(pair)} where not coalesce((${sql}), true)`,
  );
  const none = `select null::bigint as ${rowColumn}, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false`;
  return `create or replace view ${faultsView(pair)} as\n${[none, ...values, ...checks].join('\nunion all\n')}`;
}

const isNoted = (pair: Pair, more: string): string =>
  `exists (select from ${quarantineTable} as q where q.table_name = ${quoteText(pair.quarantine)} and q.${rowColumn} = m.${rowColumn} and ${more})`;

function cleanSql(pair: Pair): string {
  const values = pair.columns.map((column) => {
    const value = `m.${quoteName(column.name)}`;
    return isEmptied(column)
      ? `case when not ${isNoted(pair, `q.fault = 'orphan' and q.action = 'repaired' and q.column_name = ${quoteText(column.name)}`)} then ${value} end as ${quoteName(column.name)}`
      : value;
  });
  return `create or replace view ${cleanView(pair)} as select ${[`m.${rowColumn}`, ...values].join(',\n  ')}\nfrom ${mappedView(pair)} as m\nwhere not ${isNoted(pair, `q.action = 'quarantined'`)}`;
}

const isEmptied = ({ nullable, reference, carried }: MappedColumn): boolean =>
  carried && nullable && reference !== undefined;

/** Rows of the target that the scripts write, and those that are there where nothing is written. */
function parentRows({ table }: MappedReference, pairs: readonly Pair[], column: string): string | undefined {
  const homes = pairs.filter(({ target }) => tableKey(target) === table);
  if (homes.length === 0) return undefined;
  return homes
    .map((home) => `select ${quoteName(column)} as key from ${cleanView(home)}`)
    .join(' union all ');
}

/** A row that goes makes orphans of those that name it: asked again until nobody is left. */
function orphanStatements(pairs: readonly Pair[]): readonly string[] {
  const found = pairs.flatMap((pair) =>
    pair.columns.flatMap(({ name, carried, nullable, reference }) => {
      if (!carried || reference === undefined) return [];
      const parents = parentRows(reference, pairs, reference.column);
      if (parents === undefined) return [];
      const repair = nullable ? `'repaired', 'NULL'` : `'quarantined', 'the row'`;
      return [
        `select ${quoteText(pair.quarantine)}, c.${rowColumn}, ${quoteText(name)}, 'orphan', ${repair}, c.${quoteName(name)}::text from ${cleanView(pair)} as c where c.${quoteName(name)} is not null and not exists (select from (${parents}) as p where p.key = c.${quoteName(name)})`,
      ];
    }),
  );
  if (found.length === 0) return [];
  const steps = found.map(
    (query) =>
      `    insert into ${quarantineTable}\n${query}\n    on conflict do nothing;\n    get diagnostics added = row_count;\n    total := total + added;`,
  );
  return [
    `do $$ declare\n  added bigint;\n  total bigint;\nbegin\n  loop\n    total := 0;\n${steps.join('\n')}\n    exit when total = 0;\n  end loop;\nend $$`,
  ];
}

interface Unique {
  readonly label: string;
  readonly parts: readonly string[];
  readonly where?: string;
  readonly alsoNulls: boolean;
}

function uniquesOf({ target, keyed }: Pair): readonly Unique[] {
  const { primaryKey, uniques, indexes } = target;
  return [
    ...(primaryKey === undefined || keyed ? [] : [{ ...primaryKey, nullsNotDistinct: undefined }]),
    ...uniques,
  ]
    .map(({ columns, nullsNotDistinct }): Unique => ({
      label: columns.join(', '),
      parts: columns.map(quoteName),
      alsoNulls: nullsNotDistinct === true,
    }))
    .concat(indexes.filter(({ unique }) => unique).map(indexUnique));
}

const indexUnique = ({ name, columns, where, nullsNotDistinct }: Index): Unique => ({
  label: `index ${name}`,
  parts: columns.map((column) => {
    const bare = column.replace(/\s+(asc|desc)(\s+nulls\s+(first|last))?$/i, '');
    return bare.startsWith('(') ? bare : quoteName(bare);
  }),
  ...(where !== undefined && { where }),
  alsoNulls: nullsNotDistinct === true,
});

/** The first row keeps the key, in the order of tables and rows. */
function duplicateStatements(pair: Pair, pairs: readonly Pair[]): readonly string[] {
  const rivals = pairs.filter(({ target }) => target === pair.target);
  const own = rivals.indexOf(pair);
  return uniquesOf(pair).map(({ label, parts, where, alsoNulls }) => {
    const rows = rivals.slice(0, own + 1).map((rival, at) => {
      const conditions = [
        ...(where === undefined ? [] : [`(${where})`]),
        ...(alsoNulls ? [] : parts.map((part) => `${part} is not null`)),
      ];
      return `select ${at} as place, ${rowColumn}, ${parts.map((part, index) => `${part} as part_${index}`).join(', ')} from ${cleanView(rival)}${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`}`;
    });
    const named = parts.map((_, index) => `part_${index}`);
    return `insert into ${quarantineTable}
select ${quoteText(pair.quarantine)}, ${rowColumn}, ${quoteText(label)}, 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', ${named.map((part) => `${part}::text`).join(', ')})
from (select place, ${rowColumn}, ${named.join(', ')}, row_number() over (partition by ${named.join(', ')} order by place, ${rowColumn}) as nth
  from (${rows.join(' union all ')}) as given) as keyed where nth > 1 and place = ${own}
on conflict do nothing`;
  });
}
